"""datatrove's MinHash as an oracle, and NeMo Curator's written anew from its source: signatures and clusters of documents.

    python peer.py documents.jsonl answers.jsonl [--golden]
Invariant: one line a document: for each original the SHA-256 of its signature's little-endian bytes (empty where it is not signed) and
the first document of its cluster. With `--golden` a line holds the document too, and the first line the versions. Times in seconds of CPU go
to standard output.
NeMo Curator needs CUDA, so its oracle is its source (1.4.0, `stages/deduplication/fuzzy`) and cuDF's (`text/minhash.cu`) in NumPy with
mmh3; the band's MD5 is left out, since equal bands are equal tuples.
"""

import hashlib
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from importlib.metadata import version

import mmh3
import numpy as np
from datatrove.data import Document
from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.utils.binaryio import read_tuples_from_file
from datatrove.utils.logging import logger

logger.remove()


class Clusters:
    def __init__(self, size):
        self.parents = list(range(size))

    def find(self, member):
        while self.parents[member] != member:
            self.parents[member] = self.parents[self.parents[member]]
            member = self.parents[member]
        return member

    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        self.parents[max(a, b)] = min(a, b)

    def firsts(self):
        return [self.find(member) for member in range(len(self.parents))]


def digest(signature):
    return hashlib.sha256(signature.tobytes()).hexdigest() if signature is not None else ""


def sign_fineweb(texts, folder):
    """Signatures one by one, and those of the pipeline's own step, which is the one that is timed."""
    step = MinhashDedupSignature(folder, config=MinhashConfig())
    step.word_tokenizer.word_tokenize("The first call loads the tokenizer.")
    start = time.process_time()
    step.run((Document(text=text, id=str(place)) for place, text in enumerate(texts)), rank=0)
    seconds = time.process_time() - start
    signatures = []
    for text in texts:
        shingles = step.get_shingles(text)
        flat = [value for bucket in step.get_signature(shingles) for value in bucket] if shingles.size else None
        signatures.append(np.array(flat, dtype="<u8") if flat else None)
    return signatures, seconds


def cluster_fineweb(num_documents, folder, config=MinhashConfig()):
    for rank in range(config.num_buckets):
        MinhashDedupBuckets(f"{folder}", f"{folder}/dups", config=config).run(None, rank, config.num_buckets)
    MinhashDedupCluster(f"{folder}/dups", f"{folder}/removed", config=config, save_cluster_id=True).run(None)
    clusters, first_of = Clusters(num_documents), {}
    path = f"{folder}/removed/000000.clusters"
    if os.path.exists(path):
        with open(path, "rb") as file:
            for document, cluster in read_tuples_from_file(file, "2I", lines_to_buffer=5):
                clusters.union(first_of.setdefault(cluster, document), document)
    return clusters.firsts()


def nemo_parameters(num_hashes=260, seed=42):
    random = np.random.RandomState(seed)
    prime = np.uint32((1 << 31) - 1)
    pairs = [(random.randint(1, prime, dtype=np.uint32), random.randint(0, prime, dtype=np.uint32)) for _ in range(num_hashes)]
    return np.array([a for a, _ in pairs], dtype=np.uint32), np.array([b for _, b in pairs], dtype=np.uint32)


def sign_nemo(texts, width=24):
    a, b = nemo_parameters()
    signatures = []
    for text in texts:
        windows = [text[at : at + width] for at in range(max(1, len(text) - width + 1))] if text else []
        hashes = [max(1, mmh3.hash(window.encode(), int(a[0]), signed=False)) for window in windows]
        if not hashes:
            signatures.append(None)
            continue
        values = np.array(hashes, dtype=np.uint32)[:, None] * a + b
        signatures.append(values.min(axis=0).astype("<u4"))
    return signatures


def cluster_nemo(signatures, bands=20, rows=13):
    clusters, buckets = Clusters(len(signatures)), defaultdict(list)
    for place, signature in enumerate(signatures):
        for band in range(bands if signature is not None else 0):
            buckets[band, signature[band * rows : (band + 1) * rows].tobytes()].append(place)
    for members in buckets.values():
        for before, after in zip(members, members[1:]):
            clusters.union(before, after)
    return clusters.firsts()


def main():
    texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
    with tempfile.TemporaryDirectory() as folder:
        fineweb, seconds = sign_fineweb(texts, folder)
        fineweb_firsts = cluster_fineweb(len(texts), folder)
    nemo = sign_nemo(texts)
    nemo_firsts = cluster_nemo(nemo)
    versions = {name: version(name) for name in ("datatrove", "spacy", "numpy", "mmh3", "xxhash")}
    is_golden = "--golden" in sys.argv
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        if is_golden:
            file.write(json.dumps({"madeBy": "benchmarks/dedup-parity/peer.py", **versions}) + "\n")
        for place, text in enumerate(texts):
            row = {"text": text} if is_golden else {}
            row |= {"fineweb": digest(fineweb[place]), "finewebFirst": fineweb_firsts[place]}
            row |= {"nemo": digest(nemo[place]), "nemoFirst": nemo_firsts[place]}
            file.write(json.dumps(row) + "\n")
    print(json.dumps({"seconds": seconds, **versions}))


if __name__ == "__main__":
    main()
