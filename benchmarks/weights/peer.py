"""The peer of the weights benchmark: merging and quantising a GGUF file with Python's gguf and NumPy.

It does what people write by hand around gguf: whole tensors in memory, one after the other. Prints one JSON line with the seconds
that the work took (imports not counted) and the memory it needed above the idle process.
Use: python peer.py merge BASE ADAPTER TARGET | quantise SOURCE TARGET
"""

import json
import re
import resource
import sys
import time
from pathlib import Path

import gguf
import numpy as np
from gguf.quants import dequantize, quantize
from safetensors.numpy import load_file

MODULES = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def interleave(weights, num_heads):
    halves = weights.reshape(num_heads, 2, weights.shape[0] // num_heads // 2, weights.shape[1])
    return halves.swapaxes(1, 2).reshape(weights.shape)


def copy_metadata(reader, writer):
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name == "general.architecture":
            continue
        kind = field.types[0]
        sub_kind = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(name, field.contents(), kind, sub_type=sub_kind)


def rewrite(source, target, change):
    reader = gguf.GGUFReader(source)
    writer = gguf.GGUFWriter(target, reader.get_field("general.architecture").contents())
    copy_metadata(reader, writer)
    for tensor in reader.tensors:
        values, kind = change(reader, tensor)
        writer.add_tensor(tensor.name, values, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def merge(base, adapter, target):
    factors = load_file(Path(adapter) / "adapter_model.safetensors")
    config = json.loads((Path(adapter) / "adapter_config.json").read_text())
    scale = np.float32(config["lora_alpha"] / config["r"])

    def change(reader, tensor):
        match = re.fullmatch(r"blk\.(\d+)\.(\w+)\.weight", tensor.name)
        if match is None or match[2] not in MODULES:
            return tensor.data, tensor.tensor_type
        key = f"base_model.model.model.layers.{match[1]}.{MODULES[match[2]]}"
        delta = factors[f"{key}.lora_B.weight"] @ factors[f"{key}.lora_A.weight"] * scale
        if match[2] == "attn_q":
            delta = interleave(delta, reader.get_field("llama.attention.head_count").contents())
        if match[2] == "attn_k":
            delta = interleave(delta, reader.get_field("llama.attention.head_count_kv").contents())
        values = dequantize(tensor.data, tensor.tensor_type) + delta
        return values.astype(np.float16), gguf.GGMLQuantizationType.F16

    rewrite(base, target, change)


def quantise(source, target):
    def change(_, tensor):
        if len(tensor.shape) < 2:
            return tensor.data, tensor.tensor_type
        kind = gguf.GGMLQuantizationType.Q8_0
        return quantize(dequantize(tensor.data, tensor.tensor_type), kind), kind

    rewrite(source, target, change)


def main():
    command, *paths = sys.argv[1:]
    before = peak_bytes()
    start = time.perf_counter()
    (merge if command == "merge" else quantise)(*paths)
    print(json.dumps({"seconds": time.perf_counter() - start, "bytes": peak_bytes() - before}))


main()
