"""Question-answer pairs read from JSON lines and turned into token ids with the trained part marked.

Invariant: a sequence is exactly what the served model sees: the ids of the rendered prompt, followed by the ids of the
answer and the end token; only the latter two are trained. A pair too long is cut at the end; one with no answer left is
set aside and counted.
Refuses: lines that are not of the form {id, messages} with the assistant's message last (`train-bad-pairs` with the line).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .chat_template import ChatTemplate, Message
from .failures import WorkerFailure
from .tokenizer import ModelTokenizer

_HINT = 'Each line must be {"id": "...", "messages": [{"role": "user", "content": "..."}, ..., {"role": "assistant", ...}]}.'


@dataclass(frozen=True)
class TrainingSequence:
    """Token ids of one pair; the ids from `answer_start` on are trained."""

    ids: tuple[int, ...]
    answer_start: int


@dataclass(frozen=True)
class TrainingSet:
    """All usable pairs in the file's order, and how many were cut or set aside."""

    sequences: tuple[TrainingSequence, ...]
    num_cut: int
    num_set_aside: int
    num_without_end: int


def read_pairs(path: Path) -> list[list[Message]]:
    """The conversations of a JSON lines file; empty lines are passed over."""
    conversations: list[list[Message]] = []
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    conversations.append(_parse_line(line, number))
    except OSError as error:
        raise WorkerFailure("train-bad-pairs", f"The pairs cannot be read: {error.strerror}", _HINT) from error
    return conversations


def _parse_line(line: bytes, number: int) -> list[Message]:
    try:
        value: Any = json.loads(line)
    except ValueError as error:
        raise _bad(number, f"not JSON ({error})") from error
    messages = value.get("messages") if isinstance(value, dict) else None
    if not isinstance(messages, list) or not messages:
        raise _bad(number, "no messages")
    for message in messages:
        if not isinstance(message, dict) or not isinstance(message.get("role"), str):
            raise _bad(number, "a message without a role")
        if not isinstance(message.get("content"), str):
            raise _bad(number, "a message without text")
    if messages[-1]["role"] != "assistant":
        raise _bad(number, "the last message is not the assistant's")
    return messages


def _bad(number: int, reason: str) -> WorkerFailure:
    return WorkerFailure("train-bad-pairs", f"Line {number} of the pairs: {reason}", _HINT)


def tokenise_pairs(conversations: list[list[Message]], tokenizer: ModelTokenizer, max_tokens: int) -> TrainingSet:
    """Render, tokenise and mark each conversation; `train-no-answer-tokens` when nothing trainable is left."""
    template = ChatTemplate(tokenizer)
    prompts: list[str] = []
    answers: list[str] = []
    for number, messages in enumerate(conversations, start=1):
        prompt = template.render(messages[:-1], add_generation_prompt=True)
        whole = template.render(messages, add_generation_prompt=False)
        if not whole.startswith(prompt):
            raise WorkerFailure(
                "train-bad-pairs",
                f"The base's chat template rewrites pair {number} when the answer is added, so its part is not known",
                "Use a base whose template appends messages, or pairs with a single question and answer.",
            )
        prompts.append(prompt)
        answers.append(whole[len(prompt) :])
    sequences: list[TrainingSequence] = []
    num_cut = num_set_aside = num_without_end = 0
    for prompt_ids, answer_ids in zip(tokenizer.encode_all(prompts), tokenizer.encode_all(answers), strict=True):
        trained = _until_end(answer_ids, tokenizer.end_id)
        num_without_end += tokenizer.end_id not in trained[-1:]
        ids = (prompt_ids + trained)[:max_tokens]
        num_cut += len(prompt_ids) + len(trained) > max_tokens
        if len(ids) <= len(prompt_ids):
            num_set_aside += 1
        else:
            sequences.append(TrainingSequence(tuple(ids), max(len(prompt_ids), 1)))
    if not sequences:
        raise WorkerFailure(
            "train-no-answer-tokens",
            f"None of {len(conversations)} pairs has a token of the answer within {max_tokens} tokens",
            "Raise maxSequenceTokens, or check that the pairs' answers are not empty.",
        )
    return TrainingSet(tuple(sequences), num_cut, num_set_aside, num_without_end)


def _until_end(answer_ids: list[int], end_id: int | None) -> list[int]:
    """The answer up to and with its last end token: what the template writes after it is never generated."""
    if end_id is None or end_id not in answer_ids:
        return answer_ids
    return answer_ids[: len(answer_ids) - answer_ids[::-1].index(end_id)]
