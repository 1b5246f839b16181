"""Tiny random decoders written as GGUF files the way llama.cpp's converter writes them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np
import torch
from gguf.constants import GGMLQuantizationType
from tokenizers import pre_tokenizers

LAYERS, HIDDEN, WIDTH, HEADS, KEY_HEADS, HEAD_SIZE = 2, 64, 96, 4, 2, 16
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
MERGES = ("Ġ t", "h e", "Ġt he", "i n", "e r", "a n", "Ġ a", "o n", "r e", "Ġ Ġ")
TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
_STORED = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}
_SHAPES = {
    "self_attn.q_proj": (HEADS * HEAD_SIZE, HIDDEN),
    "self_attn.k_proj": (KEY_HEADS * HEAD_SIZE, HIDDEN),
    "self_attn.v_proj": (KEY_HEADS * HEAD_SIZE, HIDDEN),
    "self_attn.o_proj": (HIDDEN, HEADS * HEAD_SIZE),
    "mlp.gate_proj": (WIDTH, HIDDEN),
    "mlp.up_proj": (WIDTH, HIDDEN),
    "mlp.down_proj": (HIDDEN, WIDTH),
}


@dataclass(frozen=True)
class TinyModel:
    """The file and the weights, by Hugging Face name, that went into it."""

    path: Path
    weights: dict[str, torch.Tensor]


def write_tiny_model(
    path: Path,
    family: str = "llama",
    *,
    quantisation: GGMLQuantizationType = GGMLQuantizationType.F32,
    is_tied: bool = True,
    seed: int = 0,
) -> TinyModel:
    """A random model of `family`, its matrices stored as `quantisation`."""
    tokens = make_vocabulary()
    weights = _draw_weights(family, len(tokens), is_tied, torch.Generator().manual_seed(seed))
    writer = gguf.GGUFWriter(path, family)
    writer.add_block_count(LAYERS)
    writer.add_context_length(512)
    writer.add_embedding_length(HIDDEN)
    writer.add_feed_forward_length(WIDTH)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_HEADS)
    writer.add_rope_freq_base(10000.0)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2" if family == "llama" else "qwen2")
    writer.add_token_list(list(tokens))
    writer.add_token_types([3] * len(SPECIAL) + [1] * (len(tokens) - len(SPECIAL)))
    writer.add_token_merges(list(MERGES))
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_chat_template(TEMPLATE)
    for name, values in weights.items():
        _add(writer, family, name, values, quantisation)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return TinyModel(path, weights)


def make_vocabulary() -> tuple[str, ...]:
    """Special tokens, the byte alphabet, the merges, and an end mark that the file does not type as control."""
    merged = (merge.replace(" ", "") for merge in MERGES)
    return (*SPECIAL, *sorted(pre_tokenizers.ByteLevel.alphabet()), *merged, "</s>")


def _draw_weights(
    family: str, vocabulary_size: int, is_tied: bool, generator: torch.Generator
) -> dict[str, torch.Tensor]:
    def draw(*shape: int, spread: float = 0.15) -> torch.Tensor:
        return torch.randn(*shape, generator=generator) * spread

    weights = {"model.embed_tokens.weight": draw(vocabulary_size, HIDDEN, spread=0.5)}
    weights["model.norm.weight"] = 1 + draw(HIDDEN)
    if not is_tied:
        weights["lm_head.weight"] = draw(vocabulary_size, HIDDEN)
    for layer in range(LAYERS):
        prefix = f"model.layers.{layer}"
        for name, shape in _SHAPES.items():
            weights[f"{prefix}.{name}.weight"] = draw(*shape)
            if family == "qwen2" and name[-6:] in ("q_proj", "k_proj", "v_proj"):
                weights[f"{prefix}.{name}.bias"] = draw(shape[0])
        weights[f"{prefix}.input_layernorm.weight"] = 1 + draw(HIDDEN)
        weights[f"{prefix}.post_attention_layernorm.weight"] = 1 + draw(HIDDEN)
    return weights


def _add(
    writer: gguf.GGUFWriter, family: str, name: str, values: torch.Tensor, quantisation: GGMLQuantizationType
) -> None:
    body, suffix = name.rsplit(".", 1)
    if body.startswith("model.layers."):
        _, _, layer, rest = body.split(".", 3)
        stored = f"blk.{layer}.{_STORED[rest]}.{suffix}"
    else:
        heads = {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output"}
        stored = f"{heads[body]}.{suffix}"
    if family == "llama" and name.endswith(("q_proj.weight", "k_proj.weight")):
        num_heads = HEADS if "q_proj" in name else KEY_HEADS
        values = values.reshape(num_heads, 2, HEAD_SIZE // 2, HIDDEN).transpose(1, 2).reshape(values.shape)
    array = np.ascontiguousarray(values.numpy())
    if array.ndim == 1 or quantisation == GGMLQuantizationType.F32:
        writer.add_tensor(stored, array)
    else:
        packed = gguf.quantize(array, quantisation)
        writer.add_tensor(stored, packed, raw_dtype=quantisation)
