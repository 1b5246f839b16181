"""A llama-family decoder (llama, qwen2) with a frozen base, for training adapters on packed sequences.

Invariant: sequences lie end to end on one token axis; attention never crosses from one to another and positions start
at 0 in each, so no token is padding. Equal to transformers' model with peft's adapter up to rounding (tested).
Refuses: generation, caches, gradients of the base.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from .adapter import GROUPS, Adapter, GroupWeights
from .base_model import BaseModel, linear_shape
from .causal_attention import attend
from .decoder_kernels import AdaptedLinear, GatedUnit, Norm, Rotate
from .linear_names import LINEAR_NAMES


@dataclass(frozen=True)
class PackedTokens:
    """Token ids [tokens] of sequences laid end to end, and the length of each."""

    ids: torch.Tensor
    lengths: tuple[int, ...]


@dataclass(frozen=True)
class _Block:
    weights: tuple[torch.Tensor, ...]
    biases: tuple[torch.Tensor | None, ...]
    norms: tuple[torch.Tensor, torch.Tensor]


class Decoder:
    """The frozen base laid out for speed: matrices that read the same input are joined by rows.

    Takes the matrices out of `base.weights` as it joins them, so that the base is not held twice.
    """

    def __init__(self, base: BaseModel, device: torch.device) -> None:
        self.architecture = base.architecture
        self._device = device
        weights = base.weights
        self.embedding = weights["model.embed_tokens.weight"].to(device)
        self.output = self.embedding if base.architecture.is_tied else weights["lm_head.weight"].to(device)
        self.dtype = self.embedding.dtype
        self._final_norm = weights["model.norm.weight"].to(device)
        self._blocks = [self._join_block(weights, layer) for layer in range(base.architecture.num_layers)]
        self._prepared: dict[tuple[int, int], GroupWeights] = {}
        self._anchor = torch.zeros((), device=device, requires_grad=True)

    def use_adapter(self, adapter: Adapter) -> None:
        """Take the adapter's present values; to be called again after each change of them."""
        self._prepared = adapter.prepare(self.dtype)

    def hidden_states(self, tokens: PackedTokens) -> torch.Tensor:
        """Final normed states [tokens, hidden], differentiable down to the adapter."""
        cos, sin = self._rotation(tokens)
        state = torch.nn.functional.embedding(tokens.ids, self.embedding)
        for layer, block in enumerate(self._blocks):
            state = self._attend(state, layer, block, (tokens.lengths, cos, sin))
            normed = Norm.apply(state, block.norms[1], self.architecture.norm_epsilon)
            unit = GatedUnit.apply(self._linear(normed, layer, 2))
            state = state + self._linear(unit, layer, 3)
        return Norm.apply(state, self._final_norm, self.architecture.norm_epsilon)

    def _attend(
        self, state: torch.Tensor, layer: int, block: _Block, place: tuple[tuple[int, ...], torch.Tensor, torch.Tensor]
    ) -> torch.Tensor:
        lengths, cos, sin = place
        sizes = self.architecture
        normed = Norm.apply(state, block.norms[0], sizes.norm_epsilon)
        joined = self._linear(normed, layer, 0).view(len(state), -1, sizes.head_size)
        num_rotated = sizes.num_heads + sizes.num_key_value_heads
        rotated = Rotate.apply(joined[:, :num_rotated], cos, sin)
        pieces = zip(
            rotated[:, : sizes.num_heads].split(lengths),
            rotated[:, sizes.num_heads :].split(lengths),
            joined[:, num_rotated:].split(lengths),
            strict=True,
        )
        mixed = [attend(query, key, value) for query, key, value in pieces]
        return state + self._linear(torch.cat(mixed).reshape(len(state), -1), layer, 1)

    def _linear(self, x: torch.Tensor, layer: int, group: int) -> torch.Tensor:
        block = self._blocks[layer]
        lora = self._prepared.get((layer, group))
        return AdaptedLinear.apply(x, block.weights[group], block.biases[group], lora, self._anchor)

    def _rotation(self, tokens: PackedTokens) -> tuple[torch.Tensor, torch.Tensor]:
        sizes = self.architecture
        exponents = torch.arange(0, sizes.head_size, 2, dtype=torch.int64).float() / sizes.head_size
        frequencies = (1.0 / (sizes.rotary_base**exponents)).to(self._device)
        positions = torch.cat([torch.arange(length, device=self._device) for length in tokens.lengths]).float()
        angles = torch.outer(positions, frequencies).unsqueeze(1)
        return angles.cos(), angles.sin()

    def _join_block(self, weights: dict[str, torch.Tensor], layer: int) -> _Block:
        prefix = f"model.layers.{layer}"
        joined_weights: list[torch.Tensor] = []
        joined_biases: list[torch.Tensor | None] = []
        for linears in GROUPS:
            names = [f"{prefix}.{LINEAR_NAMES[linear][0]}.{linear}" for linear in linears]
            joined_weights.append(torch.cat([weights.pop(f"{name}.weight") for name in names]).to(self._device))
            has_bias = any(f"{name}.bias" in weights for name in names)
            biases = [
                weights.get(f"{name}.bias", torch.zeros(linear_shape(self.architecture, linear)[0], dtype=self.dtype))
                for name, linear in zip(names, linears, strict=True)
            ]
            joined_biases.append(torch.cat(biases).to(self._device) if has_bias else None)
        before_attention = weights[f"{prefix}.input_layernorm.weight"].to(self._device)
        before_unit = weights[f"{prefix}.post_attention_layernorm.weight"].to(self._device)
        return _Block(tuple(joined_weights), tuple(joined_biases), (before_attention, before_unit))
