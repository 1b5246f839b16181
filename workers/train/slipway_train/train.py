"""The `train` command: pairs and a base in, an adapter out, resumable at any moment.

Invariant: the number of steps follows from tokens, never from the clock; whatever kills the process, the next start with
the same request goes on from the newest whole checkpoint and ends in the same bytes.
Refuses: to train the base itself, to choose hyperparameters.
"""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import torch

from .adapter import Adapter
from .adapter_files import CONFIG_NAME, TRAINING_NAME, WEIGHTS_NAME, write_adapter, write_json
from .base_model import load_base
from .checkpoints import Checkpoint, find_newest, save_checkpoint
from .decoder import Decoder
from .devices import Machine, prepare_machine
from .file_digest import digest_file
from .gguf_file import GgufFile
from .memory_reuse import release_freed_memory
from .pairs import TrainingSet, read_pairs, tokenise_pairs
from .protocol import Channel
from .ready import announce_ready
from .schedule import learning_rate_at
from .step_plan import Budget, Step, plan_steps
from .tokenizer import ModelTokenizer
from .train_request import TrainRequest, TrainSettings
from .trainer import Trainer


def train(request: TrainRequest, channel: Channel) -> dict[str, Any]:
    """Carry out one request; returns the result's fields."""
    settings = request.settings
    machine = prepare_machine(settings.dtype, settings.threads)
    announce_ready(channel, machine)
    conversations = read_pairs(request.pairs_path)
    file = GgufFile(request.base_path)
    data = tokenise_pairs(conversations, ModelTokenizer(file), settings.max_sequence_tokens)
    _warn_about(data, channel)
    budget = Budget(settings.total_tokens, settings.batch_tokens, machine.pass_tokens)
    steps = plan_steps([len(sequence.ids) for sequence in data.sequences], budget, settings.seed)
    trainer, adapter = _build_trainer(file, settings, machine)
    run = _Run(request, _fingerprint(request, machine), channel)
    resumed_from = run.resume(trainer)
    run.train_from(resumed_from, steps, data, trainer)
    return _write_results(run, adapter, machine, data, steps, resumed_from)


class _Run:
    """The loop over steps with its loss curve, checkpoints and messages."""

    def __init__(self, request: TrainRequest, fingerprint: str, channel: Channel) -> None:
        self.request, self._fingerprint, self._channel = request, fingerprint, channel
        self.curve: list[dict[str, Any]] = []

    def resume(self, trainer: Trainer) -> int:
        """Take up the newest whole checkpoint; the number of steps already done."""
        checkpoint, reasons = find_newest(self.request.checkpoint_directory, self._fingerprint)
        for reason in reasons:
            english = f"The checkpoint {reason} and is passed over."
            self._channel.emit("warning", message=english, chinese=f"跳过一个检查点：{reason}。")
        if checkpoint is None:
            return 0
        trainer.import_state(checkpoint.tensors)
        self.curve = checkpoint.curve
        return checkpoint.step

    def train_from(self, num_done: int, steps: list[Step], data: TrainingSet, trainer: Trainer) -> None:
        """Take the remaining steps."""
        optimiser = self.request.settings.optimiser
        total = sum(step.num_tokens for step in steps)
        done = first = sum(step.num_tokens for step in steps[:num_done])
        started = time.monotonic()
        self._channel.progress(done, total, "tokens", 0.0)
        for number in range(num_done + 1, len(steps) + 1):
            step = steps[number - 1]
            rate = learning_rate_at(number, len(steps), optimiser)
            outcome = trainer.take_step(number, step, data.sequences, rate)
            release_freed_memory()
            done += step.num_tokens
            self.curve.append({"step": number, "tokens": done, "loss": outcome.loss, "learningRate": rate})
            self._channel.emit("metric", name="loss", step=number, value=outcome.loss, tokens=done)
            self._channel.emit("metric", name="learning-rate", step=number, value=rate, tokens=done)
            self._channel.progress(done, total, "tokens", (done - first) / max(time.monotonic() - started, 1e-9))
            if number % self.request.checkpoint_every_steps == 0 or number == len(steps):
                self._save(number, trainer)

    def _save(self, number: int, trainer: Trainer) -> None:
        state = Checkpoint(number, self._fingerprint, trainer.export_state(), self.curve)
        path = save_checkpoint(self.request.checkpoint_directory, state)
        self._channel.emit("checkpoint", step=number, path=str(path))


def _build_trainer(file: GgufFile, settings: TrainSettings, machine: Machine) -> tuple[Trainer, Adapter]:
    base = load_base(file, machine.dtype)
    lora = settings.lora
    adapter = Adapter(base.architecture, lora.rank, lora.alpha, lora.dropout, frozenset(lora.target_modules))
    adapter.initialise(torch.Generator().manual_seed(settings.seed))
    adapter.to(machine.device)
    decoder = Decoder(base, machine.device)
    return Trainer(decoder, adapter, settings.optimiser, settings.seed), adapter


def _warn_about(data: TrainingSet, channel: Channel) -> None:
    if data.num_cut:
        english = f"{data.num_cut} pairs are longer than maxSequenceTokens and were cut."
        channel.emit("warning", message=english, chinese=f"{data.num_cut} 对问答超过 maxSequenceTokens，已截短。")
    if data.num_set_aside:
        english = f"{data.num_set_aside} pairs had no answer left and were set aside."
        channel.emit("warning", message=english, chinese=f"{data.num_set_aside} 对问答没有剩下回答，已搁置。")
    if data.num_without_end:
        english = f"{data.num_without_end} answers do not close with the base's end token."
        channel.emit("warning", message=english, chinese=f"{data.num_without_end} 个回答没有以基座的结束词元收尾。")


def _fingerprint(request: TrainRequest, machine: Machine) -> str:
    """What decides the bytes of the result: settings, contents of base and pairs, and what computes."""
    facts = {
        "settings": request.settings.describe(),
        "base": digest_file(request.base_path),
        "pairs": digest_file(request.pairs_path),
        "machine": [machine.device.type, machine.dtype_name, machine.pass_tokens, torch.__version__],
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _write_results(
    run: _Run, adapter: Adapter, machine: Machine, data: TrainingSet, steps: list[Step], resumed_from: int
) -> dict[str, Any]:
    directory: Path = run.request.output_directory
    write_adapter(directory, adapter, run.request.settings)
    facts = {
        "tokens": sum(step.num_tokens for step in steps),
        "steps": len(steps),
        "pairs": len(data.sequences),
        "pairsCut": data.num_cut,
        "pairsSetAside": data.num_set_aside,
        "dtype": machine.dtype_name,
        "device": machine.device.type,
        "threads": machine.threads,
    }
    write_json(directory / TRAINING_NAME, {**facts, "curve": run.curve})
    return {
        **facts,
        "adapterDirectory": str(directory),
        "files": [WEIGHTS_NAME, CONFIG_NAME, TRAINING_NAME],
        "finalLoss": run.curve[-1]["loss"],
        "resumedFromStep": resumed_from,
    }
