"""The worker as its parent sees it: a process with a request on stdin and messages on stdout."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE_FOLDER = Path(__file__).parent.parent


class WorkerProcess:
    """A started worker. Use as a context manager: it is killed and its pipes are closed at the end."""

    def __init__(self, request: dict[str, Any] | bytes) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "slipway_train"],
            cwd=PACKAGE_FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdin is not None
        line = request if isinstance(request, bytes) else json.dumps(request).encode() + b"\n"
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def __enter__(self) -> WorkerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
        self.process.wait()

    def messages(self) -> Iterator[dict[str, Any]]:
        """Messages as they come; a line that is not a JSON object with a type fails the test."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            message = json.loads(line)
            assert isinstance(message["type"], str)
            yield message


def run_worker(request: dict[str, Any] | bytes) -> tuple[list[dict[str, Any]], int]:
    """All messages of a worker that runs to its end, and its exit code."""
    with WorkerProcess(request) as worker:
        messages = list(worker.messages())
        return messages, worker.process.wait(timeout=60)
