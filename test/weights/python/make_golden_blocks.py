"""Writes the golden blocks that packages/weights checks its codecs against, from Python's gguf.

Deterministic: a fixed seed, and gguf's own quantize and dequantize as the reference. It refuses to invent expectations itself.
Use: python make_golden_blocks.py > packages/weights/src/blocks/__fixtures__/golden-blocks.json
"""

import base64
import json
from importlib.metadata import version

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize, quantize

ENCODED = ["F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"]
DECODED = [*ENCODED, "Q5_0", "Q5_1", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K"]
HALF_EDGES = [
    0.0, -0.0, 1.0, -2.0, 65504.0, 65519.996, -65519.996, 6.1035156e-5, 6.0975552e-5, 5.9604645e-8, 2.9802322e-8,
    2.9802326e-8, 8.9406967e-8, 1e-30, 1.00048828125, 1.00146484375, 2049.0, 2051.0, 0.33325195, -0.1,
]


def to_text(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")


def make_values(random):
    blocks = [random.standard_normal(32) * 10.0**exponent for exponent in (-6, -3, -1, 0, 1, 3)]
    blocks.append(np.zeros(32))
    blocks.append(np.full(32, 0.75))
    blocks.append(np.linspace(-1, 1, 32))
    blocks.append((np.arange(32) - 15.5) / 2)
    blocks.append(np.concatenate([[127.0, -127.0], np.arange(30) - 14.5]))
    blocks.append(np.concatenate([[8.0, -8.0], np.arange(30) / 2 - 7.25]))
    blocks.append(random.standard_normal(32) * 1e-7)
    blocks.append(random.uniform(0, 1, 32) ** 8)
    return np.concatenate(blocks).astype(np.float32)


def make_blocks(random, kind, count):
    size = GGML_QUANT_SIZES[kind][1]
    blocks = []
    while len(blocks) < count:
        block = random.integers(0, 256, size, dtype=np.uint8)
        values = dequantize(block.reshape(1, -1), kind)
        if np.isfinite(values).all():
            blocks.append(block)
    return np.concatenate(blocks)


def main():
    random = np.random.default_rng(20240229)
    golden = {"madeBy": f"gguf {version('gguf')}, numpy {np.__version__}", "encode": {}, "decode": {}}
    values = make_values(random)
    for name in ENCODED:
        edges = np.array(HALF_EDGES, dtype=np.float32) if name in ("F32", "F16", "BF16") else np.array([], np.float32)
        source = np.concatenate([values, edges]).reshape(1, -1)
        encoded = quantize(source, GGMLQuantizationType[name])
        golden["encode"][name.lower()] = {"values": to_text(source), "bytes": to_text(encoded)}
    for name in DECODED:
        kind = GGMLQuantizationType[name]
        data = make_blocks(random, kind, 64 if GGML_QUANT_SIZES[kind][0] == 1 else 3)
        decoded = dequantize(data.reshape(1, -1), kind)
        golden["decode"][name.lower()] = {"bytes": to_text(data), "values": to_text(decoded.astype(np.float32))}
    print(json.dumps(golden, indent=1))


main()
