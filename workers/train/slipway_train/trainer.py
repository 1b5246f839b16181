"""One training run's state and the taking of one step.

Invariant: a step is a function of the state, the step's sequences and the seed; nothing else is read, so steps taken
after a restart give the same bits. The loss of a step is the mean over all its trained tokens.
Refuses: to write files or messages.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

import torch

from .adapter import Adapter
from .answer_loss import AnswerLoss
from .decoder import Decoder, PackedTokens
from .failures import WorkerFailure
from .pairs import TrainingSequence
from .step_plan import Step
from .train_request import OptimiserSettings

GRADIENT_NORM_LIMIT = 1.0
_BETAS, _EPSILON = (0.9, 0.999), 1e-8


@dataclass(frozen=True)
class StepOutcome:
    """Mean loss in nats a trained token, and how many tokens were trained."""

    loss: float
    num_answer_tokens: int


class Trainer:
    """The adapter under AdamW (Loshchilov and Hutter 2019), on top of a frozen decoder."""

    def __init__(self, decoder: Decoder, adapter: Adapter, settings: OptimiserSettings, seed: int) -> None:
        self._decoder, self._adapter, self._seed = decoder, adapter, seed
        self._device = adapter.values.device
        self._values = torch.nn.Parameter(adapter.values)
        self._values.grad = adapter.gradient
        self._optimiser = torch.optim.AdamW(
            [self._values], lr=0.0, betas=_BETAS, eps=_EPSILON, weight_decay=settings.weight_decay, foreach=False
        )

    def take_step(self, number: int, step: Step, sequences: tuple[TrainingSequence, ...], rate: float) -> StepOutcome:
        """Train on one step's sequences with this learning rate. `train-diverged` when the loss is not a number."""
        self._decoder.use_adapter(self._adapter)
        self._adapter.gradient.zero_()
        torch.manual_seed(_step_seed(self._seed, number))
        num_answers = sum(
            len(sequences[index].ids) - sequences[index].answer_start for group in step.passes for index in group
        )
        total = 0.0
        for group in step.passes:
            total += self._backpropagate([sequences[index] for index in group], num_answers)
        loss = total / num_answers
        norm = float(torch.linalg.vector_norm(self._adapter.gradient))
        if not (math.isfinite(loss) and math.isfinite(norm)):
            raise WorkerFailure(
                "train-diverged",
                f"The loss is {loss} and the gradient's norm {norm} at step {number}",
                "Lower optimiser.learningRate, lengthen the warm-up, or train in float32.",
            )
        if norm > GRADIENT_NORM_LIMIT:
            self._adapter.gradient.mul_(GRADIENT_NORM_LIMIT / norm)
        self._optimiser.param_groups[0]["lr"] = rate
        self._optimiser.step()
        return StepOutcome(loss, num_answers)

    def export_state(self) -> dict[str, torch.Tensor]:
        """Flat vectors by name: values and both moments, and the optimiser's own count of steps."""
        state = self._optimiser.state[self._values]
        return {"values": self._values.data, "mean": state["exp_avg"], "square": state["exp_avg_sq"], "count": state["step"]}

    def import_state(self, tensors: dict[str, torch.Tensor]) -> None:
        """Take up what `export_state` gave."""
        self._values.data.copy_(tensors["values"])
        self._optimiser.state[self._values] = {
            "exp_avg": tensors["mean"].to(self._device),
            "exp_avg_sq": tensors["square"].to(self._device),
            "step": tensors["count"],
        }

    def _backpropagate(self, sequences: list[TrainingSequence], num_answers: int) -> float:
        ids = [number for sequence in sequences for number in sequence.ids]
        tokens = torch.tensor(ids, device=self._device)
        places: list[int] = []
        start = 0
        for sequence in sequences:
            places.extend(range(start + sequence.answer_start - 1, start + len(sequence.ids) - 1))
            start += len(sequence.ids)
        predicting = torch.tensor(places, device=self._device)
        packed = PackedTokens(tokens, tuple(len(sequence.ids) for sequence in sequences))
        states = self._decoder.hidden_states(packed).index_select(0, predicting)
        loss = AnswerLoss.apply(states, self._decoder.output, tokens[predicting + 1])
        (loss / num_answers).backward()
        return loss.item()


def _step_seed(seed: int, step: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}/{step}".encode()).digest()[:8], "little", signed=True)
