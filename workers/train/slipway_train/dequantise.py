"""A GGUF tensor's values, unpacked exactly as ggml defines its type, in the wanted dtype.

Invariant: the float32 values equal those of `gguf.dequantize` to the bit; another dtype is that rounded once.
Refuses: types that the `gguf` package cannot unpack.
"""

from __future__ import annotations

from math import prod

import gguf
import numpy as np
import torch
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType

from .gguf_file import GgufFile, GgufTensor, unreadable

# gguf unpacks 16 rows at a time; rows of this many blocks keep numpy in long loops (measured: 5 times faster).
_BLOCKS_A_ROW = 1024


def dequantise(file: GgufFile, tensor: GgufTensor, dtype: torch.dtype) -> torch.Tensor:
    """One tensor of the file as [*shape] in `dtype`, owning its memory."""
    stored = file.read_bytes(tensor)
    if tensor.ggml_type == GGMLQuantizationType.BF16:
        values = torch.frombuffer(bytearray(stored), dtype=torch.bfloat16)
    elif tensor.ggml_type == GGMLQuantizationType.F16:
        values = torch.frombuffer(bytearray(stored), dtype=torch.float16)
    elif tensor.ggml_type == GGMLQuantizationType.F32:
        values = torch.frombuffer(bytearray(stored), dtype=torch.float32)
    else:
        values = _dequantise_blocks(stored, tensor)
    return values.reshape(tensor.shape).to(dtype)


def _dequantise_blocks(stored: np.ndarray, tensor: GgufTensor) -> torch.Tensor:
    block_size, block_bytes = GGML_QUANT_SIZES[tensor.ggml_type]
    num_blocks = prod(tensor.shape) // block_size
    values = np.empty(num_blocks * block_size, dtype=np.float32)
    head = num_blocks - num_blocks % _BLOCKS_A_ROW
    try:
        for first, last, row in ((0, head, _BLOCKS_A_ROW), (head, num_blocks, 1)):
            if last > first:
                rows = stored[first * block_bytes : last * block_bytes].reshape(-1, row * block_bytes)
                values[first * block_size : last * block_size] = gguf.dequantize(rows, tensor.ggml_type).ravel()
    except NotImplementedError as error:
        raise unreadable(f"{tensor.name} has the type {tensor.ggml_type.name}, which cannot be unpacked") from error
    return torch.from_numpy(values)
