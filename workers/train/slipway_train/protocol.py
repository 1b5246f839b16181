"""The worker's side of the conversation with its parent: one request line in, JSON lines out.

Invariant: only protocol messages reach the real stdout, one JSON object a line, flushed; whatever else the process or
a library prints goes to stderr. The parent's end of stdin is a life line: when it closes, the worker exits at once.
Refuses: to know what the messages are about. PROTOCOL.md lists their fields; `worker.ts` of a stage is the twin.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import Any, Callable, TextIO

PARENT_GONE_EXIT_CODE = 75


class Channel:
    """The protocol's output: `emit` writes one message; `progress` thins messages to a few a second."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._clock = clock
        self._last_progress_at = float("-inf")

    def emit(self, message_type: str, **fields: Any) -> None:
        """Write one message; NaN and infinity are refused since JSON has no word for them."""
        line = json.dumps({"type": message_type, **fields}, ensure_ascii=False, allow_nan=False)
        with self._lock:
            self._stream.write(line + "\n")
            self._stream.flush()

    def progress(self, done: int, total: int, unit: str, rate_per_second: float) -> None:
        """Report progress, at most about twice a second save for the last report."""
        now = self._clock()
        if done < total and now - self._last_progress_at < 0.5:
            return
        self._last_progress_at = now
        self.emit("progress", done=done, total=total, unit=unit, ratePerSecond=round(rate_per_second, 3))


def claim_stdout() -> TextIO:
    """Keep the real stdout for the protocol and send file descriptor 1, and so every library's chatter, to stderr."""
    protocol_descriptor = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return os.fdopen(protocol_descriptor, "w", encoding="utf-8", newline="\n")


def read_request_line(descriptor: int = 0) -> bytes:
    """The first line of stdin, read byte-exact with no buffering beyond it but what the life line may drop."""
    collected = bytearray()
    while b"\n" not in collected:
        piece = os.read(descriptor, 1 << 16)
        if not piece:
            break
        collected += piece
    return bytes(collected).split(b"\n", 1)[0]


def watch_life_line(descriptor: int = 0) -> threading.Thread:
    """Start the watcher that ends this process at once when the parent's end of stdin closes."""

    def wait_for_end() -> None:
        while True:
            try:
                if not os.read(descriptor, 1 << 12):
                    break
            except OSError:
                break
        os._exit(PARENT_GONE_EXIT_CODE)

    thread = threading.Thread(target=wait_for_end, name="life-line", daemon=True)
    thread.start()
    return thread
