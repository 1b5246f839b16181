"""The operations of a decoder block whose weights are frozen, each with its own backward.

Invariant: no gradient of a frozen weight is ever computed; adapters' gradients are added into the adapter's flat
float32 gradient vector. Row-wise statistics are taken in float32 whatever the compute dtype.
Refuses: to be differentiated twice.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.autograd.function import Function, once_differentiable

from .adapter import GroupWeights


class AdaptedLinear(Function):
    """x [tokens, inputs] -> x Wᵀ + bias + scale · dropout(x) Aᵀ Bᵀ, [tokens, rows]."""

    @staticmethod
    def forward(
        ctx: Any,
        x: torch.Tensor,
        weight: torch.Tensor,
        bias: torch.Tensor | None,
        lora: GroupWeights | None,
        anchor: torch.Tensor,
    ) -> torch.Tensor:
        y = torch.nn.functional.linear(x, weight, bias)
        kept, inner, mask = x, None, None
        if lora is not None:
            if lora.dropout > 0:
                mask = torch.empty_like(x).bernoulli_(1 - lora.dropout).div_(1 - lora.dropout)
                kept = x * mask
            inner = kept @ lora.a.t()
            y.addmm_(inner, lora.b.t(), alpha=lora.scale)
            ctx.save_for_backward(weight, kept, inner, mask)
        else:
            ctx.save_for_backward(weight, None, None, None)
        ctx.lora = lora
        return y

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor | None, None, None, None, None]:
        weight, kept, inner, mask = ctx.saved_tensors
        lora: GroupWeights | None = ctx.lora
        wants_input = ctx.needs_input_grad[0]
        x_gradient = gradient @ weight if wants_input else None
        if lora is None:
            return x_gradient, None, None, None, None
        inner_gradient = gradient @ lora.b
        lora.a_gradient.add_(inner_gradient.t() @ kept, alpha=lora.scale)
        for member, b_gradient in lora.b_gradients:
            rows = gradient[:, member.first_row : member.first_row + member.num_rows]
            columns = inner[:, member.first_column : member.first_column + lora.rank]
            b_gradient.add_(rows.t() @ columns, alpha=lora.scale)
        if x_gradient is not None and mask is None:
            x_gradient.addmm_(inner_gradient, lora.a, alpha=lora.scale)
        elif x_gradient is not None:
            x_gradient.addcmul_(inner_gradient @ lora.a, mask, value=lora.scale)
        return x_gradient, None, None, None, None


class Norm(Function):
    """Root-mean-square norm of x [tokens, hidden] with a frozen float32 weight, after Zhang and Sennrich 2019."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, weight: torch.Tensor, epsilon: float) -> torch.Tensor:
        wide = x.float()
        inverse = torch.linalg.vector_norm(wide, dim=-1, keepdim=True).square_().div_(x.shape[-1]).add_(epsilon).rsqrt_()
        ctx.save_for_backward(x, weight, inverse)
        return (wide * inverse).mul_(weight).to(x.dtype)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, None, None]:
        x, weight, inverse = ctx.saved_tensors
        weighted = gradient * weight
        unit = x * inverse
        mean = torch.linalg.vecdot(weighted, unit).div_(x.shape[-1]).unsqueeze_(-1)
        return weighted.addcmul_(unit, mean, value=-1).mul_(inverse).to(x.dtype), None, None


class GatedUnit(Function):
    """[tokens, 2 · width], gate beside up -> silu(gate) · up, [tokens, width]."""

    @staticmethod
    def forward(ctx: Any, gate_up: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(gate_up)
        gate, up = gate_up.chunk(2, dim=-1)
        return torch.nn.functional.silu(gate).mul_(up)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        (gate_up,) = ctx.saved_tensors
        gate, up = gate_up.chunk(2, dim=-1)
        result = torch.empty_like(gate_up)
        gate_gradient, up_gradient = result.chunk(2, dim=-1)
        torch.mul(gradient, torch.nn.functional.silu(gate), out=up_gradient)
        gate_gradient.copy_(torch.ops.aten.silu_backward(gradient * up, gate))
        return result


class Rotate(Function):
    """Rotary embedding (Su et al. 2021, halves layout) of heads [tokens, heads, size] by float32 cos, sin [tokens, 1, size/2]."""

    @staticmethod
    def forward(ctx: Any, heads: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(cos, sin)
        return _rotate(heads, cos, sin)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, None, None]:
        cos, sin = ctx.saved_tensors
        return _rotate(gradient, cos, -sin), None, None


def _rotate(heads: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    first, second = heads.float().chunk(2, dim=-1)
    result = torch.empty(heads.shape, dtype=heads.dtype, device=heads.device)
    result_first, result_second = result.chunk(2, dim=-1)
    result_first.copy_((first * cos).addcmul_(second, sin, value=-1))
    result_second.copy_((second * cos).addcmul_(first, sin))
    return result
