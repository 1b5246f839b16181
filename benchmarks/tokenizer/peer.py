"""The peers' side: encodes the documents of a text with tiktoken or tokenizers in one thread.

Prints one JSON line: seconds, bytes, tokens, and the SHA-256 of all ids as little-endian u32.
Use: python peer.py tiktoken|tokenizers VOCABULARY.json TEXT.json qwen|smollm
"""

import hashlib
import json
import os
import sys
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"

import numpy  # noqa: E402
import tiktoken  # noqa: E402
import tokenizers  # noqa: E402

SPLITS = {
    "qwen": r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    # Digits apart, then GPT-2's pattern in what lies between them, as one expression.
    "smollm": r"\p{N}|'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?[^\s\p{L}\p{N}]+|\s+(?![^\s\p{N}])|\s+",
}


def alphabet():
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + place): byte for place, byte in enumerate(others)}


def bind_tiktoken(path, name):
    with open(path, encoding="utf-8") as file:
        vocabulary = json.load(file)["model"]["vocab"]
    byte_of = alphabet()
    ranks = {bytes(byte_of[char] for char in token): rank for token, rank in vocabulary.items()}
    for byte in range(256):
        ranks.setdefault(bytes([byte]), len(vocabulary) + 300 + byte)
    encoding = tiktoken.Encoding(name, pat_str=SPLITS[name], mergeable_ranks=ranks, special_tokens={})
    return lambda documents: [encoding.encode_to_numpy(text, disallowed_special=()) for text in documents]


def bind_tokenizers(path):
    tokenizer = tokenizers.Tokenizer.from_file(path)
    return lambda documents: [
        encoding.ids for encoding in tokenizer.encode_batch_fast(documents, add_special_tokens=False)
    ]


def main(peer, vocabulary, text, name):
    encode = bind_tiktoken(vocabulary, name) if peer == "tiktoken" else bind_tokenizers(vocabulary)
    with open(text, encoding="utf-8") as file:
        parts = json.load(file)
    encode(parts["warm"])
    start = time.perf_counter()
    ids = encode(parts["texts"])
    seconds = time.perf_counter() - start
    digest = hashlib.sha256()
    for document in ids:
        digest.update(numpy.asarray(document, dtype="<u4").tobytes())
    size = sum(len(document.encode()) for document in parts["texts"])
    print(json.dumps({"seconds": seconds, "bytes": size, "tokens": sum(map(len, ids)), "digest": digest.hexdigest()}))


main(*sys.argv[1:])
