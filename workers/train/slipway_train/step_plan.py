"""Which sequences each optimiser step trains on, and how each step is cut into passes that fit in memory.

Invariant: a pure function of lengths, budget and seed, so a run that is taken up again needs only its step number.
Each epoch shuffles all sequences anew; sequences are taken until their tokens reach the budget. A last step of less
than half the size is joined to the one before it, since a step on a few tokens is mostly noise.
Refuses: to look at token values.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """Tokens a run processes in all, in one optimiser step at most, and in one pass through the model at most.

    A sequence longer than a pass has one to itself.
    """

    total_tokens: int
    step_tokens: int
    pass_tokens: int


@dataclass(frozen=True)
class Step:
    """One optimiser step: passes over sequence numbers, and its tokens."""

    passes: tuple[tuple[int, ...], ...]
    num_tokens: int


def plan_steps(lengths: Sequence[int], budget: Budget, seed: int) -> list[Step]:
    """All steps of a run. Tokens counted are all tokens that are processed, prompts too."""
    batches: list[list[int]] = [[]]
    num_tokens = batch_tokens = 0
    for number in _shuffled_epochs(len(lengths), seed):
        if batches[-1] and batch_tokens + lengths[number] > budget.step_tokens:
            batches.append([])
            batch_tokens = 0
        batches[-1].append(number)
        batch_tokens += lengths[number]
        num_tokens += lengths[number]
        if num_tokens >= budget.total_tokens:
            break
    if len(batches) > 1 and batch_tokens * 2 < budget.step_tokens:
        batches[-2:] = [batches[-2] + batches[-1]]
    return [
        Step(_cut_passes(batch, lengths, budget.pass_tokens), sum(lengths[number] for number in batch))
        for batch in batches
    ]


def _shuffled_epochs(num_sequences: int, seed: int) -> Iterator[int]:
    epoch = 0
    while True:
        order = list(range(num_sequences))
        random.Random(f"{seed}/{epoch}").shuffle(order)
        yield from order
        epoch += 1


def _cut_passes(numbers: Sequence[int], lengths: Sequence[int], pass_tokens: int) -> tuple[tuple[int, ...], ...]:
    """Few passes of about equal tokens, in order, none above the limit."""
    total = sum(lengths[number] for number in numbers)
    goal = total / -(-total // pass_tokens)
    passes: list[list[int]] = [[]]
    size = 0
    for number in numbers:
        is_full = size + lengths[number] / 2 > goal or size + lengths[number] > pass_tokens
        if passes[-1] and is_full:
            passes.append([])
            size = 0
        passes[-1].append(number)
        size += lengths[number]
    return tuple(tuple(numbers) for numbers in passes)
