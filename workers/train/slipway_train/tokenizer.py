"""The tokenizer that a GGUF file describes, giving the same ids as llama.cpp does for it.

Invariant: text is cut as llama.cpp cuts it for the file's `tokenizer.ggml.pre`; no Unicode normal form is applied,
since llama.cpp applies none. Special tokens are found in text as llama.cpp finds them with `parse_special`.
Refuses: vocabularies that are not byte-level BPE, and pre-tokenizers not in the table below.
The table follows llama.cpp's src/llama-vocab.cpp.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers

from .gguf_file import GgufFile, unreadable

_CONTROL, _USER_DEFINED = 3, 4
# llama.cpp takes these for control tokens by their spelling, whatever type the file gives them.
_ALWAYS_CONTROL = frozenset(
    "</s> <|eot_id|> <|im_end|> <|end|> <|return|> <|call|> <|endoftext|> <|eom_id|> <|end_of_text|>"
    " <end_of_turn> <end_of_utterance> <EOT> _<EOT> [EOT]".split()
)
_QWEN2 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_LLAMA3 = _QWEN2.replace(r"|\p{N}|", r"|\p{N}{1,3}|")


def _by_pattern(pattern: str) -> Callable[[], Any]:
    return lambda: pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(pattern), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )


def _single_digits() -> Any:
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )


_PRE_TOKENIZERS: dict[str, Callable[[], Any]] = {
    "smollm": _single_digits,
    "qwen2": _by_pattern(_QWEN2),
    "llama-bpe": _by_pattern(_LLAMA3),
    "gpt-2": lambda: pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
}


class ModelTokenizer:
    """Text to ids. `chat_template` is the file's Jinja source, or None; special texts are what templates may name."""

    def __init__(self, file: GgufFile) -> None:
        self._tokenizer = _build(file)
        tokens: list[str] = file.require("tokenizer.ggml.tokens")
        self.chat_template: str | None = file.metadata.get("tokenizer.chat_template")
        self.end_id: int | None = file.metadata.get("tokenizer.ggml.eos_token_id")
        begin_id = file.metadata.get("tokenizer.ggml.bos_token_id")
        self.end_text = tokens[self.end_id] if self.end_id is not None else ""
        self.begin_text = tokens[begin_id] if begin_id is not None else ""

    def encode(self, text: str) -> list[int]:
        """Ids of a text, special tokens recognised where they are written, none added."""
        return self._tokenizer.encode(text, add_special_tokens=False).ids

    def encode_all(self, texts: list[str]) -> list[list[int]]:
        """Ids of many texts, as `encode` gives them."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)]


def _build(file: GgufFile) -> Tokenizer:
    kind = file.require("tokenizer.ggml.model")
    pre = file.metadata.get("tokenizer.ggml.pre", "gpt-2")
    if kind != "gpt2" or pre not in _PRE_TOKENIZERS:
        raise unreadable(
            f"The base's tokenizer is {kind}/{pre}; supported are gpt2 with {', '.join(sorted(_PRE_TOKENIZERS))}"
        )
    tokens: list[str] = file.require("tokenizer.ggml.tokens")
    merges = [tuple(merge.split(" ", 1)) for merge in file.require("tokenizer.ggml.merges")]
    vocabulary = {token: number for number, token in enumerate(tokens)}
    try:
        tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, ignore_merges=pre == "llama-bpe"))
    except Exception as error:  # the library raises bare Exception for merges that name no token
        raise unreadable(f"The base's tokenizer contradicts itself: {error}") from error
    tokenizer.pre_tokenizer = _PRE_TOKENIZERS[pre]()
    tokenizer.decoder = decoders.ByteLevel()
    types: list[int] = file.metadata.get("tokenizer.ggml.token_type", [])
    kinds = [*types, *([0] * (len(tokens) - len(types)))]
    added = [
        AddedToken(token, normalized=False, special=kind != _USER_DEFINED)
        for token, kind in zip(tokens, kinds)
        if kind in (_CONTROL, _USER_DEFINED) or token in _ALWAYS_CONTROL
    ]
    tokenizer.add_tokens(added)
    return tokenizer
