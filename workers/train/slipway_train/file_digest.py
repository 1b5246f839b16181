"""The SHA-256 of a file's content, read in pieces."""

from __future__ import annotations

import hashlib
from pathlib import Path

_PIECE_BYTES = 1 << 20


def digest_file(path: Path) -> str:
    """Hexadecimal SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            digest.update(piece)
    return digest.hexdigest()
