"""The `ready` message: which libraries and which machine a result was made with."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from .devices import Machine
from .protocol import Channel


def announce_ready(channel: Channel, machine: Machine) -> None:
    """Emit `ready`; versions are read from the installed packages without importing them."""
    channel.emit(
        "ready",
        torch=_version("torch"),
        transformers=_version("transformers"),
        peft=_version("peft"),
        device=machine.device.type,
        dtype=machine.dtype_name,
        threads=machine.threads,
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
