"""A GGUF file's metadata and tensors, read through a memory map.

Invariant: every length and offset is checked against the file's size before it is used, so a cut-off or foreign file
ends in `train-base-unreadable` and never in a crash. Tensor bytes are touched only when asked for.
Refuses: to write GGUF, to read version 1, to interpret what the metadata means.
Layout after ggml's docs/gguf.md.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType

from .failures import WorkerFailure

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_HINT = "Pull the model again; if it was converted by hand, convert it again."


@dataclass(frozen=True)
class GgufTensor:
    """Where one tensor lies. `shape` is in row-major order (slowest first), as PyTorch writes it."""

    name: str
    shape: tuple[int, ...]
    ggml_type: GGMLQuantizationType
    start: int
    num_bytes: int


class GgufFile:
    """An open GGUF file: `metadata` by key (arrays as lists), `tensors` by name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise unreadable(f"{path.name} cannot be opened: {error}") from error
        try:
            self.metadata, self.tensors = _Reader(self._map).read()
        except (struct.error, UnicodeDecodeError, IndexError, OverflowError, MemoryError) as error:
            raise unreadable(f"{path.name} is cut off or damaged: {error}") from error

    def read_bytes(self, tensor: GgufTensor) -> np.ndarray:
        """One tensor's stored bytes, [num_bytes] uint8, a view of the memory map."""
        return np.frombuffer(self._map, dtype=np.uint8, count=tensor.num_bytes, offset=tensor.start)

    def require(self, key: str) -> Any:
        """One metadata value, or `train-base-unreadable` naming the key."""
        if key not in self.metadata:
            raise unreadable(f"{self.path.name} lacks the metadata {key}")
        return self.metadata[key]


class _Reader:
    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._position = 0

    def read(self) -> tuple[dict[str, Any], dict[str, GgufTensor]]:
        if self._data[:4] != b"GGUF":
            raise unreadable("The file does not begin with GGUF's magic bytes")
        self._position = 4
        version, num_tensors, num_entries = self._unpack("IQQ")
        if version not in (2, 3):
            raise unreadable(f"GGUF version {version} is not supported (2 and 3 are)")
        metadata: dict[str, Any] = {}
        for _ in range(num_entries):
            key = self._string()
            metadata[key] = self._value(self._unpack("I")[0])
        entries = [self._tensor_entry() for _ in range(num_tensors)]
        alignment = int(metadata.get("general.alignment", 32))
        if alignment <= 0:
            raise unreadable(f"general.alignment is {alignment}")
        data_start = -(-self._position // alignment) * alignment
        return metadata, {entry[0]: self._locate(entry, data_start) for entry in entries}

    def _unpack(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self._data, self._position)
        self._position += struct.calcsize("<" + layout)
        return values

    def _string(self) -> str:
        (length,) = struct.unpack_from("<Q", self._data, self._position)
        start = self._position + 8
        if start + length > len(self._data):
            raise unreadable("a string runs past the end of the file")
        self._position = start + length
        return self._data[start : self._position].decode("utf-8")

    def _value(self, value_type: int) -> Any:
        if value_type in _SCALARS:
            return self._unpack(_SCALARS[value_type])[0]
        if value_type == _STRING:
            return self._string()
        if value_type != _ARRAY:
            raise unreadable(f"metadata holds the unknown value type {value_type}")
        element_type, count = self._unpack("IQ")
        if count > len(self._data):
            raise unreadable("an array runs past the end of the file")
        if element_type in _SCALARS:
            return list(self._unpack(f"{count}{_SCALARS[element_type]}"))
        return [self._value(element_type) for _ in range(count)]

    def _tensor_entry(self) -> tuple[str, tuple[int, ...], int, int]:
        name = self._string()
        (num_dimensions,) = self._unpack("I")
        if num_dimensions > 8:
            raise unreadable(f"{name} has {num_dimensions} dimensions")
        dimensions = self._unpack(f"{num_dimensions}Q")
        type_number, offset = self._unpack("IQ")
        return name, tuple(reversed(dimensions)), type_number, offset

    def _locate(self, entry: tuple[str, tuple[int, ...], int, int], data_start: int) -> GgufTensor:
        name, shape, type_number, offset = entry
        try:
            ggml_type = GGMLQuantizationType(type_number)
        except ValueError as error:
            raise unreadable(f"{name} has the unknown type {type_number}") from error
        block_size, block_bytes = GGML_QUANT_SIZES[ggml_type]
        num_bytes = prod(shape) // block_size * block_bytes
        if prod(shape) % block_size or data_start + offset + num_bytes > len(self._data):
            raise unreadable(f"the tensor {name} runs past the end of the file")
        return GgufTensor(name, shape, ggml_type, data_start + offset, num_bytes)


def unreadable(message: str) -> WorkerFailure:
    """A `train-base-unreadable` failure with the usual remedy."""
    return WorkerFailure("train-base-unreadable", message, _HINT)
