"""The one error a user of the worker can cause: a code, what happened, the remedy, and whether trying again may help.

Invariant: every code here is in the platform's table of error codes; a worker never invents one at run time.
Refuses: to carry stack traces. Those go to stderr, which is a log and not protocol.
"""

from __future__ import annotations

import errno
from typing import Final, Literal

FailureCode = Literal[
    "argument-invalid",
    "disk-full",
    "internal",
    "train-bad-pairs",
    "train-base-unreadable",
    "train-diverged",
    "train-no-answer-tokens",
    "train-out-of-memory",
]

MEMORY_HINT: Final = (
    "Give the attempt more memory, or lower maxSequenceTokens, batchTokens or lora.rank, or use a smaller base."
)


class WorkerFailure(Exception):
    """A failure the parent can show to a person as it is.

    code: from the platform's table; message: what happened; hint: what to do about it.
    """

    def __init__(self, code: FailureCode, message: str, hint: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.code: FailureCode = code
        self.message = message
        self.hint = hint
        self.retryable = retryable


def describe_exception(exception: BaseException) -> WorkerFailure:
    """Any exception as a WorkerFailure: memory and disk are told apart, the rest is an internal fault."""
    if isinstance(exception, WorkerFailure):
        return exception
    text = f"{type(exception).__name__}: {exception}"
    is_memory = isinstance(exception, MemoryError) or "out of memory" in text.lower() or "can't allocate memory" in text
    if is_memory:
        return WorkerFailure("train-out-of-memory", f"The worker ran out of memory: {text}", MEMORY_HINT)
    if isinstance(exception, OSError) and exception.errno in (errno.ENOSPC, errno.EDQUOT):
        return WorkerFailure("disk-full", f"No space is left for {exception.filename}", "Free some space and start again.")
    if isinstance(exception, OSError) and exception.filename is not None:
        hint = "Check that the path exists and that the worker may read and write it."
        return WorkerFailure("argument-invalid", f"{exception.filename}: {exception.strerror}", hint)
    return WorkerFailure("internal", text, "The worker's log holds the trace; please report it.")
