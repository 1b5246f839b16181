"""Causal self-attention of one sequence with grouped heads, for training.

Invariant: equal to `scaled_dot_product_attention(is_causal=True, enable_gqa=True)` up to rounding (tested). On CPUs in
bfloat16, PyTorch's fused kernel is up to three times slower in both directions than plain products on short sequences,
so those are used up to a length; elsewhere the fused kernel is.
Refuses: masks other than the causal one, dropout, caches.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch.autograd.function import Function, once_differentiable
from torch.nn.functional import scaled_dot_product_attention

_LONGEST_PLAIN = 512


def attend(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
    """query [tokens, heads, size], key and value [tokens, key heads, size] -> [tokens, heads, size]."""
    is_plain_faster = query.device.type == "cpu" and query.dtype == torch.bfloat16 and len(query) <= _LONGEST_PLAIN
    if is_plain_faster:
        return PlainAttention.apply(query, key, value)
    queries, keys, values = (tensor.transpose(0, 1).unsqueeze(0) for tensor in (query, key, value))
    is_grouped = query.shape[1] != key.shape[1]
    mixed = scaled_dot_product_attention(queries, keys, values, is_causal=True, enable_gqa=is_grouped)
    return mixed.squeeze(0).transpose(0, 1)


class PlainAttention(Function):
    """`attend` by batched products, one batch entry a key head; probabilities are kept for the backward pass."""

    @staticmethod
    def forward(ctx: Any, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
        (num_tokens, num_heads, size), num_groups = query.shape, key.shape[1]
        rows = _by_group(query, num_groups)
        keys, values = key.transpose(0, 1).contiguous(), value.transpose(0, 1).contiguous()
        mask = torch.full((num_tokens, num_tokens), float("-inf"), dtype=query.dtype, device=query.device).triu_(1)
        mask = mask.repeat(num_heads // num_groups, 1).unsqueeze(0)
        scores = torch.baddbmm(mask, rows, keys.transpose(1, 2), alpha=1 / math.sqrt(size))
        shares = torch.softmax(scores, dim=-1)
        ctx.save_for_backward(rows, keys, values, shares)
        return _by_token(shares @ values, num_heads)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        rows, keys, values, shares = ctx.saved_tensors
        num_heads = gradient.shape[1]
        row_gradient = _by_group(gradient, len(keys))
        value_gradient = shares.transpose(1, 2) @ row_gradient
        share_gradient = row_gradient @ values.transpose(1, 2)
        scores = torch._softmax_backward_data(share_gradient, shares, -1, shares.dtype)
        scores.mul_(1 / math.sqrt(gradient.shape[2]))
        query_gradient = _by_token(scores @ keys, num_heads)
        key_gradient = scores.transpose(1, 2) @ rows
        return query_gradient, key_gradient.transpose(0, 1), value_gradient.transpose(0, 1)


def _by_group(heads: torch.Tensor, num_groups: int) -> torch.Tensor:
    """[tokens, heads, size] -> [groups, heads of a group · tokens, size]."""
    return heads.transpose(0, 1).reshape(num_groups, -1, heads.shape[2])


def _by_token(rows: torch.Tensor, num_heads: int) -> torch.Tensor:
    """[groups, heads of a group · tokens, size] -> [tokens, heads, size]."""
    return rows.reshape(num_heads, -1, rows.shape[2]).transpose(0, 1)
