"""Writes the tables of what each character is folded to, from Python's Unicode data.

    python make_folds.py    (needs `regex`, `datatrove`; writes fold-rules.ts and simplify-rules.ts beside itself)
Invariant: runs and changes are in the order of code points; a character that no list names stays as it is and belongs to words.
"""

import json
import platform
import unicodedata
from pathlib import Path

import regex
from datatrove.utils.text import PUNCTUATION_TRANS

SINGLE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\u3006\u303c]")
WORD = regex.compile(r"[\p{L}\p{N}\p{Mc}]")
IGNORED = regex.compile(r"[\p{Mn}\p{Me}\p{Cf}]")
DECIMAL = regex.compile(r"\p{Nd}")
CODES = [code for code in range(0x110000) if not 0xD800 <= code < 0xE000]


def is_hangul(code):
    return 0xAC00 <= code <= 0xD7A3


def to_base36(number):
    if number < 0:
        return "-" + to_base36(-number)
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        if number == 0:
            return digits


def fold(char):
    """What a character is to shingles: lower case, compatible form, without marks; kana keep their marks."""
    if is_hangul(ord(char)):
        return char
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    if SINGLE.match(unicodedata.normalize("NFKC", char)[:1]):
        lowered = unicodedata.normalize("NFKC", char)
    kept = "".join(c for c in lowered if WORD.match(c) and not IGNORED.match(c))
    return kept.lower()


def fold_kind(char):
    if IGNORED.match(char):
        return "ignored"
    folded = fold(char)
    if not folded:
        return "separator"
    return "single" if len(folded) == 1 and SINGLE.match(folded) else "letter"


def simplify(char):
    """datatrove's `simplify_text` for one character that is neither white space nor punctuation."""
    parts = unicodedata.normalize("NFD", char.lower())
    return "".join(c for c in parts if unicodedata.category(c) != "Mn")


def simplify_kind(char):
    lowered = char.lower()
    if DECIMAL.match(lowered):
        return "decimal"
    if lowered.translate(PUNCTUATION_TRANS).isspace():
        return "separator"
    if is_hangul(ord(char)):
        return "hangul"
    return "letter" if simplify(char) else "ignored"


def write_runs(codes):
    pairs, start, last, end = [], None, None, 0
    for code in [*codes, None]:
        if start is not None and (code is None or code != last + 1):
            pairs.append(f"{to_base36(start - end)} {to_base36(last + 1 - start)}")
            start, end = None, last + 1
        if start is None:
            start = code
        last = code
    return " ".join(pairs)


def write_changes(changes):
    """Runs of characters that move by the same distance: `gap length distance`."""
    runs, end = [], 0
    for code, distance in changes:
        if runs and runs[-1][0] + runs[-1][1] == code and runs[-1][2] == distance:
            runs[-1][1] += 1
        else:
            runs.append([code, 1, distance])
    parts = []
    for start, length, distance in runs:
        parts.append(f"{to_base36(start - end)} {to_base36(length)} {to_base36(distance)}")
        end = start + length
    return " ".join(parts)


def write_rules(name, comment, kind_of, change):
    kinds = {code: kind_of(chr(code)) for code in CODES}
    names = sorted(set(kinds.values()) - {"letter"})
    changed = {
        code: change(chr(code)) for code in CODES if kinds[code] in ("letter", "single") and change(chr(code)) != chr(code)
    }
    singles = [(code, ord(text) - code) for code, text in changed.items() if len(text) == 1]
    expansions = [chr(code) + text for code, text in changed.items() if len(text) > 1]
    rows = [f"    {kind}: {json.dumps(write_runs([c for c in CODES if kinds[c] == kind]))}," for kind in names]
    versions = f"Python {platform.python_version()}, Unicode {unicodedata.unidata_version}; regex {regex.__version__}"
    return "\n".join(
        [
            f"// Made by make_folds.py with {versions}.",
            "",
            f"/** {comment} */",
            f"export const {name} = {{",
            "  /** Runs of characters that are no letters, `gap length` in base 36. */",
            "  kinds: {",
            *rows,
            "  },",
            "  /** Runs of characters that become another, `gap length distance` in base 36. */",
            f"  changes: {json.dumps(write_changes(singles))},",
            "  /** Characters that become several: each with what it becomes. */",
            f"  expansions: {json.dumps(expansions)},",
            "};",
            "",
        ]
    )


def main():
    folder = Path(__file__).parent
    folds = write_rules("foldRules", "What characters are to shingles.", fold_kind, fold)
    simple = write_rules("simplifyRules", "What characters are to datatrove's `simplify_text`.", simplify_kind, simplify)
    (folder / "fold-rules.ts").write_text(folds, encoding="utf-8")
    (folder / "simplify-rules.ts").write_text(simple, encoding="utf-8")


if __name__ == "__main__":
    main()
