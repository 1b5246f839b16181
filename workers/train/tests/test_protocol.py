"""The protocol between the worker and its parent: messages, exit codes, the life line, errors with remedies."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import make_train_request
from safetensors.numpy import load_file
from tiny_model import TinyModel, write_tiny_model
from worker_process import PACKAGE_FOLDER, WorkerProcess, run_worker

from slipway_train.protocol import PARENT_GONE_EXIT_CODE


def test_training_speaks_the_protocol_and_learns(llama_model: TinyModel, pairs_path: Path, tmp_path: Path) -> None:
    request = make_train_request(llama_model.path, pairs_path, tmp_path)
    messages, code = run_worker(request)
    assert code == 0
    types = [message["type"] for message in messages]
    assert types[0] == "ready" and types[-1] == "result" and types.count("result") == 1
    assert set(types) == {"ready", "progress", "metric", "checkpoint", "result"}
    ready, result = messages[0], messages[-1]
    assert ready["device"] in ("cpu", "cuda") and ready["dtype"] == "float32" and ready["threads"] == 2
    assert all(ready[name] not in ("", "absent") for name in ("torch", "transformers", "peft"))
    losses = [message for message in messages if message["type"] == "metric" and message["name"] == "loss"]
    assert [message["step"] for message in losses] == list(range(1, result["steps"] + 1))
    assert losses[-1]["value"] < 0.6 * losses[0]["value"]
    assert losses[-1]["tokens"] == result["tokens"] >= request["totalTokens"]
    progress = [message for message in messages if message["type"] == "progress"]
    assert progress[-1]["done"] == progress[-1]["total"] == result["tokens"]
    assert progress[-1]["unit"] == "tokens" and progress[-1]["ratePerSecond"] > 0
    training = json.loads((tmp_path / "adapter" / "training.json").read_text())
    assert [point["loss"] for point in training["curve"]] == [message["value"] for message in losses]
    assert sorted(path.name for path in (tmp_path / "adapter").iterdir()) == sorted(result["files"])
    assert len(list((tmp_path / "checkpoints").iterdir())) == 2


def test_merging_and_probing_agree(any_model: TinyModel, pairs_path: Path, tmp_path: Path) -> None:
    messages, code = run_worker(make_train_request(any_model.path, pairs_path, tmp_path, totalTokens=2000))
    assert code == 0, messages[-1]
    common = {"base": {"path": str(any_model.path)}, "adapter": str(tmp_path / "adapter"), "threads": 1}
    merge_request = {"command": "merge", **common, "outputPath": str(tmp_path / "merged.safetensors")}
    messages, code = run_worker(merge_request)
    assert code == 0, messages[-1]
    merged = load_file(tmp_path / "merged.safetensors")
    adapter = load_file(tmp_path / "adapter" / "adapter_model.safetensors")
    for name, base in any_model.weights.items():
        key = f"base_model.model.{name.removesuffix('.weight')}"
        expected = base.numpy()
        if f"{key}.lora_A.weight" in adapter:
            expected = expected + 2.0 * adapter[f"{key}.lora_B.weight"] @ adapter[f"{key}.lora_A.weight"]
        assert np.allclose(merged[name], expected, atol=1e-5), name
    assert len(merged) == len(any_model.weights)

    texts = [{"id": "a", "text": "the other 你好"}, {"id": "one", "text": "x"}]
    chats = [{"id": "c", "messages": [{"role": "user", "content": "hi"}], "addGenerationPrompt": True}]
    output = tmp_path / "probe.json"
    probe_request = {"command": "probe", **common, "dtype": "float32", "topK": 3, "outputPath": str(output)}
    messages, code = run_worker({**probe_request, "texts": texts, "chats": chats})
    assert code == 0, messages[-1]
    probed = json.loads(output.read_text())
    (first, single), (chat,) = probed["texts"], probed["chats"]
    assert chat["text"] == "<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n" and chat["ids"][0] == 1
    assert len(first["nextLogProbabilities"]) == len(first["ids"]) - 1 and single["nextLogProbabilities"] == []
    for position, best in enumerate(first["topIds"]):
        logs = [logit - first["logSumExp"][position] for logit in first["topLogits"][position]]
        assert len(best) == 3 and logs == sorted(logs, reverse=True) and sum(np.exp(logs)) <= 1
        following = first["ids"][position + 1 : position + 2]
        if following and following[0] in best:
            expected = first["nextLogProbabilities"][position]
            assert logs[best.index(following[0])] == pytest.approx(expected, abs=1e-5)


def test_the_worker_ends_when_its_parent_does(llama_model: TinyModel, pairs_path: Path, tmp_path: Path) -> None:
    request = make_train_request(llama_model.path, pairs_path, tmp_path, totalTokens=10_000_000)
    with WorkerProcess(request) as worker:
        messages = worker.messages()
        assert next(messages)["type"] == "ready"
        assert next(message for message in messages if message["type"] == "metric")
        assert worker.process.stdin is not None
        worker.process.stdin.close()
        assert worker.process.wait(timeout=20) == PARENT_GONE_EXIT_CODE


BAD_REQUESTS: list[tuple[dict[str, Any], str, str]] = [
    ({"command": "fly"}, "argument-invalid", "command"),
    ({"batchTokens": 0}, "argument-invalid", "batchTokens"),
    ({"dtype": "float16"}, "argument-invalid", "dtype"),
    ({"optimiser": {"learningRate": "fast"}}, "argument-invalid", "optimiser.learningRate"),
    ({"lora": {"rank": 4, "alpha": 8, "dropout": 0, "targetModules": ["q"]}}, "argument-invalid", "lora.targetModules"),
    ({"pairs": "/nowhere/pairs.jsonl"}, "train-bad-pairs", "cannot be read"),
    ({"base": {"path": "/nowhere/base.gguf"}}, "train-base-unreadable", "base.gguf"),
    ({"maxSequenceTokens": 4}, "train-no-answer-tokens", "40 pairs"),
]


@pytest.mark.parametrize(("changes", "error", "part"), BAD_REQUESTS, ids=lambda value: str(value)[:40])
def test_errors_have_a_code_a_place_and_a_remedy(
    llama_model: TinyModel, pairs_path: Path, tmp_path: Path, changes: dict[str, Any], error: str, part: str
) -> None:
    messages, code = run_worker(make_train_request(llama_model.path, pairs_path, tmp_path, **changes))
    last = messages[-1]
    assert code != 0
    assert (last["type"], last["code"], last["retryable"]) == ("error", error, False)
    assert part in last["message"] and last["hint"]
    assert [message["type"] for message in messages].count("error") == 1


def test_a_wrong_request_is_refused_before_the_libraries_are_loaded(pairs_path: Path, tmp_path: Path) -> None:
    request = make_train_request(tmp_path / "any.gguf", pairs_path, tmp_path, batchTokens=0)
    command = [sys.executable, "-X", "importtime", "-m", "slipway_train"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=PACKAGE_FOLDER, **pipes) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        imports = process.stderr.read().decode()
        assert json.loads(process.stdout.read())["code"] == "argument-invalid"
    assert "slipway_train.train_request" in imports
    assert not [line for line in imports.splitlines() if line.split("|")[-1].strip() in ("torch", "numpy")]


def test_a_request_that_is_not_json_is_an_error() -> None:
    messages, code = run_worker(b"train please\n")
    assert code != 0 and [message["code"] for message in messages] == ["argument-invalid"]


def test_a_loss_that_is_not_a_number_stops_the_run(pairs_path: Path, tmp_path: Path) -> None:
    model = write_tiny_model(tmp_path / "broken.gguf")
    content = bytearray(model.path.read_bytes())
    content[-64:] = b"\xff" * 64
    model.path.write_bytes(content)
    messages, code = run_worker(make_train_request(model.path, pairs_path, tmp_path))
    assert code != 0
    assert messages[-1]["code"] == "train-diverged" and "learningRate" in messages[-1]["hint"]
