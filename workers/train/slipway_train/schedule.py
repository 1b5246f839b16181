"""The learning rate of each step, a pure function of the step number.

Invariant: steps count from 1; the first `warmup_share` of them rise linearly, the peak is reached at the end of the
rise, and cosine and linear come down to 0 just after the last step.
"""

from __future__ import annotations

import math

from .train_request import OptimiserSettings


def learning_rate_at(step: int, num_steps: int, settings: OptimiserSettings) -> float:
    """The learning rate with which step `step` of `num_steps` is taken."""
    num_rising = math.ceil(settings.warmup_share * num_steps)
    if step <= num_rising:
        return settings.learning_rate * step / num_rising
    if settings.schedule == "constant":
        return settings.learning_rate
    share = (step - num_rising - 1) / max(num_steps - num_rising, 1)
    if settings.schedule == "linear":
        return settings.learning_rate * (1 - share)
    return settings.learning_rate * 0.5 * (1 + math.cos(math.pi * share))
