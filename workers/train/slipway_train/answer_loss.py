"""Cross-entropy of the answers' tokens, with the vocabulary-wide product taken only where the loss needs it.

Invariant: the gradient of the states is formed together with the loss, chunk by chunk, so at most one chunk of
logits exists at a time. Logits come in the compute dtype; the logarithm of their sum is taken in float32.
Refuses: gradients of the output matrix, which is frozen.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.autograd.function import Function, once_differentiable

_CHUNK_ROWS = 256


class AnswerLoss(Function):
    """states [answers, hidden], output [vocabulary, hidden], targets [answers] -> the sum of -ln p(target)."""

    @staticmethod
    def forward(ctx: Any, states: torch.Tensor, output: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        gradient = torch.empty_like(states)
        total = torch.zeros((), dtype=torch.float64, device=states.device)
        for start in range(0, len(states), _CHUNK_ROWS):
            rows = slice(start, start + _CHUNK_ROWS)
            logs = (states[rows] @ output.t()).float()
            wanted = (torch.arange(len(logs), device=logs.device), targets[rows])
            logs -= torch.logsumexp(logs, dim=-1, keepdim=True)
            total -= logs[wanted].double().sum()
            logs.exp_()
            logs[wanted] -= 1
            gradient[rows] = logs.to(states.dtype) @ output
        ctx.save_for_backward(gradient)
        return total

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, scale: torch.Tensor) -> tuple[torch.Tensor, None, None]:
        (gradient,) = ctx.saved_tensors
        return gradient * scale.to(gradient.dtype), None, None
