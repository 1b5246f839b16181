"""Fixtures: tiny models made once, and requests for them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from tiny_model import TinyModel, write_tiny_model  # noqa: E402

LINEARS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


@pytest.fixture(scope="session", params=["llama", "qwen2"])
def any_model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> TinyModel:
    """A tiny model of each family; the second has an output matrix of its own."""
    path = tmp_path_factory.mktemp("model") / f"{request.param}.gguf"
    return write_tiny_model(path, request.param, is_tied=request.param == "llama")


@pytest.fixture(scope="session")
def llama_model(tmp_path_factory: pytest.TempPathFactory) -> TinyModel:
    """A tiny llama with tied output."""
    return write_tiny_model(tmp_path_factory.mktemp("model") / "llama.gguf")


@pytest.fixture
def pairs_path(tmp_path: Path) -> Path:
    """Forty short pairs of different lengths, Chinese among them."""
    path = tmp_path / "pairs.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(40):
            answer = f"the answer {number} 回答" + " and then" * (number % 7)
            messages = [
                {"role": "user", "content": f"question {number}?" * (1 + number % 3)},
                {"role": "assistant", "content": answer},
            ]
            file.write(json.dumps({"id": str(number), "messages": messages}, ensure_ascii=False) + "\n")
    return path


def make_train_request(model: Path, pairs: Path, work: Path, /, **changes: Any) -> dict[str, Any]:
    """A small training request whose files lie in `work`."""
    request: dict[str, Any] = {
        "command": "train",
        "base": {"path": str(model)},
        "baseName": "tiny",
        "pairs": str(pairs),
        "outputDirectory": str(work / "adapter"),
        "checkpointDirectory": str(work / "checkpoints"),
        "lora": {"rank": 4, "alpha": 8, "dropout": 0.1, "targetModules": LINEARS},
        "optimiser": {"learningRate": 0.01, "warmupShare": 0.1, "weightDecay": 0.01, "schedule": "cosine"},
        "maxSequenceTokens": 128,
        "batchTokens": 400,
        "totalTokens": 8000,
        "seed": 5,
        "threads": 2,
        "dtype": "float32",
        "checkpointEverySteps": 3,
    }
    return {**request, **changes}
