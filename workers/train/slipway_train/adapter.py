"""The trained part: low-rank matrices A and B for chosen linear layers, kept in one flat float32 vector.

Invariant: parameters and their gradient are two flat vectors of one layout, so the optimiser, the clipping, the
checkpoint and the cast to the compute dtype each touch one tensor. Linear layers that read the same input form a group:
their A's are adjacent, so one product serves q, k and v, another gate and up.
Refuses: to compute a forward pass, to write files. LoRA after Hu et al. 2021; initial values after peft.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from .architecture import Architecture
from .base_model import linear_shape
from .linear_names import LINEAR_NAMES

GROUPS = (("q_proj", "k_proj", "v_proj"), ("o_proj",), ("gate_proj", "up_proj"), ("down_proj",))


@dataclass(frozen=True)
class Member:
    """One adapted linear layer: its rows in the group's output, its columns in the group's inner width."""

    linear: str
    first_row: int
    num_rows: int
    first_column: int
    a_start: int
    b_start: int


@dataclass(frozen=True)
class Group:
    """The adapted layers of one group in one block. `num_rows` counts all outputs, the adapted and the others."""

    layer: int
    members: tuple[Member, ...]
    num_inputs: int
    num_rows: int


@dataclass
class GroupWeights:
    """A group ready to compute with: A [inner, inputs], block-diagonal B [rows, inner], and where gradients go."""

    a: torch.Tensor
    b: torch.Tensor
    a_gradient: torch.Tensor
    b_gradients: tuple[tuple[Member, torch.Tensor], ...]
    rank: int
    scale: float
    dropout: float


class Adapter:
    """All low-rank matrices of one model. `values` and `gradient` are flat float32 vectors of `layout`'s order."""

    def __init__(self, architecture: Architecture, rank: int, alpha: float, dropout: float, targets: frozenset[str]):
        self.rank, self.scale, self.dropout = rank, alpha / rank, dropout
        self.groups: dict[tuple[int, int], Group] = {}
        size = 0
        for layer in range(architecture.num_layers):
            for number, linears in enumerate(GROUPS):
                group, size = _lay_out(architecture, (layer, linears, targets), rank, size)
                if group.members:
                    self.groups[layer, number] = group
        self.values = torch.zeros(size)
        self.gradient = torch.zeros(size)

    def to(self, device: torch.device) -> None:
        """Move the vectors to a device."""
        self.values, self.gradient = self.values.to(device), self.gradient.to(device)

    def initialise(self, generator: torch.Generator) -> None:
        """A uniform in ±1/sqrt(inputs) (kaiming_uniform with a = sqrt 5), B zero: the tuned model starts as the base."""
        self.values.zero_()
        for group in self.groups.values():
            bound = 1 / math.sqrt(group.num_inputs)
            for member in group.members:
                self.a_of(group, member).uniform_(-bound, bound, generator=generator)

    def a_of(self, group: Group, member: Member) -> torch.Tensor:
        """A of one layer as a view [rank, inputs]."""
        size = self.rank * group.num_inputs
        return self.values[member.a_start : member.a_start + size].view(self.rank, group.num_inputs)

    def b_of(self, member: Member) -> torch.Tensor:
        """B of one layer as a view [outputs, rank]."""
        size = member.num_rows * self.rank
        return self.values[member.b_start : member.b_start + size].view(member.num_rows, self.rank)

    def prepare(self, dtype: torch.dtype) -> dict[tuple[int, int], GroupWeights]:
        """Copies of all matrices in the compute dtype, by (layer, group); to be made anew after each optimiser step."""
        cast = self.values.to(dtype)
        return {key: self._prepare_group(group, cast) for key, group in self.groups.items()}

    def _prepare_group(self, group: Group, cast: torch.Tensor) -> GroupWeights:
        inner = self.rank * len(group.members)
        start = group.members[0].a_start
        a_range = slice(start, start + inner * group.num_inputs)
        b = cast.new_zeros(group.num_rows, inner)
        b_gradients = []
        for member in group.members:
            b_range = slice(member.b_start, member.b_start + member.num_rows * self.rank)
            rows = slice(member.first_row, member.first_row + member.num_rows)
            columns = slice(member.first_column, member.first_column + self.rank)
            b[rows, columns] = cast[b_range].view(member.num_rows, self.rank)
            b_gradients.append((member, self.gradient[b_range].view(member.num_rows, self.rank)))
        return GroupWeights(
            a=cast[a_range].view(inner, group.num_inputs),
            b=b,
            a_gradient=self.gradient[a_range].view(inner, group.num_inputs),
            b_gradients=tuple(b_gradients),
            rank=self.rank,
            scale=self.scale,
            dropout=self.dropout,
        )

    def named_matrices(self) -> dict[str, torch.Tensor]:
        """The matrices as contiguous float32 copies under peft's names in its adapter files."""
        named: dict[str, torch.Tensor] = {}
        for group in self.groups.values():
            for member in group.members:
                parent = LINEAR_NAMES[member.linear][0]
                name = f"base_model.model.model.layers.{group.layer}.{parent}.{member.linear}"
                named[f"{name}.lora_A.weight"] = self.a_of(group, member).cpu().clone()
                named[f"{name}.lora_B.weight"] = self.b_of(member).cpu().clone()
        return named


def _lay_out(
    architecture: Architecture, place: tuple[int, tuple[str, ...], frozenset[str]], rank: int, start: int
) -> tuple[Group, int]:
    layer, linears, targets = place
    shapes = [linear_shape(architecture, linear) for linear in linears]
    num_inputs = shapes[0][1]
    num_adapted = sum(linear in targets for linear in linears)
    members: list[Member] = []
    row, b_start = 0, start + num_adapted * rank * num_inputs
    for linear, (num_rows, _) in zip(linears, shapes, strict=True):
        if linear in targets:
            column = len(members) * rank
            members.append(Member(linear, row, num_rows, column, start + column * num_inputs, b_start))
            b_start += num_rows * rank
        row += num_rows
    return Group(layer, tuple(members), num_inputs, row), b_start
