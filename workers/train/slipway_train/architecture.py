"""What a GGUF file of a supported family says about its model: sizes, and which tensor is which.

Invariant: names and layouts handed out are those of Hugging Face (`model.layers.0.self_attn.q_proj.weight`); llama.cpp
stores the rows of q and k of `llama` models interleaved for its rotary kernel, and that is undone here.
Refuses: other families than `llama` and `qwen2`, scaled rotary embeddings, and files whose sizes contradict themselves.
Names and permutation after llama.cpp's convert_hf_to_gguf.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from .gguf_file import GgufFile, unreadable
from .linear_names import LINEAR_NAMES

SUPPORTED = ("llama", "qwen2")
_NORM_NAMES = {"input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm"}


@dataclass(frozen=True)
class Architecture:
    """Sizes of a decoder of the llama family. `num_*` are counts; sizes are in elements."""

    family: str
    num_layers: int
    hidden_size: int
    feed_forward_size: int
    num_heads: int
    num_key_value_heads: int
    head_size: int
    vocabulary_size: int
    context_length: int
    rotary_base: float
    norm_epsilon: float
    is_tied: bool


def read_architecture(file: GgufFile) -> Architecture:
    """The sizes that the file's metadata states; `train-base-unreadable` where the family is not supported."""
    family = str(file.require("general.architecture"))
    if family not in SUPPORTED:
        raise unreadable(f"The base is of the family {family}; this worker trains {' and '.join(SUPPORTED)}")
    scaling = file.metadata.get(f"{family}.rope.scaling.type", "none")
    if scaling != "none" or "rope_freqs.weight" in file.tensors:
        raise unreadable(f"The base scales its rotary embedding ({scaling}), which this worker does not support")
    num_heads = int(file.require(f"{family}.attention.head_count"))
    hidden_size = int(file.require(f"{family}.embedding_length"))
    head_size = int(file.metadata.get(f"{family}.attention.key_length", hidden_size // num_heads))
    if int(file.metadata.get(f"{family}.rope.dimension_count", head_size)) != head_size:
        raise unreadable("The base rotates only a part of each head, which this worker does not support")
    embedding = file.tensors.get("token_embd.weight")
    if embedding is None or embedding.shape[-1] != hidden_size:
        raise unreadable(f"The embedding is missing or not {hidden_size} wide")
    return Architecture(
        family=family,
        num_layers=int(file.require(f"{family}.block_count")),
        hidden_size=hidden_size,
        feed_forward_size=int(file.require(f"{family}.feed_forward_length")),
        num_heads=num_heads,
        num_key_value_heads=int(file.metadata.get(f"{family}.attention.head_count_kv", num_heads)),
        head_size=head_size,
        vocabulary_size=embedding.shape[0],
        context_length=int(file.require(f"{family}.context_length")),
        rotary_base=float(file.metadata.get(f"{family}.rope.freq_base", 10000.0)),
        norm_epsilon=float(file.require(f"{family}.attention.layer_norm_rms_epsilon")),
        is_tied="output.weight" not in file.tensors,
    )


def map_tensor_names(architecture: Architecture, file: GgufFile) -> dict[str, str]:
    """Hugging Face name to GGUF name, for each tensor of the model; biases where the file has them."""
    names = {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight"}
    if not architecture.is_tied:
        names["lm_head.weight"] = "output.weight"
    for layer in range(architecture.num_layers):
        for norm, stored in _NORM_NAMES.items():
            names[f"model.layers.{layer}.{norm}.weight"] = f"blk.{layer}.{stored}.weight"
        for linear, (parent, stored) in LINEAR_NAMES.items():
            name = f"model.layers.{layer}.{parent}.{linear}"
            names[f"{name}.weight"] = f"blk.{layer}.{stored}.weight"
            if f"blk.{layer}.{stored}.bias" in file.tensors:
                names[f"{name}.bias"] = f"blk.{layer}.{stored}.bias"
    missing = [stored for stored in names.values() if stored not in file.tensors]
    if missing:
        raise unreadable(f"The base lacks the tensor {missing[0]} ({len(missing)} missing)")
    return names


def restore_layout(architecture: Architecture, name: str, values: torch.Tensor) -> torch.Tensor:
    """Undo llama.cpp's interleaving of the rows of q and k; other tensors are handed back as they are."""
    if architecture.family != "llama" or not (".q_proj." in name or ".k_proj." in name):
        return values
    num_heads = architecture.num_heads if ".q_proj." in name else architecture.num_key_value_heads
    halves = values.reshape(num_heads, architecture.head_size // 2, 2, *values.shape[1:])
    return halves.transpose(1, 2).reshape(values.shape).contiguous()
