"""The durable points of a training run.

Invariant: a checkpoint begins with the SHA-256 of the rest, so a torn or altered one is passed over; it names the
fingerprint of the run it belongs to, and no other run takes it up. What was saved last and the one before it are kept:
whatever another run has left behind, further on perhaps, never pushes them out.
Refuses: pickles. Tensors are safetensors, the rest JSON. Random state needs no place: each step seeds itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load, save

from .durable_file import write_durably

_NAME = re.compile(r"^step-(\d{8})\.checkpoint$")
_NUM_KEPT = 2


@dataclass(frozen=True)
class Checkpoint:
    """State after `step`: flat vectors by name, and the loss curve so far."""

    step: int
    fingerprint: str
    tensors: dict[str, torch.Tensor]
    curve: list[dict[str, Any]]


def save_checkpoint(directory: Path, checkpoint: Checkpoint) -> Path:
    """Write durably, then remove all but this and the one before it, and whatever a killed process left half written."""
    curve = torch.frombuffer(bytearray(json.dumps(checkpoint.curve).encode()), dtype=torch.uint8)
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in checkpoint.tensors.items()}
    metadata = {"run": json.dumps({"step": checkpoint.step, "fingerprint": checkpoint.fingerprint})}
    payload = save({**tensors, "curve": curve}, metadata=metadata)
    path = directory / f"step-{checkpoint.step:08d}.checkpoint"
    write_durably(path, hashlib.sha256(payload).digest() + payload)
    others = [other for other in _list_checkpoints(directory) if other != path]
    # What lies further on is of another run, or was found torn: a run that could take it up would be there already.
    kept = [other for other in others if other.name < path.name][: _NUM_KEPT - 1]
    for other in others:
        if other not in kept:
            other.unlink(missing_ok=True)
    for partial in directory.glob(".step-*.partial"):
        partial.unlink(missing_ok=True)
    return path


def find_newest(directory: Path, fingerprint: str) -> tuple[Checkpoint | None, list[str]]:
    """The newest whole checkpoint of this run, and a reason for each newer file that was passed over."""
    reasons: list[str] = []
    for path in _list_checkpoints(directory):
        try:
            content = path.read_bytes()
        except OSError as error:
            reasons.append(f"{path.name} cannot be read ({error.strerror})")
            continue
        if hashlib.sha256(content[32:]).digest() != content[:32]:
            reasons.append(f"{path.name} is torn")
            continue
        checkpoint = _parse(content[32:])
        if checkpoint.fingerprint == fingerprint:
            return checkpoint, reasons
        reasons.append(f"{path.name} belongs to another run")
    return None, reasons


def _parse(payload: bytes) -> Checkpoint:
    header_size = int.from_bytes(payload[:8], "little")
    header: dict[str, Any] = json.loads(payload[8 : 8 + header_size])
    run = json.loads(header["__metadata__"]["run"])
    tensors = load(payload)
    curve = json.loads(bytes(tensors.pop("curve").tolist()))
    return Checkpoint(run["step"], run["fingerprint"], tensors, curve)


def _list_checkpoints(directory: Path) -> list[Path]:
    """Newest first."""
    if not directory.is_dir():
        return []
    return sorted((path for path in directory.iterdir() if _NAME.match(path.name)), reverse=True)
