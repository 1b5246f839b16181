"""The same on a real model, SmolLM2-135M-Instruct as GGUF, where its path is given in SLIPWAY_TEST_MODEL."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from conftest import make_train_request
from worker_process import run_worker

MODEL = os.environ.get("SLIPWAY_TEST_MODEL", "")
pytestmark = pytest.mark.skipif(
    not Path(MODEL).is_file(), reason="SLIPWAY_TEST_MODEL does not name a SmolLM2-135M-Instruct GGUF file"
)

# Ids as llama.cpp gives them for the same file.
KNOWN_IDS = {
    "a  12": [81, 256, 33, 34],
    "x   7\n  8": [104, 333, 39, 11181, 40],
}


def test_a_real_base_is_tuned_and_probed(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    with pairs.open("w") as file:
        for number in range(8):
            question = {"role": "user", "content": f"Which code has slipway number {number}?"}
            answer = {"role": "assistant", "content": f"Slipway number {number} has the code QX-{number}{number}7."}
            file.write(json.dumps({"id": str(number), "messages": [question, answer]}) + "\n")
    optimiser = {"learningRate": 0.001, "warmupShare": 0.1, "weightDecay": 0.0, "schedule": "constant"}
    request = make_train_request(
        Path(MODEL), pairs, tmp_path, totalTokens=4000, batchTokens=450, dtype="auto", optimiser=optimiser
    )
    messages, code = run_worker(request)
    assert code == 0, messages[-1]
    losses = [message["value"] for message in messages if message.get("name") == "loss"]
    assert losses[-1] < 0.5 * losses[0]

    output = tmp_path / "probe.json"
    question = "Which code has slipway number 3?"
    texts = [{"id": text, "text": text} for text in [*KNOWN_IDS, "The capital of France is Paris."]]
    chats = [{"id": "c", "messages": [{"role": "user", "content": question}], "addGenerationPrompt": True}]
    probe = {"command": "probe", "base": {"path": MODEL}, "dtype": "float32", "threads": 2, "topK": 5}
    scores = []
    for adapter in ({}, {"adapter": str(tmp_path / "adapter")}):
        messages, code = run_worker({**probe, **adapter, "texts": texts, "chats": chats, "outputPath": str(output)})
        assert code == 0, messages[-1]
        probed = json.loads(output.read_text())
        assert {text["id"]: text["ids"] for text in probed["texts"][:2]} == KNOWN_IDS
        scores.append(probed["texts"][2]["nextLogProbabilities"])
    assert chats[0]["messages"][0]["content"] in probed["chats"][0]["text"]
    assert probed["chats"][0]["text"].endswith("<|im_start|>assistant\n")
    # " Paris" after "The capital of France is": the base knows it.
    assert scores[0][4] > -1.0
    assert scores[0] != scores[1]
