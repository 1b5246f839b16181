"""The exact answer, by all pairs that share a shingle, and the rates at which the peers sign.

    python peer.py documents.jsonl THRESHOLD answers.json
Invariant: `firsts` names for each document the first of those that are joined to it by pairs of at least the threshold's Jaccard
similarity of their sets of five units (a word, or a Han character). Times are seconds of CPU in this process.
datatrove signs by its own step's methods; datasketch and rensa are given the same shingles as strings, with the time to make them. All sign
English documents only, since datatrove's English tokenizer takes a run of Chinese for a word.
"""

import json
import re
import sys
import time
from collections import Counter, defaultdict
from importlib.metadata import version
from itertools import combinations

from datasketch import MinHash
from datatrove.pipeline.dedup.minhash import MinhashDedupSignature
from rensa import RMinHash

UNIT = re.compile(r"[\u4e00-\u9fff]|[a-z]+")


def shingles_of(text):
    units = UNIT.findall(text)
    return {" ".join(units[at : at + 5]) for at in range(max(1, len(units) - 4))}


def join_exactly(sets, threshold):
    """Candidates are all pairs that share a shingle which at most a hundred documents have."""
    owners, parents = defaultdict(list), list(range(len(sets)))
    for place, shingles in enumerate(sets):
        for shingle in shingles:
            owners[shingle].append(place)
    shared = Counter(pair for owned in owners.values() if len(owned) <= 100 for pair in combinations(owned, 2))

    def find(member):
        while parents[member] != member:
            member = parents[member]
        return member

    num_pairs = 0
    for (a, b), _ in shared.items():
        both = len(sets[a] & sets[b])
        if both / (len(sets[a]) + len(sets[b]) - both) >= threshold:
            num_pairs += 1
            low, high = sorted((find(a), find(b)))
            parents[high] = low
    return [find(member) for member in range(len(sets))], num_pairs


def measure(texts, sign):
    sign(texts[0])
    times = []
    for _ in range(3):
        start = time.process_time()
        for text in texts:
            sign(text)
        times.append(time.process_time() - start)
    return sorted(times)[1]


def sign_datatrove(step, text):
    shingles = step.get_shingles(text)
    return step.get_signature(shingles) if shingles.size else None


def sign_datasketch(text):
    signature = MinHash(num_perm=128)
    signature.update_batch([shingle.encode() for shingle in shingles_of(text)])
    return signature.digest()


def sign_rensa(text):
    signature = RMinHash(num_perm=128, seed=1)
    signature.update(list(shingles_of(text)))
    return signature.digest()


def main():
    rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    texts = [row["text"] for row in rows]
    firsts, num_pairs = join_exactly([shingles_of(text) for text in texts], float(sys.argv[2]))
    step = MinhashDedupSignature("/tmp", config=None)
    sample = [row["text"] for row in rows if row["language"] == "en"][:400]
    seconds = {
        "datatrove": measure(sample, lambda text: sign_datatrove(step, text)),
        "datasketch": measure(sample, sign_datasketch),
        "rensa": measure(sample, sign_rensa),
    }
    rates = {name: sum(len(text.encode()) for text in sample) / 1e6 / time for name, time in seconds.items()}
    versions = {name: version(name) for name in rates}
    with open(sys.argv[3], "w", encoding="utf-8") as file:
        json.dump({"firsts": firsts, "numPairs": num_pairs, "rates": rates, "versions": versions}, file)


if __name__ == "__main__":
    main()
