"""Training killed at any moment goes on and ends in the same bytes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import torch
from conftest import make_train_request
from tiny_model import TinyModel
from worker_process import WorkerProcess, run_worker

from slipway_train.checkpoints import Checkpoint, find_newest, save_checkpoint


def read_adapter(work: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((work / "adapter").iterdir())}


def kill_at(request: dict[str, Any], message_type: str, count: int, delay_seconds: float) -> None:
    """Kill the worker (SIGKILL) a moment after it has sent its `count`-th message of a type."""
    seen = 0
    with WorkerProcess(request) as worker:
        for message in worker.messages():
            seen += message["type"] == message_type
            if seen == count:
                time.sleep(delay_seconds)
                return
    raise AssertionError(f"the worker ended before its message {count} of type {message_type}")


def test_killed_training_ends_in_the_same_bytes(llama_model: TinyModel, pairs_path: Path, tmp_path: Path) -> None:
    undisturbed = make_train_request(llama_model.path, pairs_path, tmp_path / "undisturbed")
    _, code = run_worker(undisturbed)
    assert code == 0

    killed = make_train_request(llama_model.path, pairs_path, tmp_path / "killed")
    kill_at(killed, "ready", 1, 0.0)
    kill_at(killed, "metric", 2, 0.0)
    kill_at(killed, "checkpoint", 1, 0.01)
    kill_at(killed, "metric", 6, 0.002)
    kill_at(killed, "checkpoint", 2, 0.0)
    newest = max((tmp_path / "killed" / "checkpoints").glob("step-*.checkpoint"))
    newest.write_bytes(newest.read_bytes()[:-100])
    messages, code = run_worker(killed)
    assert code == 0
    warnings = [message["message"] for message in messages if message["type"] == "warning"]
    assert any(newest.name in warning and "torn" in warning for warning in warnings)
    assert messages[-1]["resumedFromStep"] > 0
    assert read_adapter(tmp_path / "killed") == read_adapter(tmp_path / "undisturbed")

    messages, code = run_worker(killed)
    assert code == 0 and messages[-1]["resumedFromStep"] == messages[-1]["steps"]
    assert read_adapter(tmp_path / "killed") == read_adapter(tmp_path / "undisturbed")


def test_another_run_does_not_take_up_the_checkpoints(
    llama_model: TinyModel, pairs_path: Path, tmp_path: Path
) -> None:
    run_worker(make_train_request(llama_model.path, pairs_path, tmp_path, totalTokens=2000))
    other = make_train_request(llama_model.path, pairs_path, tmp_path, totalTokens=2000, seed=6)
    messages, code = run_worker(other)
    assert code == 0 and messages[-1]["resumedFromStep"] == 0
    assert any("another run" in message.get("message", "") for message in messages)


def test_another_runs_later_checkpoints_do_not_push_out_ones_own(
    llama_model: TinyModel, pairs_path: Path, tmp_path: Path
) -> None:
    run_worker(make_train_request(llama_model.path, pairs_path, tmp_path))
    other = make_train_request(llama_model.path, pairs_path, tmp_path, seed=6)
    kill_at(other, "checkpoint", 1, 0.0)
    messages, code = run_worker(other)
    assert code == 0 and messages[-1]["resumedFromStep"] > 0


def test_the_newest_whole_checkpoint_is_found(tmp_path: Path) -> None:
    for step in (3, 6, 9):
        curve = [{"step": step, "loss": 0.1 * step}]
        save_checkpoint(tmp_path, Checkpoint(step, "a", {"values": torch.full((5,), float(step))}, curve))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["step-00000006.checkpoint", "step-00000009.checkpoint"]
    newest = tmp_path / "step-00000009.checkpoint"
    content = bytearray(newest.read_bytes())
    content[len(content) // 2] ^= 1
    newest.write_bytes(content)
    found, reasons = find_newest(tmp_path, "a")
    assert found is not None and found.step == 6 and found.curve == [{"step": 6, "loss": 0.1 * 6}]
    assert torch.equal(found.tensors["values"], torch.full((5,), 6.0))
    assert len(reasons) == 1
    assert find_newest(tmp_path, "b")[0] is None
    assert find_newest(tmp_path / "absent", "a") == (None, [])
