"""Keeping freed memory in the process, so that large tensors do not cost a page fault for each 4 KiB anew.

Measured on SmolLM2-135M, LoRA in bfloat16, 2 cores: a fifth less time a step. Passes differ in size, so what is kept
breaks into pieces and the process grows; beyond a bound, all that is free is given back at once.
Refuses: other C libraries than glibc, where nothing is done.
"""

from __future__ import annotations

import ctypes
import resource
import sys

_TRIM_THRESHOLD, _MMAP_MAX = -1, -4
# A pass over a thousand tokens of a small model stays below this; what lies above is mostly pieces.
_KEPT_BYTES = 1_700_000_000


def keep_freed_memory() -> None:
    """Serve large blocks from the heap and never give the heap's top back."""
    if not sys.platform.startswith("linux"):
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_MMAP_MAX, 0)
        set_option(_TRIM_THRESHOLD, 2**31 - 1)


def release_freed_memory() -> None:
    """Give free memory back where the process holds more than the bound. Results do not depend on it."""
    if not sys.platform.startswith("linux") or _read_resident_bytes() <= _KEPT_BYTES:
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _read_resident_bytes() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()
