"""datatrove over documents of class B with the steps of the data factory: filters, MinHash, personal data, decontamination, tokens.

    python datatrove_pipeline.py --input web.jsonl --tokenizer tokenizer.json --work FOLDER [--benchmark benchmark.jsonl] [--workers 2]

Prints one JSON object: versions, seconds to import and warm up, seconds of each stage, and the funnel with the reasons.
Invariant: every document is judged by the filters of its given language: English with the defaults of examples/fineweb.py, Chinese with
FineWeb-2's numbers for cmn_Hani (configs/cmn_Hani.yml at 05e6729), other languages with the defaults without English stop words.
Fair to the peer: libraries and word tokenizers are loaded before the clock and inherited by forked workers, hashes are xxhash, its fastest,
the logs are off, and intermediate files are not compressed. Needs the packages of peers/requirements-datatrove.txt.
"""

import argparse
import json
import os
import resource
import shutil
import time
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("RAYON_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
started = time.perf_counter()

import numpy  # noqa: E402
from datatrove.executor import LocalPipelineExecutor  # noqa: E402
from datatrove.pipeline.decont import NGramsDecontFilter  # noqa: E402
from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter, MinhashDedupSignature  # noqa: E402
from datatrove.pipeline.filters import C4QualityFilter, FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter  # noqa: E402
from datatrove.pipeline.filters.base_filter import BaseFilter  # noqa: E402
from datatrove.pipeline.formatters import PIIFormatter  # noqa: E402
from datatrove.pipeline.readers import JsonlReader  # noqa: E402
from datatrove.pipeline.tokens import DocumentTokenizer  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402
from datatrove.utils.logging import logger  # noqa: E402
from datatrove.utils.text import ngrams, simplify_text  # noqa: E402
from datatrove.utils.word_tokenizers import load_word_tokenizer  # noqa: E402

IMPORT_SECONDS = time.perf_counter() - started
NUM_TASKS = 8
MANDARIN_STOP_WORDS = list("的年在月是和日了於·為有被人中为他與後也而由")
MANDARIN_TOP = ((2, 0.256), (3, 0.201), (4, 0.171))
MANDARIN_REPEATED = ((5, 0.198), (6, 0.182), (7, 0.167), (8, 0.154), (9, 0.14), (10, 0.127))
# The word tokenizers datatrove assigns to Galician and Hindi load models from the network.
TOKENIZERS = {"en": "eng", "zh": "cmn", "gl": "por", "hi": "eng"}


def language_of(record):
    return TOKENIZERS.get(record["language"], record["language"])


def repetition(language):
    if language != "cmn":
        return GopherRepetitionFilter(language=language)
    return GopherRepetitionFilter(
        language=language, dup_line_frac=0.287, dup_para_frac=0, dup_line_char_frac=0, dup_para_char_frac=0,
        top_n_grams=MANDARIN_TOP, dup_n_grams=MANDARIN_REPEATED,
    )  # fmt: skip


def quality(language):
    if language == "eng":
        return GopherQualityFilter()
    if language == "cmn":
        return GopherQualityFilter(
            language=language, stop_words=MANDARIN_STOP_WORDS, min_avg_word_length=1, max_avg_word_length=5, max_non_alpha_words_ratio=0.735
        )
    return GopherQualityFilter(language=language, min_stop_words=0, min_avg_word_length=1, max_avg_word_length=15)


def c4(language):
    return C4QualityFilter(filter_no_terminal_punct=False, language=language)


def fineweb(language):
    if language != "cmn":
        return FineWebQualityFilter(language=language)
    return FineWebQualityFilter(
        language=language, line_punct_thr=0.106, short_line_thr=999, char_duplicates_ratio=0.1, new_line_ratio=0.178
    )


class ByLanguage(BaseFilter):
    """Asks the filter made for the document's language."""

    def __init__(self, name, make):
        # The statistics take the name when the step is made.
        self.name = name
        super().__init__()
        self.make, self.filters = make, {}

    def filter(self, doc):
        language = language_of(doc.metadata)
        if language not in self.filters:
            self.filters[language] = self.make(language)
        return self.filters[language].filter(doc)


class SignatureByLanguage(MinhashDedupSignature):
    """Cuts the words of each document by its own language."""

    def run(self, data, rank=0, world_size=1):
        def remember(documents):
            for document in documents:
                self.word_tokenizer = load_word_tokenizer(language_of(document.metadata))
                yield document

        return super().run(remember(data), rank, world_size)


def write_index(benchmark, folder):
    """Hashes of the 12-grams of a benchmark's lines; datatrove's own indexer asks for lighteval's tasks."""
    folder.mkdir(parents=True)
    probe = NGramsDecontFilter(str(folder))
    hashes = set()
    for line in benchmark.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        words = load_word_tokenizer(language_of(record)).word_tokenize(simplify_text(record["text"], probe.config.norm_config))
        hashes.update(probe.hash_func(" ".join(gram)) for gram in ngrams(words, probe.config.n_grams))
    numpy.array(sorted(hashes), dtype=probe.config.hash_config.np_descr).tofile(folder / "benchmark.index.hashes")


def split_input(source, folder):
    """Files of equal numbers of lines, one a task; `{documents, bytes}` and the languages that occur."""
    folder.mkdir(parents=True)
    files = [open(folder / f"{number:03d}.jsonl", "w", encoding="utf-8") for number in range(NUM_TASKS)]
    count, size, languages = 0, 0, set()
    for line in open(source, encoding="utf-8"):
        files[count % NUM_TASKS].write(line)
        record = json.loads(line)
        languages.add(language_of(record))
        count, size = count + 1, size + len(record["text"].encode())
    for file in files:
        file.close()
    return {"documents": count, "bytes": size}, languages


def warm_up(languages):
    for language in languages:
        load_word_tokenizer(language).word_tokenize("The first call loads what it needs. 第一次调用会加载词典。")


def read_jsonl(folder):
    return JsonlReader(str(folder))


def write_jsonl(folder):
    return JsonlWriter(str(folder), output_filename="${rank}.jsonl", compression=None)


def stages(work, arguments):
    kept, signatures, buckets, removed, clean = (work / name for name in ("kept", "signatures", "buckets", "removed", "clean"))
    filters = [ByLanguage(make.__name__, make) for make in (repetition, quality, c4, fineweb)]
    finish = [PIIFormatter()]
    if arguments.benchmark:
        finish.append(ByLanguage("decontamination", lambda language: NGramsDecontFilter(str(work / "index"), language=language)))
    yield "filters", NUM_TASKS, [read_jsonl(work / "input"), *filters, write_jsonl(kept)]
    yield "minhash-signatures", NUM_TASKS, [read_jsonl(kept), SignatureByLanguage(str(signatures))]
    yield "minhash-buckets", 14, [MinhashDedupBuckets(str(signatures), str(buckets))]
    yield "minhash-clusters", 1, [MinhashDedupCluster(str(buckets), str(removed))]
    yield "minhash-filter, personal data, decontamination", NUM_TASKS, [read_jsonl(kept), MinhashDedupFilter(str(removed)), *finish, write_jsonl(clean)]
    yield "tokens", NUM_TASKS, [read_jsonl(clean), DocumentTokenizer(str(work / "tokens"), arguments.tokenizer, shuffle_documents=False)]


def cpu_seconds():
    """CPU time of this process and of the workers that have ended; on a busy machine it says more than the clock."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def summarise(folder):
    """What each step of a stage saw, forwarded and dropped, by reason."""
    rows = []
    for step in json.loads((folder / "stats.json").read_text()):
        counts = {name: value["total"] if isinstance(value, dict) else value for name, value in step["stats"].items()}
        kept = {name: value for name, value in counts.items() if name in ("total", "forwarded", "tokens") or name.startswith("dropped")}
        rows.append({"step": step["name"].split(": ", 1)[-1], **kept})
    return rows


def main():
    parser = argparse.ArgumentParser()
    for name in ("input", "tokenizer", "work"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--benchmark", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    work = Path(arguments.work)
    shutil.rmtree(work, ignore_errors=True)
    logger.remove()
    start = time.perf_counter()
    counted, languages = split_input(arguments.input, work / "input")
    warm_up(languages)
    if arguments.benchmark:
        write_index(arguments.benchmark, work / "index")
    report = {
        "versions": {name: version(name) for name in ("datatrove", "spacy", "jieba", "tokenizers", "numpy")},
        "workers": arguments.workers,
        "input": counted,
        "importSeconds": IMPORT_SECONDS,
        "warmUpSeconds": time.perf_counter() - start,
        "stages": [],
    }
    for name, num_tasks, pipeline in stages(work, arguments):
        logs = work / "logs" / str(len(report["stages"]))
        start, start_cpu = time.perf_counter(), cpu_seconds()
        LocalPipelineExecutor(
            pipeline, tasks=num_tasks, workers=min(arguments.workers, num_tasks), logging_dir=str(logs), start_method="fork"
        ).run()
        report["stages"].append({"name": name, "seconds": time.perf_counter() - start, "cpuSeconds": cpu_seconds() - start_cpu, "steps": summarise(logs)})
    report["seconds"] = sum(stage["seconds"] for stage in report["stages"])
    report["cpuSeconds"] = sum(stage["cpuSeconds"] for stage in report["stages"])
    report["megabytesPerSecond"] = counted["bytes"] / 1e6 / report["seconds"]
    print(json.dumps(report))


if __name__ == "__main__":
    main()
