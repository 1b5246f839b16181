"""Makes letter-frequencies.ts: how often each character outside ASCII stands in a language, for the detector of encodings.

Counted in the gettext catalogues of two Debian packages (gimp-data 2.10, evolution-common 3.46), unpacked with `dpkg -x`.
Use: python make_letter_frequencies.py FOLDER, where FOLDER holds the unpacked usr/share/locale.
"""

import gettext
import math
import sys
import unicodedata
from collections import Counter
from pathlib import Path

domains = {"gimp20", "gimp20-libgimp", "gimp20-python", "gimp20-script-fu", "gimp20-std-plug-ins", "evolution"}
languages = (
    "zh_CN zh_TW ja ko fr de es pt it sv da nb fi is ca pl cs sk hu ro hr sl ru uk bg sr el tr he ar fa lt lv et vi th"
).split()
num_kept = {"zh_CN": 700, "zh_TW": 700, "ja": 500, "ko": 500}
tones = set("\u0300\u0301\u0303\u0309\u0323")


def separate_tones(text: str) -> str:
    """Vietnamese as windows-1258 writes it: the tone after the vowel as a mark of its own."""
    parts = []
    for character in text:
        marks = unicodedata.normalize("NFD", character)
        base = "".join(mark for mark in marks if mark not in tones)
        parts.append(unicodedata.normalize("NFC", base) + "".join(mark for mark in marks if mark in tones))
    return "".join(parts)


def rewrite(language: str, text: str) -> str:
    if language == "vi":
        return separate_tones(text)
    # The old encodings know the cedilla only.
    return text.translate(str.maketrans("șțȘȚ", "şţŞŢ")) if language == "ro" else text


def count(folder: Path, language: str) -> Counter:
    counts: Counter = Counter()
    for path in sorted((folder / language / "LC_MESSAGES").glob("*.mo")):
        if path.stem not in domains:
            continue
        with open(path, "rb") as file:
            catalogue = gettext.GNUTranslations(file)._catalog
        for key, text in catalogue.items():
            if key and text:
                counts.update(rewrite(language, text))
    return Counter({character: number for character, number in counts.items() if ord(character) > 0x7F})


def write(folder: Path) -> None:
    lines = []
    for language in languages:
        counts = count(folder, language)
        total = sum(counts.values())
        by_bits: dict[int, str] = {}
        ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[: num_kept.get(language, 90)]
        for character, number in ranked:
            bits = round(-math.log2(number / total))
            is_mark = unicodedata.combining(character) != 0 and language not in ("vi", "th", "he", "ar", "fa")
            if bits <= 13 and (character.isprintable() or character == "\u00a0") and not is_mark:
                by_bits[bits] = by_bits.get(bits, "") + character
        entries = [(bits, "".join(sorted(text)).replace("\u00a0", "\\u00a0")) for bits, text in sorted(by_bits.items())]
        groups = ", ".join(f"{bits}: '{text}'" for bits, text in entries)
        lines.append(f"  '{language.replace('_', '-')}': {{ {groups} }},")
    header = """/**
 * How rare each character outside ASCII is in a language: minus the binary logarithm of its share, rounded, with the characters of it.
 * Invariant: made by `make_letter_frequencies.py`; not edited by hand.
 */
"""
    body = "export const letterFrequencies: Readonly<Record<string, Readonly<Record<number, string>>>> = {\n"
    target = Path(__file__).parent / "letter-frequencies.ts"
    target.write_text(header + body + "\n".join(lines) + "\n};\n")


write(Path(sys.argv[1]))
