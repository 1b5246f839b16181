"""GGUF files: what is read equals what was written, and a damaged file is refused, not crashed on."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import pytest
import torch
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from tiny_model import TinyModel, write_tiny_model

from slipway_train.base_model import load_base
from slipway_train.dequantise import dequantise
from slipway_train.failures import WorkerFailure
from slipway_train.gguf_file import GgufFile, GgufTensor
from slipway_train.tokenizer import ModelTokenizer

K_QUANTS = [GGMLQuantizationType[name] for name in ("Q4_0", "Q4_1", "Q5_0", "Q8_0", "Q4_K", "Q5_K", "Q6_K", "IQ4_XS")]


def test_weights_come_back_under_hugging_face_names(any_model: TinyModel) -> None:
    base = load_base(GgufFile(any_model.path), torch.float32)
    for name, values in any_model.weights.items():
        assert torch.equal(base.weights[name], values), name
    extra = set(base.weights) - set(any_model.weights)
    assert extra == ({"lm_head.weight"} if base.architecture.is_tied else set())


def test_brain_floats_are_the_values_rounded_once(any_model: TinyModel) -> None:
    base = load_base(GgufFile(any_model.path), torch.bfloat16)
    name = "model.layers.1.mlp.down_proj.weight"
    assert torch.equal(base.weights[name], any_model.weights[name].bfloat16())
    assert base.weights["model.norm.weight"].dtype == torch.float32


def test_quantised_files_load(tmp_path: Path) -> None:
    model = write_tiny_model(tmp_path / "q8.gguf", quantisation=GGMLQuantizationType.Q8_0)
    base = load_base(GgufFile(model.path), torch.float32)
    name = "model.layers.0.self_attn.q_proj.weight"
    error = (base.weights[name] - model.weights[name]).abs().max()
    assert 0 < error < 0.01


@pytest.mark.parametrize("ggml_type", K_QUANTS, ids=lambda kind: kind.name)
def test_blocks_unpack_as_the_gguf_package_does(tmp_path: Path, ggml_type: GGMLQuantizationType) -> None:
    block_size, block_bytes = GGML_QUANT_SIZES[ggml_type]
    num_rows, num_columns = 37, block_size * 31
    generator = np.random.default_rng(1)
    stored = generator.integers(0, 256, num_rows * 31 * block_bytes, dtype=np.uint8)
    tensor = GgufTensor("x", (num_rows, num_columns), ggml_type, 0, len(stored))

    class Stored:
        def read_bytes(self, _: GgufTensor) -> np.ndarray:
            return stored

    with np.errstate(all="ignore"):  # random bytes make infinite scales too
        expected = gguf.dequantize(stored.reshape(num_rows, -1), ggml_type)
        values = dequantise(Stored(), tensor, torch.float32).numpy()  # type: ignore[arg-type]
    assert np.array_equal(values, expected, equal_nan=True)


def test_a_file_cut_anywhere_is_refused(llama_model: TinyModel, tmp_path: Path) -> None:
    content = llama_model.path.read_bytes()
    for size in [0, 3, 4, 11, 24, 25, 100, 1000, 5000, len(content) // 2, len(content) - 1]:
        path = tmp_path / f"{size}.gguf"
        path.write_bytes(content[:size])
        with pytest.raises(WorkerFailure) as caught:
            load_base(GgufFile(path), torch.float32)
        assert caught.value.code == "train-base-unreadable"


def test_random_damage_in_the_header_never_escapes(llama_model: TinyModel, tmp_path: Path) -> None:
    content = bytearray(llama_model.path.read_bytes())
    generator = np.random.default_rng(2)
    path = tmp_path / "damaged.gguf"
    for _ in range(60):
        damaged = bytearray(content)
        for place in generator.integers(0, 6000, 3):
            damaged[place] = int(generator.integers(0, 256))
        path.write_bytes(damaged)
        try:
            file = GgufFile(path)
            load_base(file, torch.float32)
            ModelTokenizer(file)
        except WorkerFailure as failure:
            assert failure.code == "train-base-unreadable"


def test_other_families_are_refused(tmp_path: Path) -> None:
    model = write_tiny_model(tmp_path / "gemma.gguf", "gemma")
    with pytest.raises(WorkerFailure, match="family gemma"):
        load_base(GgufFile(model.path), torch.float32)
