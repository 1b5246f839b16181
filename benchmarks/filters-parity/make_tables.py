"""Writes the tables of `packages/text/src/statistics/generated`: what each character is to datatrove, spaCy and Python, and
spaCy's special cases of English words.

Invariant: the same versions give the same bytes. Run with the peer's environment:
    python benchmarks/filters-parity/make_tables.py packages/text/src/statistics/generated
Refuses: to hold anything that is not read from those three.
"""

import importlib.metadata
import json
import platform
import re
import sys
import unicodedata
from pathlib import Path

import spacy
from datatrove.utils.text import PUNCTUATION_SET, TERMINAL_PUNCTUATION
from spacy.lang import char_classes
from spacy.pipeline.sentencizer import Sentencizer

TOKENIZER = spacy.blank("en").tokenizer
BREAKS = set("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def in_class(body):
    pattern = re.compile(f"[{body}]")
    return lambda character: pattern.match(character) is not None


def length_of(match):
    return match.end() - match.start() if match else 0


def currencies():
    return {one.replace("\\", "") for one in char_classes.LIST_CURRENCY}


CLASSES = {
    "space": str.isspace,
    "lineBreak": lambda c: c in BREAKS,
    "letter": str.isalpha,
    "alphanumeric": str.isalnum,
    "decimal": lambda c: re.match(r"\d", c) is not None,
    "wordCharacter": lambda c: re.match(r"\w", c) is not None,
    "punctuation": lambda c: unicodedata.category(c).startswith("P"),
    "symbol": lambda c: c in PUNCTUATION_SET,
    "terminal": lambda c: c in TERMINAL_PUNCTUATION,
    "sentenceEnd": lambda c: c in Sentencizer.default_punct_chars,
    "prefix": lambda c: c != "+" and length_of(TOKENIZER.prefix_search(c)) == 1,
    "suffix": lambda c: length_of(TOKENIZER.suffix_search(c)) == 1,
    "beforeFullStop": lambda c: length_of(TOKENIZER.suffix_search(c + ".")) == 1,
    "tokenLetter": in_class(char_classes.ALPHA),
    "tokenLower": in_class(char_classes.ALPHA_LOWER),
    "tokenUpper": in_class(char_classes.ALPHA_UPPER),
    "quote": in_class(char_classes.CONCAT_QUOTES),
    "icon": lambda c: c == "…" or re.match("|".join(char_classes.LIST_ICONS), c) is not None,
    "label": in_class(r"A-Za-z0-9\u00a1-\uffff"),
    "currency": lambda c: c in currencies(),
}


def write_ranges(test):
    """Runs of characters in the class as `gap length` pairs in base 36, gaps counted from the end of the run before."""
    pairs, start, end_before = [], None, 0
    for code in range(0x110001):
        is_in = code < 0x110000 and not 0xD800 <= code < 0xE000 and test(chr(code))
        if is_in and start is None:
            start = code
        elif not is_in and start is not None:
            pairs.append((start - end_before, code - start))
            start, end_before = None, code
    return " ".join(f"{to_base36(gap)} {to_base36(length)}" for gap, length in pairs)


def to_base36(number):
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        if number == 0:
            return digits


def special_cases():
    rules, patterns = [], []
    bare = spacy.blank("en").tokenizer
    bare.rules = {}
    for text, pieces in sorted(TOKENIZER.rules.items()):
        if any(c.isspace() for c in text):
            continue
        tokens = [next(value for key, value in piece.items() if key == 65 or str(key) == "ORTH") for piece in pieces]
        assert "".join(tokens) == text
        rules.append("\t".join(tokens))
        has_affix = TOKENIZER.find_prefix(text) or TOKENIZER.find_infix(text) or TOKENIZER.find_suffix(text)
        plain = [token.text for token in bare(text)]
        # A rule that makes more tokens than it found ("°C." alone) is left to chunks that are just that.
        if has_affix and len(plain) > 1 and len(plain) >= len(tokens):
            patterns.append("\t".join(plain))
    return rules, patterns


def header():
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("datatrove", "spacy"))
    return (
        f"// Made by benchmarks/filters-parity/make_tables.py from {versions},\n"
        f"// Python {platform.python_version()} with Unicode {unicodedata.unidata_version}. spaCy's tables are under the MIT licence,\n"
        "// datatrove's under Apache-2.0.\n"
    )


def main(folder):
    rows = ",\n".join(f"  {name}: {json.dumps(write_ranges(test))}" for name, test in CLASSES.items())
    text = f"{header()}\n/** Runs of code points, as pairs `gap length` in base 36. */\nexport const characterRuns = {{\n{rows},\n}};\n"
    (folder / "character-runs.ts").write_text(text, encoding="utf-8")
    rules, patterns = special_cases()
    units = sorted({one for one in char_classes.UNITS.split("|") if one})
    currency = sorted(one for one in currencies() if len(one) > 1)
    parts = {
        "/** Chunks that are split as given, at tabs. */": ("specialCases", rules),
        "/** Special cases as they are split without the rule, at tabs. */": ("specialPatterns", patterns),
        "/** Units that are cut off a number. */": ("units", units),
        "/** Currencies of more than one character. */": ("longCurrencies", currency),
    }
    body = "\n".join(
        f"\n{comment}\nexport const {name}: readonly string[] = {json.dumps(values, ensure_ascii=True, indent=1)};"
        for comment, (name, values) in parts.items()
    )
    (folder / "english-words.ts").write_text(header() + body + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
