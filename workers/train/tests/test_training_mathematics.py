"""The decoder, its gradients and the loss against transformers with peft; the plan of steps and the schedule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import LINEARS
from tiny_model import TinyModel

from slipway_train.adapter import Adapter
from slipway_train.adapter_files import write_adapter
from slipway_train.answer_loss import AnswerLoss
from slipway_train.base_model import load_base
from slipway_train.causal_attention import PlainAttention
from slipway_train.decoder import Decoder, PackedTokens
from slipway_train.gguf_file import GgufFile
from slipway_train.reference_model import apply_adapter, build_reference
from slipway_train.schedule import learning_rate_at
from slipway_train.step_plan import Budget, plan_steps
from slipway_train.train_request import LoraSettings, OptimiserSettings, TrainSettings

LENGTHS = (17, 5, 30)


def make_adapter(model: TinyModel, targets: list[str]) -> Adapter:
    architecture = load_base(GgufFile(model.path), torch.float32).architecture
    adapter = Adapter(architecture, 4, 8.0, 0.0, frozenset(targets))
    generator = torch.Generator().manual_seed(3)
    adapter.initialise(generator)
    adapter.values += torch.randn(len(adapter.values), generator=generator) * 0.05
    return adapter


def reference_with(model: TinyModel, adapter: Adapter, directory: Path, targets: list[str]) -> Any:
    optimiser = OptimiserSettings(0.1, 0.0, 0.0, "constant")
    lora = LoraSettings(4, 8.0, 0.0, tuple(sorted(targets)))
    write_adapter(directory, adapter, TrainSettings("tiny", lora, optimiser, 64, 64, 64, 0, 1, "float32"))
    return apply_adapter(build_reference(GgufFile(model.path)), directory)


@pytest.mark.parametrize("targets", [LINEARS, ["v_proj", "up_proj", "down_proj"]], ids=["all", "some"])
def test_states_and_gradients_equal_those_of_peft(any_model: TinyModel, tmp_path: Path, targets: list[str]) -> None:
    adapter = make_adapter(any_model, targets)
    reference = reference_with(any_model, adapter, tmp_path, targets)
    decoder = Decoder(load_base(GgufFile(any_model.path), torch.float32), torch.device("cpu"))
    ids = torch.randint(3, 260, (sum(LENGTHS),), generator=torch.Generator().manual_seed(4))

    decoder.use_adapter(adapter)
    states = decoder.hidden_states(PackedTokens(ids, LENGTHS))
    AnswerLoss.apply(states[:-1], decoder.output, ids[1:]).backward()

    trained = {name: value for name, value in reference.named_parameters() if "lora_" in name}
    for value in trained.values():
        value.requires_grad_(True)
    pieces = [reference.get_base_model().model(input_ids=piece[None]).last_hidden_state[0] for piece in ids.split(LENGTHS)]
    expected = torch.cat(pieces)
    logits = expected[:-1] @ reference.get_base_model().lm_head.weight.t()
    torch.nn.functional.cross_entropy(logits, ids[1:], reduction="sum").backward()

    assert torch.allclose(states, expected, atol=2e-5)
    adapter.values, values = adapter.gradient, adapter.values
    gradients = adapter.named_matrices()
    assert len(gradients) == len(trained)
    for name, parameter in trained.items():
        ours = gradients[name.replace(".default", "")]
        scale = parameter.grad.abs().max()
        assert scale > 0
        assert torch.allclose(ours, parameter.grad, atol=float(2e-5 * scale), rtol=1e-4), name
    adapter.values = values


def test_brain_floats_come_close_to_float32(any_model: TinyModel) -> None:
    adapter = make_adapter(any_model, LINEARS)
    ids = torch.randint(3, 260, (sum(LENGTHS),), generator=torch.Generator().manual_seed(4))
    results = []
    for dtype in (torch.float32, torch.bfloat16):
        decoder = Decoder(load_base(GgufFile(any_model.path), dtype), torch.device("cpu"))
        adapter.gradient.zero_()
        decoder.use_adapter(adapter)
        loss = AnswerLoss.apply(decoder.hidden_states(PackedTokens(ids, LENGTHS))[:-1], decoder.output, ids[1:])
        loss.backward()
        results.append((loss.item(), adapter.gradient.clone()))
    (exact_loss, exact), (loss, gradient) = results
    assert abs(loss / exact_loss - 1) < 0.01
    assert torch.nn.functional.cosine_similarity(exact, gradient, dim=0) > 0.998


@pytest.mark.parametrize(("heads", "key_heads"), [(9, 3), (4, 4), (14, 2)])
def test_plain_attention_equals_the_fused_kernel(heads: int, key_heads: int) -> None:
    generator = torch.Generator().manual_seed(heads)
    shapes = [(33, heads, 16), (33, key_heads, 16), (33, key_heads, 16)]
    inputs = [torch.randn(*shape, generator=generator, dtype=torch.float64, requires_grad=True) for shape in shapes]
    upstream = torch.randn(33, heads, 16, generator=generator, dtype=torch.float64)
    ours = PlainAttention.apply(*inputs)
    first = [tensor.transpose(0, 1)[None] for tensor in inputs]
    fused = torch.nn.functional.scaled_dot_product_attention(*first, is_causal=True, enable_gqa=heads != key_heads)
    theirs = fused[0].transpose(0, 1)
    assert torch.allclose(ours, theirs)
    for mine, other in zip(torch.autograd.grad(ours, inputs, upstream), torch.autograd.grad(theirs, inputs, upstream)):
        assert torch.allclose(mine, other)


def test_the_loss_is_chunked_without_a_trace() -> None:
    generator = torch.Generator().manual_seed(0)
    states = torch.randn(600, 16, generator=generator, requires_grad=True)
    output = torch.randn(50, 16, generator=generator)
    targets = torch.randint(0, 50, (600,), generator=generator)
    loss = AnswerLoss.apply(states, output, targets)
    expected = torch.nn.functional.cross_entropy(states @ output.t(), targets, reduction="sum")
    assert loss.item() == pytest.approx(expected.item(), rel=1e-6)
    assert torch.allclose(torch.autograd.grad(loss, states)[0], torch.autograd.grad(expected, states)[0], atol=1e-5)


@pytest.mark.parametrize(("total", "step", "limit"), [(5000, 512, 200), (37, 4096, 1024), (20000, 100, 1000)])
def test_steps_reach_the_budget_and_use_all_sequences_evenly(total: int, step: int, limit: int) -> None:
    lengths = [20 + number * 37 % 150 for number in range(60)]
    steps = plan_steps(lengths, Budget(total, step, limit), seed=1)
    taken = [number for one in steps for group in one.passes for number in group]
    assert sum(one.num_tokens for one in steps) == sum(lengths[number] for number in taken)
    assert total <= sum(lengths[number] for number in taken) < total + max(lengths)
    counts = [taken.count(number) for number in range(60)]
    assert max(counts) - min(counts) <= 1
    for one in steps:
        assert one.num_tokens <= max(step * 1.5, max(lengths))
        assert all(sum(lengths[number] for number in group) <= limit for group in one.passes)
    assert steps == plan_steps(lengths, Budget(total, step, limit), seed=1)
    assert total < 100 or steps != plan_steps(lengths, Budget(total, step, limit), seed=2)


@pytest.mark.parametrize("schedule", ["cosine", "linear", "constant"])
def test_the_learning_rate_rises_and_falls(schedule: str) -> None:
    rates = [learning_rate_at(step, 100, OptimiserSettings(2.0, 0.1, 0.0, schedule)) for step in range(1, 101)]
    assert rates[:10] == pytest.approx([0.2 * step for step in range(1, 11)])
    assert rates[10] == 2.0
    assert sorted(rates[10:], reverse=True) == rates[10:]
    assert 0 < rates[-1] <= (2.0 if schedule == "constant" else 0.03)
    assert learning_rate_at(1, 1, OptimiserSettings(2.0, 0.0, 0.0, schedule)) == 2.0
