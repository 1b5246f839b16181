"""The worker's process: read the request, watch the parent, run the command, end with one `result` or `error`.

Invariant: exit code 0 only after a `result`; a trace goes to stderr and never to the protocol.
Refuses: commands it does not know, and any use of the network by the libraries beneath.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any, Callable

from .failures import WorkerFailure, describe_exception
from .protocol import Channel, claim_stdout, read_request_line, watch_life_line

# No library may use the network. Threads that wait for each other yield the core soon: with the default of a long spin,
# a busy neighbour on the same cores made training ten times slower, and without one it gains little.
_LIBRARY_SETTINGS = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "GOMP_SPINCOUNT": "3000",
}
Command = Callable[[Any, Channel], dict[str, Any]]


def main() -> int:
    """Serve one request; the process's exit code."""
    channel = Channel(claim_stdout())
    os.environ.update(_LIBRARY_SETTINGS)
    line = read_request_line()
    watch_life_line()
    try:
        request = _parse(line)
        channel.emit("result", **_find_command(request.get("command"))(request, channel))
        return 0
    except BaseException as exception:
        failure = describe_exception(exception)
        if failure is not exception:
            traceback.print_exc(file=sys.stderr)
        channel.emit(
            "error", code=failure.code, message=failure.message, hint=failure.hint, retryable=failure.retryable
        )
        return 1


def _parse(line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except ValueError as error:
        raise WorkerFailure("argument-invalid", f"The request is not JSON: {error}", "Send one JSON line.") from error
    if not isinstance(request, dict):
        raise WorkerFailure("argument-invalid", "The request is not a JSON object", "Send one JSON object.")
    return request


def _find_command(name: Any) -> Command:
    # Imported here so that each command pays only for the libraries it needs.
    if name == "train":
        return _train
    if name == "probe":
        from .probe import probe

        return probe
    if name == "merge":
        from .merge import merge

        return merge
    raise WorkerFailure("argument-invalid", f"The command is {name!r}", "It must be train, probe or merge.")


def _train(value: Any, channel: Channel) -> dict[str, Any]:
    from .train_request import parse_train_request

    # A request that is refused need not wait for the libraries, which take seconds to load.
    request = parse_train_request(value)
    from .train import train

    return train(request, channel)


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    # Library threads and the life line must not delay or alter the exit code.
    os._exit(code)
