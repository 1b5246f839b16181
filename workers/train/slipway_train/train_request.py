"""What may be asked of `train`, parsed and checked before anything is loaded.

Invariant: `settings` holds all that decides the adapter's bytes save the contents of the base and the pairs; paths are
no part of it, so a run that is moved goes on where it was.
Refuses: fields of another type or out of bounds, and layers that a decoder block does not have.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .linear_names import LINEAR_NAMES
from .request_fields import Fields, refuse


@dataclass(frozen=True)
class LoraSettings:
    rank: int
    alpha: float
    dropout: float
    target_modules: tuple[str, ...]


@dataclass(frozen=True)
class OptimiserSettings:
    """`learning_rate` is the peak; `warmup_share` of the steps rise to it."""

    learning_rate: float
    warmup_share: float
    weight_decay: float
    schedule: str


@dataclass(frozen=True)
class TrainSettings:
    base_name: str
    lora: LoraSettings
    optimiser: OptimiserSettings
    max_sequence_tokens: int
    batch_tokens: int
    total_tokens: int
    seed: int
    threads: int
    dtype: str

    def describe(self) -> dict[str, Any]:
        """The settings as plain JSON values, for fingerprints."""
        return asdict(self)


@dataclass(frozen=True)
class TrainRequest:
    base_path: Path
    pairs_path: Path
    output_directory: Path
    checkpoint_directory: Path
    checkpoint_every_steps: int
    settings: TrainSettings


def parse_train_request(value: Any) -> TrainRequest:
    """The request as typed values; `argument-invalid` names the first wrong field."""
    fields = Fields(value)
    base_path = fields.section("base").path("path")
    return TrainRequest(
        base_path=base_path,
        pairs_path=fields.path("pairs"),
        output_directory=fields.path("outputDirectory"),
        checkpoint_directory=fields.path("checkpointDirectory"),
        checkpoint_every_steps=fields.count("checkpointEverySteps"),
        settings=TrainSettings(
            base_name=fields.text("baseName"),
            lora=_parse_lora(fields.section("lora")),
            optimiser=_parse_optimiser(fields.section("optimiser")),
            max_sequence_tokens=fields.count("maxSequenceTokens", least=2),
            batch_tokens=fields.count("batchTokens"),
            total_tokens=fields.count("totalTokens"),
            seed=fields.count("seed", least=0),
            threads=fields.count("threads"),
            dtype=fields.choice("dtype", ("auto", "float32", "bfloat16")),
        ),
    )


def _parse_lora(fields: Fields) -> LoraSettings:
    targets = fields.items("targetModules")
    wrong = [name for name in targets if name not in LINEAR_NAMES]
    if wrong or not targets:
        refuse("lora.targetModules", wrong[0] if wrong else targets, f"a list out of {', '.join(LINEAR_NAMES)}")
    return LoraSettings(
        rank=fields.count("rank"),
        alpha=fields.number("alpha", 0.0),
        dropout=fields.number("dropout", 0.0, 0.95),
        target_modules=tuple(sorted(set(targets))),
    )


def _parse_optimiser(fields: Fields) -> OptimiserSettings:
    return OptimiserSettings(
        learning_rate=fields.number("learningRate", 0.0, 1.0),
        warmup_share=fields.number("warmupShare", 0.0, 1.0),
        weight_decay=fields.number("weightDecay", 0.0, 1.0),
        schedule=fields.choice("schedule", ("cosine", "linear", "constant")),
    )
