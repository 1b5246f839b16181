"""Token shards that the text library wrote are read as it reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slipway_train.token_shards import TokenShards

FOLDER = Path(__file__).parents[3] / "packages/text/src/shards/__fixtures__/two-shards"
DOCUMENTS = [[1, 2, 3], [], [65535, 70000], list(range(20)), [9]]
ALL = [one for document in DOCUMENTS for one in document]


def test_reads_every_document() -> None:
    shards = TokenShards(FOLDER)
    assert [shards.document(number).tolist() for number in range(len(shards))] == DOCUMENTS
    with pytest.raises(IndexError):
        shards.document(len(shards))


def test_reads_any_stretch_across_shards() -> None:
    shards = TokenShards(FOLDER)
    for start in range(len(ALL)):
        for end in range(start, len(ALL) + 2):
            assert shards.tokens(start, end).tolist() == ALL[start:end]


def test_refuses_another_format(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"format": "else"}), "utf-8")
    with pytest.raises(ValueError, match="slipway-token-shards/1"):
        TokenShards(tmp_path)
