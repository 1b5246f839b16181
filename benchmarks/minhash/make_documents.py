"""Plants near duplicates of known likeness: JSON lines of `language` and `text`.

Invariant: the same arguments give the same bytes. Words are made of syllables; nothing is read from elsewhere.
    python make_documents.py NUMBER_OF_GROUPS SEED > documents.jsonl
A group is a document, Chinese or English by turns, and four copies with 1 to 40 per cent edited, scattered or in one block.
"""

import json
import random
import sys

SYLLABLES = "ba ke li mo nu ra se ti vo za che dri fla gro pe qui sto thu wen yar".split()
SHORT = "a the of to in and is it that for was on are as with his they at be this from or had by".split()
SHARES = [0.01, 0.02, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3, 0.4]


def english(rng, count):
    return [
        rng.choice(SHORT) if rng.random() < 0.4 else "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(1, 4)))
        for _ in range(count)
    ]


def chinese(rng, count):
    return [chr(0x4E00 + int(rng.paretovariate(0.6) * 7) % 3500) for _ in range(count)]


def edit(rng, units, share, make):
    count = max(1, round(len(units) * share))
    if rng.random() < 0.5:
        start = rng.randrange(len(units) - count + 1)
        return units[:start] + make(rng, rng.randint(0, 2 * count)) + units[start + count :]
    edited = list(units)
    for place in sorted(rng.sample(range(len(units)), count), reverse=True):
        edited[place : place + 1] = make(rng, rng.choice([0, 1, 1, 2]))
    return edited


def main(num_groups, seed):
    rng = random.Random(seed)
    documents = []
    for group in range(num_groups):
        language, make, blank = ("en", english, " ") if group % 2 else ("zh", chinese, "")
        units = make(rng, rng.randint(100, 800))
        copies = [units] + [edit(rng, units, rng.choice(SHARES), make) for _ in range(4)]
        documents += [{"language": language, "text": blank.join(copy)} for copy in copies]
    rng.shuffle(documents)
    for document in documents:
        print(json.dumps(document, ensure_ascii=False))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
