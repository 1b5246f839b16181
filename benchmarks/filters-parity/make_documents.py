"""Makes documents that hit the thresholds of the filters from both sides, and adversarial ones, as JSON lines of `family` and `text`.

Invariant: the same seed gives the same bytes. Prose is made of common English words; nothing is read from elsewhere.
    python make_documents.py NUMBER_PER_FAMILY SEED > documents.jsonl
"""

import json
import random
import sys

COMMON = (
    "the of and to in that have be with is was for on are as at by this from they we say her she or an will my one all would "
    "there their what so up out if about who get which go when make can like time just him know take people into year good some"
).split()
CONTENT = (
    "river mountain engine library garden winter summer morning letter history market village teacher computer science travel "
    "kitchen bridge window doctor music paper forest language mother question answer company children building machine water "
    "government development information university international understanding particular experience different important"
).split()
ODD = (
    "don't can't it's we're U.S. e.g. i.e. Mr. Dr. Ph.D. 3.14 10km 5% $20 a.m. p.m. www.example.com http://a.example/b?c=d "
    "me@example.org and/or state-of-the-art x=y :) ;-) C++ #tag @name 12:30 1,000 (see \"quoted\" 'single' […] — – … ... [12] [edit]"
).split()
SPACES = [" ", "  ", "\u00a0", "\u2003", "\u3000", "\t", "\u200b", "\x1f"]
BREAKS = ["\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\n\n", "\n\n\n"]
STRANGE = ["😀", "👍🏽", "e\u0301", "\u0301", "日本語", "我们在北京。", "한국어", "العربية", "ß", "İ", "\u212a", "\ufeff", "\u200d", "𝒳", "१२", "²"]
MARKS = [".", ".", ".", ".", "!", "?", "...", "…", ",", ";", ":", "\"", "'", "”", ")", "", "。", "।"]


def word(rng, odd=0.05):
    if rng.random() < odd:
        return rng.choice(ODD)
    return rng.choice(COMMON) if rng.random() < 0.5 else rng.choice(CONTENT)


def sentence(rng, least=4, most=16, odd=0.05, mark=None):
    words = [word(rng, odd) for _ in range(rng.randint(least, most))]
    return " ".join(words).capitalize() + (rng.choice(MARKS) if mark is None else mark)


def prose(rng, sentences=None, joiner=None):
    count = sentences or rng.randint(3, 25)
    return "".join(sentence(rng) + (joiner or rng.choice([" ", " ", "\n", "\n\n"])) for _ in range(count))


def lengths(rng):
    """Word counts around 50, and means of word length around 3 and 10."""
    pool = rng.choice([["a", "to", "of", "the", "and"], COMMON, CONTENT, ["internationalisation", "understanding", "of"]])
    return " ".join(rng.choice(pool) for _ in range(rng.randint(44, 60))) + rng.choice(["", ".", " - — #"])


def symbols(rng):
    words = [word(rng) for _ in range(rng.randint(50, 90))]
    what = rng.choice(["#", "...", "…", "# ", "....", "......"])
    for _ in range(rng.randint(0, 14)):
        at = rng.randrange(len(words))
        words[at] = rng.choice([what + words[at], words[at] + what])
    return " ".join(words)


def bullets(rng):
    mark, end = rng.choice(["• ", "- ", "-", "•", "\u00a0- ", "* "]), rng.choice(["...", "…", ".", " ...", "…\u00a0", "..."])
    share, break_ = rng.choice([0.25, 0.3, 0.35, 0.85, 0.9, 0.95]), rng.choice(BREAKS)
    lines = [sentence(rng, 5, 9, 0, "") for _ in range(rng.randint(10, 30))]
    return break_.join((mark if rng.random() < share else "") + line + (end if rng.random() < share else ".") for line in lines)


def numbers(rng):
    share = rng.uniform(0.6, 1)
    return " ".join(word(rng, 0) if rng.random() < share else str(rng.randint(1, 9999)) for _ in range(rng.randint(55, 120)))


def few_stop_words(rng):
    words = [rng.choice(CONTENT) for _ in range(60)]
    for _ in range(rng.randint(0, 3)):
        words.insert(rng.randrange(60), rng.choice(["the", "be", "The", "of.", "and", "\"to\"", "that's", "with"]))
    return " ".join(words)


