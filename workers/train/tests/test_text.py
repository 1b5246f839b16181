"""Tokenizer, chat template and the marking of answers, against transformers as the reference."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tiny_model import TEMPLATE, TinyModel, make_vocabulary
from transformers import AutoTokenizer
from transformers.utils.chat_template_utils import render_jinja_template

from slipway_train.chat_template import ChatTemplate
from slipway_train.failures import WorkerFailure
from slipway_train.gguf_file import GgufFile
from slipway_train.pairs import read_pairs, tokenise_pairs
from slipway_train.tokenizer import ModelTokenizer

TEXTS = [
    "the other then in an\n\n  two  spaces",
    "你好，世界！1234 和 56",
    "def f(x):\n\treturn x ** 2  # 😀🎉",
    "<|im_start|>user\nhi<|im_end|>\n",
    "don't I'LL  é\u0301 ½ １２",
    "",
]
HARD_TEMPLATE = """{%- if messages[0].role == 'system' %}
    {{- messages[0].content }}
{%- endif %}
{% for message in messages %}
  {%- if message.role == 'skip' %}{% continue %}{% endif %}
  {{- '<|im_start|>' ~ message.role ~ '\n' ~ (message | tojson) ~ eos_token }}
{% endfor %}
{%- if tools %}tools{% endif %}
{%- if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"""


@pytest.fixture(scope="module")
def tokenizer(llama_model: TinyModel) -> ModelTokenizer:
    return ModelTokenizer(GgufFile(llama_model.path))


@pytest.mark.parametrize("text", TEXTS)
def test_ids_equal_those_of_transformers(any_model: TinyModel, text: str) -> None:
    ours = ModelTokenizer(GgufFile(any_model.path))
    theirs = AutoTokenizer.from_pretrained(str(any_model.path.parent), gguf_file=any_model.path.name)
    assert ours.encode(text) == theirs(text, add_special_tokens=False).input_ids
    assert ours.encode_all([text]) == [ours.encode(text)]


def test_tokens_that_look_like_control_are_found_whole(tokenizer: ModelTokenizer) -> None:
    """llama.cpp overrides their type; Qwen2.5's files have `</s>` as an ordinary token."""
    assert tokenizer.encode("a</s>") == [*tokenizer.encode("a"), len(make_vocabulary()) - 1]


@pytest.mark.parametrize("source", [TEMPLATE, HARD_TEMPLATE])
@pytest.mark.parametrize("add_generation_prompt", [True, False])
def test_templates_render_as_transformers_renders_them(
    tokenizer: ModelTokenizer, source: str, add_generation_prompt: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = [
        {"role": "system", "content": "规则 <b> & 'quotes'\n"},
        {"role": "skip", "content": ""},
        {"role": "user", "content": "  你好 {{ x }} "},
    ]
    monkeypatch.setattr(tokenizer, "chat_template", source)
    ours = ChatTemplate(tokenizer).render(messages, add_generation_prompt=add_generation_prompt)
    theirs, _ = render_jinja_template(
        conversations=[messages],
        chat_template=source,
        add_generation_prompt=add_generation_prompt,
        eos_token="<|im_end|>",
        bos_token="<|im_start|>",
    )
    assert ours == theirs[0]


def test_only_the_answer_and_its_end_are_trained(tokenizer: ModelTokenizer) -> None:
    messages = [{"role": "user", "content": "in?"}, {"role": "assistant", "content": "the other"}]
    data = tokenise_pairs([messages], tokenizer, 128)
    (sequence,) = data.sequences
    prompt = tokenizer.encode("<|im_start|>user\nin?<|im_end|>\n<|im_start|>assistant\n")
    assert list(sequence.ids[: sequence.answer_start]) == prompt
    assert list(sequence.ids[sequence.answer_start :]) == [*tokenizer.encode("the other"), tokenizer.end_id]
    assert (data.num_cut, data.num_set_aside, data.num_without_end) == (0, 0, 0)


def test_earlier_answers_of_a_conversation_are_not_trained(tokenizer: ModelTokenizer) -> None:
    turns = [("user", "a"), ("assistant", "first"), ("user", "b"), ("assistant", "second")]
    messages = [{"role": role, "content": content} for role, content in turns]
    (sequence,) = tokenise_pairs([messages], tokenizer, 128).sequences
    assert list(sequence.ids[sequence.answer_start :]) == [*tokenizer.encode("second"), tokenizer.end_id]


def test_long_pairs_are_cut_or_set_aside_and_counted(tokenizer: ModelTokenizer) -> None:
    short = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b" * 500}]
    no_room = [{"role": "user", "content": "a" * 500}, {"role": "assistant", "content": "b"}]
    data = tokenise_pairs([short, no_room], tokenizer, 64)
    assert [len(sequence.ids) for sequence in data.sequences] == [64]
    assert (data.num_cut, data.num_set_aside) == (2, 1)
    with pytest.raises(WorkerFailure) as caught:
        tokenise_pairs([no_room], tokenizer, 64)
    assert caught.value.code == "train-no-answer-tokens"


BAD_LINES: list[tuple[Any, str]] = [
    ("{", "not JSON"),
    ("[]", "no messages"),
    ('{"messages": []}', "no messages"),
    ('{"messages": [{"content": "x"}]}', "without a role"),
    ('{"messages": [{"role": "assistant", "content": 3}]}', "without text"),
    ('{"messages": [{"role": "user", "content": "x"}]}', "not the assistant's"),
    (b"\xff\xfe", "not JSON"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_a_bad_line_is_named_by_its_number(tmp_path: Path, line: Any, reason: str) -> None:
    good = json.dumps({"id": "1", "messages": [{"role": "assistant", "content": "x"}]}).encode()
    path = tmp_path / "pairs.jsonl"
    path.write_bytes(good + b"\n\n" + (line if isinstance(line, bytes) else line.encode()) + b"\n")
    with pytest.raises(WorkerFailure, match=f"Line 3.*{reason}") as caught:
        read_pairs(path)
    assert caught.value.code == "train-bad-pairs"
    assert caught.value.hint
