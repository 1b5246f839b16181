"""datatrove as an oracle: the verdicts of its filters on documents, and how long they took.

    python peer.py documents.jsonl verdicts.jsonl [--golden]
With `--golden` a line holds the document too, and the first line names the versions: the fixture of the suite.
Invariant: one line a document: for each filter `keep` or the reason, and the text that C4 leaves. Times go to standard output, in seconds
of CPU: each filter's own, and `chain`: document by document through all, as a pipeline runs them, so that datatrove's cache of the last
texts' words serves the filters after the first. C4 is in the chain once.
"""

import json
import sys
import time
from importlib.metadata import version

from datatrove.data import Document
from datatrove.pipeline.filters import C4QualityFilter, FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter
from datatrove.utils.text import split_into_parts

FILTERS = {
    "gopher-quality": GopherQualityFilter(),
    "gopher-repetition": GopherRepetitionFilter(),
    "c4-quality": C4QualityFilter(),
    "c4-quality-loose": C4QualityFilter(filter_no_terminal_punct=False),
    "fineweb-quality": FineWebQualityFilter(),
}


def judge(filter_, text):
    document = Document(text=text, id="0")
    try:
        answer = filter_.filter(document)
    except Exception as error:  # The oracle's own failure is a finding, not ours to hide.
        return f"error: {type(error).__name__}", text
    if answer is True:
        return "keep", document.text
    return answer[1], text


def main():
    texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
    judge(FILTERS["gopher-quality"], "The first call loads the tokenizer.")
    rows, seconds = [{} for _ in texts], {}
    for name, filter_ in FILTERS.items():
        split_into_parts.cache_clear()
        start = time.process_time()
        for row, text in zip(rows, texts):
            row[name], left = judge(filter_, text)
            if name.startswith("c4"):
                row[name + "-text"] = left if row[name] == "keep" else ""
        seconds[name] = time.process_time() - start
    split_into_parts.cache_clear()
    start = time.process_time()
    for text in texts:
        for name, filter_ in FILTERS.items():
            if name != "c4-quality":
                judge(filter_, text)
    chain = time.process_time() - start
    versions = {name: version(name) for name in ("datatrove", "spacy")} | {"python": sys.version.split()[0]}
    is_golden = "--golden" in sys.argv
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        if is_golden:
            file.write(json.dumps({"madeBy": "benchmarks/filters-parity/peer.py", **versions}) + "\n")
        for row, text in zip(rows, texts):
            file.write(json.dumps({"text": text, **row} if is_golden else row) + "\n")
    print(json.dumps({"seconds": seconds, "chain": chain, **versions}))


if __name__ == "__main__":
    main()
