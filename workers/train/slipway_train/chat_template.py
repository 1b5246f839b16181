"""Conversations rendered by the base's own chat template.

Invariant: the text equals that of transformers' `apply_chat_template` (tested), which is the reference for templates:
a sandboxed Jinja with trimmed blocks, loop controls and `tojson` that keeps non-ASCII text.
Refuses: templates that ask for the time of day, since a run must repeat to the byte.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NoReturn

from jinja2 import TemplateError
from jinja2.ext import LoopControlExtension
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .failures import WorkerFailure
from .gguf_file import unreadable
from .tokenizer import ModelTokenizer

Message = dict[str, Any]


class ChatTemplate:
    """A compiled template with the special texts it may name."""

    def __init__(self, tokenizer: ModelTokenizer) -> None:
        if tokenizer.chat_template is None:
            raise unreadable("The base has no chat template; use an instruction-tuned base")
        environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[LoopControlExtension])
        environment.filters["tojson"] = _to_json
        environment.globals["raise_exception"] = _raise
        try:
            self._template = environment.from_string(tokenizer.chat_template)
        except TemplateError as error:
            raise unreadable(f"The base's chat template is not valid: {error}") from error
        self._special = {"bos_token": tokenizer.begin_text, "eos_token": tokenizer.end_text}

    def render(self, messages: Sequence[Message], *, add_generation_prompt: bool) -> str:
        """The conversation as one text; with the generation prompt it ends where the assistant's answer begins."""
        try:
            return self._template.render(
                messages=list(messages),
                tools=None,
                documents=None,
                add_generation_prompt=add_generation_prompt,
                **self._special,
            )
        except TemplateError as error:
            hint = "Use the roles and the order of messages that the base's template allows."
            raise WorkerFailure("train-bad-pairs", f"The chat template refuses a conversation: {error}", hint) from error


def _to_json(value: Any, indent: int | None = None, **options: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, **options)


def _raise(message: str) -> NoReturn:
    raise TemplateError(message)
