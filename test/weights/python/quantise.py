"""Quantises a file of 32-bit floats with Python's gguf and writes the blocks to another file.

Use: python quantise.py TYPE SOURCE TARGET
"""

import sys

import numpy as np
from gguf.constants import GGMLQuantizationType
from gguf.quants import quantize

kind, source, target = sys.argv[1:]
values = np.fromfile(source, dtype=np.float32).reshape(1, -1)
quantize(values, GGMLQuantizationType[kind]).tofile(target)
