"""The device, dtype and threads to compute with, and the settings that make a run repeat to the byte.

Invariant: `auto` means bfloat16 only where the hardware multiplies it (CUDA with support; a CPU with AVX512-BF16 or
AMX); elsewhere it is emulated and slower than float32.
Refuses: dtypes other than float32 and bfloat16.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

import torch

from .memory_reuse import keep_freed_memory

_TOKENS_A_PASS = {"cpu": 1024, "cuda": 8192}


@dataclass(frozen=True)
class Machine:
    """What to compute on. `pass_tokens` bounds the tokens that go through the model at once."""

    device: torch.device
    dtype: torch.dtype
    threads: int
    pass_tokens: int

    @property
    def dtype_name(self) -> str:
        return str(self.dtype).removeprefix("torch.")


def prepare_machine(dtype: str, threads: int) -> Machine:
    """Choose what to compute on and in, and make PyTorch deterministic with a fixed number of threads.

    dtype: `auto`, `float32` or `bfloat16`.
    """
    keep_freed_memory()
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # type: ignore[attr-defined]
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if device.type == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.benchmark = False
    wants_brain_floats = dtype == "bfloat16" or (dtype == "auto" and _multiplies_bfloat16(device))
    chosen = torch.bfloat16 if wants_brain_floats else torch.float32
    return Machine(device, chosen, threads, _TOKENS_A_PASS[device.type])


def _multiplies_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        return torch.cuda.get_device_capability(device) >= (8, 0)
    return torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
