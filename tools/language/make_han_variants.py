"""Writes the table of Chinese characters that tell simplified from traditional script: `pip install opencc==1.4.2` first.

    python make_han_variants.py > packages/text/src/language-identification/generated/han-variants.ts
Invariant: a simplified character converts to another, is not itself a target, and is in GB 2312 but not in Big5; and the other way about.
Refuses: characters with a life of their own in both.
"""

import sys
from importlib.metadata import version

import opencc

LINE = 120


def is_in(charset, character):
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def only_in(own, other, away, back):
    """Characters of one set that `away` changes and `back` leaves."""
    found = []
    for code in range(0x4E00, 0xA000):
        character = chr(code)
        is_changed = away.convert(character) != character and back.convert(character) == character
        if is_changed and is_in(own, character) and not is_in(other, character):
            found.append(character)
    return "".join(found)


def wrap(text):
    lines = [f"  '{text[at:at + LINE]}'" for at in range(0, len(text), LINE)]
    return " +\n".join(lines) + ";"


def main():
    to_traditional, to_simplified = opencc.OpenCC("s2t"), opencc.OpenCC("t2s")
    simplified = only_in("gb2312", "big5", to_traditional, to_simplified)
    traditional = only_in("big5", "gb2312", to_simplified, to_traditional)
    print(f"""/**
 * Characters that only one of the two Chinese scripts writes. Made by tools/language/make_han_variants.py from OpenCC {version("opencc")}
 * (Apache-2.0) and the character sets GB 2312 and Big5 of Python {sys.version.split()[0]}.
 */
export const simplifiedOnly =
{wrap(simplified)}

export const traditionalOnly =
{wrap(traditional)}""")


if __name__ == "__main__":
    main()
