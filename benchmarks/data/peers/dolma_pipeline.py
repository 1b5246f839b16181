"""dolma over documents of class B: taggers, Bloom-filter duplicates, mixing, tokens, by its own command line.

    python dolma_pipeline.py --input web.jsonl --tokenizer tokenizer.json --work FOLDER [--workers 2]

Prints one JSON object: version, seconds and CPU seconds of each stage, documents in and kept.
Invariant: the tagger's attributes decide by Dolma's published thresholds for C4 and Gopher; duplicates are whole equal texts.
Differs from the other peer: dolma has neither MinHash nor FineWeb's rules, so near duplicates stay and the funnel cannot be the same.
Needs the packages of peers/requirements-dolma.txt: without its pins pip does not find botocore's version in reasonable time.
"""

import argparse
import gzip
import json
import resource
import shutil
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

NUM_FILES = 8
DROPPED = [
    "$.attributes[?(@.slipway__gopher_v2__fraction_of_words_with_alpha_character[0] && @.slipway__gopher_v2__fraction_of_words_with_alpha_character[0][2] < 0.8)]",
    "$.attributes[?(@.slipway__gopher_v2__word_count[0] && @.slipway__gopher_v2__word_count[0][2] < 50)]",
    "$.attributes[?(@.slipway__c4_v2__has_curly_brace[0] && @.slipway__c4_v2__has_curly_brace[0][2] >= 1.0)]",
    "$.attributes[?(@.slipway__c4_v2__has_lorem_ipsum[0] && @.slipway__c4_v2__has_lorem_ipsum[0][2] >= 1.0)]",
    "$.attributes[?(@.duplicate_texts && @.duplicate_texts[0] && @.duplicate_texts[0][2] >= 1.0)]",
]


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def write_input(source, folder):
    """Files as dolma wants them: gzipped, with `source`, `added` and `created`."""
    folder.mkdir(parents=True)
    files = [gzip.open(folder / f"{number:03d}.json.gz", "wt", compresslevel=1, encoding="utf-8") for number in range(NUM_FILES)]
    count, size = 0, 0
    for line in open(source, encoding="utf-8"):
        record = json.loads(line)
        record.update(source="web", added="2024-01-02T00:00:00.000Z", created="2024-01-02T00:00:00.000Z")
        files[count % NUM_FILES].write(json.dumps(record, ensure_ascii=False) + "\n")
        count, size = count + 1, size + len(record["text"].encode())
    for file in files:
        file.close()
    return {"documents": count, "bytes": size}


def write_tokenizer(source, target):
    """The tokenizer in the older form, merges as strings: dolma holds tokenizers below 0.20."""
    tokenizer = json.loads(Path(source).read_text(encoding="utf-8"))
    merges = tokenizer["model"]["merges"]
    tokenizer["model"]["merges"] = [merge if isinstance(merge, str) else " ".join(merge) for merge in merges]
    target.write_text(json.dumps(tokenizer), encoding="utf-8")
    return str(target)


def mixer(work, workers):
    stream = {
        "name": "kept",
        "documents": [str(work / "documents" / "*.json.gz")],
        "attributes": ["slipway", "duplicates"],
        "output": {"path": str(work / "mixed"), "max_size_in_bytes": 1_000_000_000},
        "filter": {"include": [], "exclude": DROPPED},
    }
    path = work / "mixer.json"
    path.write_text(json.dumps({"streams": [stream], "processes": workers}))
    return path


def stages(work, arguments):
    documents, workers = str(work / "documents" / "*.json.gz"), str(arguments.workers)
    yield "tag", ["tag", "--documents", documents, "--experiment", "slipway", "--taggers", "gopher_v2", "c4_v2", "pii_regex_with_counts_fast_v2", "--processes", workers]
    yield "dedupe", [
        "dedupe", "--documents", documents, "--dedupe.name", "duplicates", "--dedupe.documents.key", "$.text", "--dedupe.documents.attribute_name",
        "duplicate_texts", "--dedupe.skip_empty", "--bloom_filter.file", str(work / "bloom.bin"), "--bloom_filter.estimated_doc_count", "1000000",
        "--bloom_filter.desired_false_positive_rate", "0.0001", "--no-bloom_filter.read_only", "--processes", workers,
    ]  # fmt: skip
    yield "mix", ["-c", str(mixer(work, arguments.workers)), "mix"]
    yield "tokens", [
        "tokens", "--documents", str(work / "mixed" / "*.json.gz"), "--destination", str(work / "tokens"), "--tokenizer.name_or_path",
        write_tokenizer(arguments.tokenizer, work / "tokenizer.json"), "--tokenizer.eos_token_id", "151643", "--tokenizer.pad_token_id", "151643", "--dtype", "uint32", "--processes", workers,
    ]  # fmt: skip


def main():
    parser = argparse.ArgumentParser()
    for name in ("input", "tokenizer", "work"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    work = Path(arguments.work).resolve()
    shutil.rmtree(work, ignore_errors=True)
    report = {"versions": {"dolma": version("dolma")}, "workers": arguments.workers, "input": write_input(arguments.input, work / "documents"), "stages": []}
    dolma = str(Path(sys.executable).parent / "dolma")
    for name, command in stages(work, arguments):
        start, start_cpu = time.perf_counter(), cpu_seconds()
        subprocess.run([dolma, *command], check=True, stdout=sys.stderr)
        report["stages"].append({"name": name, "seconds": time.perf_counter() - start, "cpuSeconds": cpu_seconds() - start_cpu})
    kept = sum(1 for path in (work / "mixed").glob("*.gz") for _ in gzip.open(path))
    report["kept"] = {"documents": kept}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
