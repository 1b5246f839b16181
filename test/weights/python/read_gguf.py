"""Reads a GGUF file as other programs do and prints what it found as one JSON line.

`values FILE`: metadata and tensors by Python's gguf. `logits IDS FILE...`: for each file the logits of transformers' model made from
it, for token ids given as JSON.
"""

import base64
import json
import sys
from pathlib import Path

import numpy as np


def read_values(path):
    import gguf
    from gguf.quants import dequantize

    reader = gguf.GGUFReader(path)
    metadata = {name: field.contents() for name, field in reader.fields.items() if not name.startswith("GGUF.")}
    tensors = []
    for tensor in reader.tensors:
        values = dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
        tensors.append(
            {
                "name": tensor.name,
                "type": tensor.tensor_type.name,
                "shape": list(values.shape),
                "bytes": base64.b64encode(np.ascontiguousarray(tensor.data).tobytes()).decode("ascii"),
            }
        )
    return {"metadata": metadata, "tensors": tensors}


def read_logits(ids, paths):
    import torch
    from transformers import AutoModelForCausalLM

    logits = []
    for path in map(Path, paths):
        model = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32).eval()
        with torch.no_grad():
            logits.append(model(torch.tensor(json.loads(ids))).logits.flatten().tolist())
    return {"logits": logits}


def main():
    command, first, *rest = sys.argv[1:]
    print(json.dumps(read_values(first) if command == "values" else read_logits(first, rest)))


main()
