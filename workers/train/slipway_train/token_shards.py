"""Token shards as numpy arrays: any document or stretch of tokens, mapped from the files and not copied.

Invariant: documents and tokens are counted from 0 through all shards, as `packages/text/src/shards/README.md` says.
Refuses: a folder without a finished manifest, and one of another format (ValueError).
"""

from __future__ import annotations

import json
from bisect import bisect_right
from itertools import accumulate
from pathlib import Path

import numpy as np

_FORMAT = "slipway-token-shards/1"
_HEADER_BYTES = 88


class TokenShards:
    """The shards of a folder; `numpy.memmap` keeps no more in memory than is looked at."""

    def __init__(self, folder: Path) -> None:
        self.manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        if self.manifest["format"] != _FORMAT:
            raise ValueError(f"{folder} holds no {_FORMAT}")
        shards = self.manifest["shards"]
        width = "<u2" if self.manifest["tokenBytes"] == 2 else "<u4"
        self._ids = [_map(folder / f"{s['name']}.tokens", width, 0, s["numTokens"]) for s in shards]
        self._ends = [_map(folder / f"{s['name']}.index", "<u8", _HEADER_BYTES, s["numDocuments"]) for s in shards]
        self._first_token = [0, *accumulate(s["numTokens"] for s in shards)]
        self._first_document = [0, *accumulate(s["numDocuments"] for s in shards)]

    def __len__(self) -> int:
        """How many documents there are."""
        return self._first_document[-1]

    def document(self, number: int) -> np.ndarray:
        """The ids of a document."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        shard = bisect_right(self._first_document, number) - 1
        within = number - self._first_document[shard]
        ends = self._ends[shard]
        return self._ids[shard][int(ends[within - 1]) if within else 0 : int(ends[within])]

    def tokens(self, start: int, end: int) -> np.ndarray:
        """The ids from `start` to `end`, which may lie in several shards."""
        pieces = [ids[max(0, start - first) : max(0, end - first)] for ids, first in zip(self._ids, self._first_token)]
        return np.concatenate([np.zeros(0, np.uint16), *(piece for piece in pieces if piece.size)])


def _map(path: Path, width: str, offset: int, count: int) -> np.ndarray:
    # A file without a single number cannot be mapped.
    return np.memmap(path, width, "r", offset, (count,)) if count else np.zeros(0, width)
