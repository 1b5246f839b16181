"""The `probe` command: what the reference computes for given texts, for comparison with another runtime.

Invariant: float32 weights and products; log-sums in float64. Raw logits come with the logarithm of the sum of their
exponentials over the whole vocabulary, so a comparison need not mind a constant shift.
Refuses: to judge. Bounds belong to the gate that asked.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from .chat_template import ChatTemplate, Message
from .devices import prepare_machine
from .durable_file import write_durably
from .gguf_file import GgufFile
from .protocol import Channel
from .ready import announce_ready
from .reference_model import apply_adapter, build_reference
from .request_fields import Fields, refuse
from .tokenizer import ModelTokenizer

_CHUNK_ROWS = 256


@dataclass(frozen=True)
class ProbeRequest:
    base_path: Path
    adapter_path: Path | None
    output_path: Path
    threads: int
    top_k: int
    texts: tuple[tuple[str, str], ...]
    chats: tuple[tuple[str, list[Message], bool], ...]


def parse_probe_request(value: Any) -> ProbeRequest:
    """The request as typed values; `argument-invalid` names the first wrong field."""
    fields = Fields(value)
    fields.choice("dtype", ("float32",))
    texts = [Fields(item, f"texts[{number}]") for number, item in enumerate(fields.items("texts"))]
    chats = [Fields(item, f"chats[{number}]") for number, item in enumerate(fields.items("chats"))]
    return ProbeRequest(
        base_path=fields.section("base").path("path"),
        adapter_path=fields.path("adapter") if fields.has("adapter") else None,
        output_path=fields.path("outputPath"),
        threads=fields.count("threads"),
        top_k=fields.count("topK"),
        texts=tuple((text.text("id"), text.text("text")) for text in texts),
        chats=tuple((chat.text("id"), chat.items("messages"), chat.flag("addGenerationPrompt")) for chat in chats),
    )


def probe(request_value: Any, channel: Channel) -> dict[str, Any]:
    """Carry out one request; returns the result's fields."""
    request = parse_probe_request(request_value)
    machine = prepare_machine("float32", request.threads)
    announce_ready(channel, machine)
    file = GgufFile(request.base_path)
    tokenizer = ModelTokenizer(file)
    chats = _render_chats(request, tokenizer)
    model = build_reference(file)
    if request.adapter_path is not None:
        model = apply_adapter(model, request.adapter_path)
    model.to(machine.device)
    encoded = tokenizer.encode_all([text for _, text in request.texts])
    texts: list[dict[str, Any]] = []
    done, total, started = 0, sum(len(ids) for ids in encoded), time.monotonic()
    for (name, _), ids in zip(request.texts, encoded, strict=True):
        limit = model.config.max_position_embeddings
        if len(ids) > limit:
            refuse(f"texts ({name})", f"{len(ids)} tokens", f"at most the base's {limit} tokens long")
        texts.append({"id": name, "ids": ids, **measure_text(model, ids, request.top_k)})
        done += len(ids)
        channel.progress(done, total, "tokens", done / max(time.monotonic() - started, 1e-9))
    content = json.dumps({"texts": texts, "chats": chats}, ensure_ascii=False, allow_nan=False)
    write_durably(request.output_path, content.encode())
    return {"outputPath": str(request.output_path), "texts": len(texts), "chats": len(chats), "tokens": total}


@torch.no_grad()
def measure_text(model: Any, ids: list[int], top_k: int) -> dict[str, Any]:
    """For each position: the best ids with raw logits, the log-sum-exp, and ln p of the token that follows it."""
    measured: dict[str, list[Any]] = {"nextLogProbabilities": [], "topIds": [], "topLogits": [], "logSumExp": []}
    if not ids:
        return measured
    inner = model.get_base_model() if hasattr(model, "get_base_model") else model
    tokens = torch.tensor([ids], device=model.device)
    states = inner.model(input_ids=tokens, use_cache=False).last_hidden_state[0]
    for start in range(0, len(ids), _CHUNK_ROWS):
        logits = inner.lm_head(states[start : start + _CHUNK_ROWS])
        sums = torch.logsumexp(logits.double(), dim=-1)
        best = torch.topk(logits, min(top_k, logits.shape[-1]), dim=-1)
        following = tokens[0, start + 1 : start + 1 + len(logits)]
        known = logits[: len(following)].double().gather(1, following.unsqueeze(1)).squeeze(1) - sums[: len(following)]
        measured["nextLogProbabilities"] += known.tolist()
        measured["topIds"] += best.indices.tolist()
        measured["topLogits"] += best.values.tolist()
        measured["logSumExp"] += sums.tolist()
    return measured


def _render_chats(request: ProbeRequest, tokenizer: ModelTokenizer) -> list[dict[str, Any]]:
    if not request.chats:
        return []
    template = ChatTemplate(tokenizer)
    rendered: list[dict[str, Any]] = []
    for name, messages, add_generation_prompt in request.chats:
        text = template.render(messages, add_generation_prompt=add_generation_prompt)
        rendered.append({"id": name, "text": text, "ids": tokenizer.encode(text)})
    return rendered