def repeated_lines(rng):
    some = [sentence(rng) for _ in range(rng.randint(3, 12))]
    lines = some + [rng.choice(some) for _ in range(rng.randint(0, 8))]
    rng.shuffle(lines)
    text = "".join(line + rng.choice(["\n", "\n", "\n\n", "\n \n", "\r\n"]) for line in lines)
    return rng.choice(["", "\n", "\n\n", " "]) + text + rng.choice(["", "\n", " \n"])


def repeated_paragraphs(rng):
    some = [sentence(rng) + rng.choice(["\n", " "]) + sentence(rng) for _ in range(rng.randint(2, 8))]
    paragraphs = some + [rng.choice(some) for _ in range(rng.randint(0, 5))]
    rng.shuffle(paragraphs)
    return rng.choice(["", " \n"]) + rng.choice(["\n\n", "\n\n\n", "\n \n"]).join(paragraphs) + rng.choice(["", "\n\n "])


def repeated_words(rng):
    phrase = [word(rng, 0.1) for _ in range(rng.randint(2, 12))]
    words = [word(rng) for _ in range(rng.randint(20, 160))]
    for _ in range(rng.randint(0, 9)):
        at = rng.randrange(len(words))
        words[at:at] = phrase[: rng.randint(2, len(phrase))]
    return " ".join(words)


def c4_lines(rng):
    extras = ["lorem ipsum dolor", "We need JavaScript here", "a { b }", "our privacy policy", "This site uses cookies", "terms of use",
              "read the cooKie policy", "[1] [citation needed]", "text [12].", "end [edit]", "x" * 1001, "too few.", "One two three"]
    lines = []
    for _ in range(rng.randint(2, 14)):
        line = " ".join(sentence(rng, 2, 9) for _ in range(rng.randint(1, 3)))
        if rng.random() < 0.15:
            line = line + " " + rng.choice(extras) + rng.choice(["", ".", " ."])
        lines.append(rng.choice(["", "", " ", "\t"]) + line + rng.choice(["", "", " ", "\u00a0"]))
    return rng.choice(BREAKS[:8] + ["\n"] * 8).join(lines)


def fineweb_lines(rng):
    share, short = rng.uniform(0, 0.3), rng.uniform(0.4, 0.9)
    lines = []
    for _ in range(rng.randint(5, 30)):
        body = sentence(rng, 1, 5, 0, "") if rng.random() < short else sentence(rng, 8, 14, 0, "")
        lines.append(body[: rng.choice([28, 29, 30, 31, 200])] + (rng.choice(".!?。…\"") if rng.random() < share else ""))
    if rng.random() < 0.4:
        lines.append(lines[0])
    return rng.choice(["\n", "\n\n", "\r\n", "\n"]).join(lines)


def adversarial(rng):
    pieces = [" ", "\n", "word", ".", "…", "-", "{", "[", "]", "'s", "\"", "1", "km"] + SPACES + BREAKS + STRANGE + ODD
    return "".join(rng.choice(pieces) for _ in range(rng.choice([0, 1, 2, 5, 30, 200, 600])))


def mixed(rng):
    text = prose(rng)
    for _ in range(rng.randint(0, 12)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(SPACES + BREAKS + STRANGE + ODD) + text[at:]
    return text


FAMILIES = [
    prose,
    lengths,
    symbols,
    bullets,
    numbers,
    few_stop_words,
    repeated_lines,
    repeated_paragraphs,
    repeated_words,
    c4_lines,
    fineweb_lines,
    adversarial,
    mixed,
]
FIXED = ["", " ", "\n", "\n\n", "\u3000\u00a0", "word", ".", "...", "…", "{", "\x1c", "a\rb", "\r\n\r\n", "😀", "我", "\n \n", "- ", "•"]


def main():
    number, rng = int(sys.argv[1]), random.Random(int(sys.argv[2]))
    for text in FIXED:
        print(json.dumps({"family": "fixed", "text": text}))
    for family in FAMILIES:
        for _ in range(number):
            print(json.dumps({"family": family.__name__, "text": family(rng)}))


if __name__ == "__main__":
    main()
