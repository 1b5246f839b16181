"""The frozen base: its architecture and its weights by Hugging Face name, unpacked from a GGUF file.

Invariant: shapes are checked against the architecture; a tied output matrix is the embedding itself, not a copy.
Refuses: to run the model, and to keep weights packed.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from .architecture import Architecture, map_tensor_names, read_architecture, restore_layout
from .dequantise import dequantise
from .gguf_file import GgufFile, unreadable
from .linear_names import LINEAR_NAMES


@dataclass(frozen=True)
class BaseModel:
    """`weights`: Hugging Face name to tensor, all in one dtype but the norms, which are float32."""

    architecture: Architecture
    weights: dict[str, torch.Tensor]


def load_base(file: GgufFile, dtype: torch.dtype) -> BaseModel:
    """Unpack the whole base: matrices and biases in `dtype`, norms in float32."""
    architecture = read_architecture(file)
    weights: dict[str, torch.Tensor] = {}
    for name, stored in map_tensor_names(architecture, file).items():
        tensor = file.tensors[stored]
        if tensor.shape != expected_shape(architecture, name):
            raise unreadable(f"{stored} is {list(tensor.shape)}, not {list(expected_shape(architecture, name))}")
        values = dequantise(file, tensor, torch.float32 if "norm" in name else dtype)
        weights[name] = restore_layout(architecture, name, values)
    weights.setdefault("lm_head.weight", weights["model.embed_tokens.weight"])
    return BaseModel(architecture, weights)


def linear_shape(architecture: Architecture, linear: str) -> tuple[int, int]:
    """[outputs, inputs] of one of the seven linear layers of a block."""
    hidden, feed_forward = architecture.hidden_size, architecture.feed_forward_size
    queries = architecture.num_heads * architecture.head_size
    keys = architecture.num_key_value_heads * architecture.head_size
    return {
        "q_proj": (queries, hidden),
        "k_proj": (keys, hidden),
        "v_proj": (keys, hidden),
        "o_proj": (hidden, queries),
        "gate_proj": (feed_forward, hidden),
        "up_proj": (feed_forward, hidden),
        "down_proj": (hidden, feed_forward),
    }[linear]


def expected_shape(architecture: Architecture, name: str) -> tuple[int, ...]:
    """The shape that a tensor of this Hugging Face name must have."""
    parts = name.split(".")
    if parts[-2] in LINEAR_NAMES:
        shape = linear_shape(architecture, parts[-2])
        return shape if parts[-1] == "weight" else shape[:1]
    if parts[-2] in ("embed_tokens", "lm_head"):
        return (architecture.vocabulary_size, architecture.hidden_size)
    return (architecture.hidden_size,)
