"""Makes character-class-ranges.ts and combining-class-ranges.ts beside it.

Classes are asked of tiktoken 0.14.0, whose regular expressions (like those of Hugging Face tokenizers 0.23) know Unicode 16.0;
combining classes and decompositions are those of Python's unicodedata. Use: python make_character_classes.py
"""

import unicodedata
from pathlib import Path

import tiktoken

CODE_POINTS = [code for code in range(0x110000) if not 0xD800 <= code < 0xE000]
BYTES = {bytes([byte]): byte for byte in range(256)}


def members(pattern):
    encoding = tiktoken.Encoding("probe", pat_str=pattern, mergeable_ranks=BYTES, special_tokens={})
    found = set()
    for start in range(0, len(CODE_POINTS), 4096):
        text = "".join(map(chr, CODE_POINTS[start : start + 4096]))
        found.update(map(ord, encoding.decode(encoding.encode_ordinary(text))))
    return found


def write_ranges(path, name, comment, value_of):
    ranges = []
    for code in range(0x110000):
        value = value_of(code)
        if not ranges or ranges[-1][1] != value:
            ranges.append((code, value))
    words = []
    previous = 0
    for code, value in ranges:
        words.append(f"{code - previous:x}:{value:x}")
        previous = code
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 120:
            lines.append(line)
            line = ""
        line += word + " "
    lines.append(line)
    body = "\n".join(f"  '{line}'," for line in lines)
    Path(__file__).with_name(path).write_text(
        f"/** Made by make_character_classes.py. {comment} */\nexport const {name}: readonly string[] = [\n{body}\n];\n"
    )
    print(path, len(ranges), "ranges")


CLASSES = [
    (1, r"\p{L}"),
    (2, r"\p{M}"),
    (4, r"\p{N}"),
    (8, r"\s"),
    (16, r"[\p{P}\p{S}]"),
    (32, r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"),
    (64, r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"),
    (128, r"[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]"),
]
sets = [(bit, members(pattern)) for bit, pattern in CLASSES]
write_ranges(
    "character-class-ranges.ts",
    "characterClassRanges",
    "Unicode 16.0: steps to the next range and its class in hexadecimal; L 1, M 2, N 4, white space 8, P or S 16, "
    "Lu Lt Lm Lo M 32, Ll Lm Lo M 64, U+4E00-9FA5 and U+3040-30FF 128.",
    lambda code: sum(bit for bit, found in sets if code in found),
)

SLOW = 255
composed = set()
for code in CODE_POINTS:
    parts = unicodedata.decomposition(chr(code))
    if parts and not parts.startswith("<") and " " in parts:
        composed.add(int(parts.split()[1], 16))
composed.update(range(0x1161, 0x1176))
composed.update(range(0x11A8, 0x11C3))


def combining(code):
    char = chr(code)
    if 0xD800 <= code < 0xE000:
        return 0
    if unicodedata.normalize("NFC", char) != char or code in composed:
        return SLOW
    if unicodedata.category(char) == "Cn" and 0x300 <= code < 0x20000:
        return SLOW
    return unicodedata.combining(char)


write_ranges(
    "combining-class-ranges.ts",
    "combiningClassRanges",
    f"Unicode {unicodedata.unidata_version}: canonical combining class; ff where only String.normalize can tell (what changes under "
    "NFC, may join what stands before it, or is not assigned).",
    combining,
)
