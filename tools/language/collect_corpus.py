"""Collects the text that the language model is trained on from Debian packages: a file of lines and one of dictionary words a language.

    python collect_corpus.py PACKAGES_FOLDER CORPUS_FOLDER
PACKAGES_FOLDER holds .deb files, as `apt-get download` gives them; `packages.txt` beside this script names them. Read are gettext catalogues
(.mo), Firefox language packs (.xpi) and help pages (.html, .page, .xml, .docbook) into LANGUAGE.txt, and spelling dictionaries (.dic) into
LANGUAGE.words.txt; the path names the language.
Invariant: lines are unique within a language and sorted, so the same packages give the same files. Versions are written to sources.json.
"""

import gettext
import html
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from pathlib import Path

CODES = {
    "no": "nb", "nb-no": "nb", "nn-no": "nn", "fil": "tl", "kmr": "ku", "fy-nl": "fy", "sr-latn": "sr-Latn", "sr@latin": "sr-Latn",
    "sr@ijekavianlatin": "sr-Latn", "sr@ijekavian": "sr", "ca@valencia": "ca", "ca-valencia": "ca", "sv-se": "sv", "ga-ie": "ga",
    "uz-latn": "uz", "uz@latn": "uz", "kk-cyrl": "kk", "az-ir": None, "be@latin": None, "be@tarask": "be", "uz@cyrillic": None,
    "uz@cyrl": None, "tt@iqtelif": None, "ks@devanagari": None, "crh": "crh", "ckb": "ckb", "ku-arab": "ckb", "sdh": None,
    "kk@latin": None, "ru@petr1708": None, "en@boldquot": None, "en@quot": None, "en@shaw": None, "en@arabic": None, "en@hebrew": None,
    "en@cyrillic": None, "en@greek": None, "en@piglatin": None, "de-alt": None, "ca-es@valencia": "ca", "es-es": "es",
}
KEPT = set((
    "en de fr es it pt ro ca gl oc eu br cy ga gd mt nl af fy lb da sv nb nn is fo fi et lv lt pl cs sk sl hr bs sr-Latn hu sq tr az uz "
    "ku id ms tl vi sw eo zu xh so st rw mg ha tk la jv su yo ig sn ny "
    "ru uk be bg sr mk kk mn ky tg tt ar fa ur ug ckb ps sd hi mr ne bn as he yi zh-Hans zh-Hant ja "
).split())
MARKUP = re.compile(r"<[^>]*>|&[a-zA-Z]+;|%\d*\$?[-\w]+|\$\{?\w+\}?|\{[^}]*\}|https?://\S+|\\[nt]|\[\S*\]")
ACCELERATOR = re.compile(r"[_&~](?=\w)")
SCRIPTS = {
    "cyrillic": ("ru uk be bg sr mk kk mn ky tg tt", r"[Ѐ-ԯ]"),
    "arabic": ("ar fa ur ug ckb ps sd", r"[؀-ۿ]"),
    "devanagari": ("hi mr ne", r"[ऀ-ॿ]"),
    "bengali": ("bn as", r"[ঀ-৿]"),
    "hebrew": ("he yi", r"[א-ת]"),
    "han": ("zh-Hans zh-Hant ja", r"[一-鿿぀-ヿ]"),
}
LETTERS = {code: re.compile(pattern) for codes, pattern in SCRIPTS.values() for code in codes.split()}
MAX_WORDS = 60_000
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")


def language_of(name):
    """The language that a folder's or package's name stands for, or None."""
    lower = name.lower().replace("_", "-")
    if lower in ("zh-cn", "zh-hans", "zh-sg"):
        return "zh-Hans"
    if lower in ("zh-tw", "zh-hk", "zh-hant"):
        return "zh-Hant"
    if lower in CODES:
        return CODES[lower]
    base = lower.split("-")[0].split("@")[0]
    base = CODES.get(base, base)
    return base if base in KEPT else None


def clean(text):
    text = html.unescape(text)
    text = ACCELERATOR.sub("", MARKUP.sub(" ", text))
    return " ".join(text.split())


def is_useful(language, line):
    """Whether most letters of a line are of the language's script."""
    own = len(LETTERS.get(language, LATIN).findall(line))
    latin = len(LATIN.findall(line))
    letters = sum(character.isalpha() for character in line)
    return own >= 6 and own * (1 if LETTERS.get(language) is None else 3) >= latin and own * 2 >= letters * (0 if language in LETTERS else 1)


def read_catalogue(path, add):
    language = next((found for part in reversed(path.parts[-5:-1]) if (found := language_of(part))), None)
    try:
        catalogue = gettext.GNUTranslations(path.open("rb"))._catalog
    except Exception:  # A catalogue that gettext cannot read has no text for us.
        return
    for source, target in catalogue.items():
        source = source[0] if isinstance(source, tuple) else source
        source = source.split("\4")[-1]
        if not source or not isinstance(target, str) or target == source:
            continue
        if language:
            add(language, target)
        add("en", source)


def read_language_pack(path, add):
    language = language_of(re.sub(r"^langpack-|@.*$", "", path.name))
    if language is None:
        return
    with zipfile.ZipFile(path) as pack:
        for name in pack.namelist():
            if name.endswith((".ftl", ".properties")):
                for line in pack.read(name).decode("utf-8", "ignore").split("\n"):
                    if not line.startswith("#") and "=" in line or line.startswith("    "):
                        add(language, line.split("=", 1)[-1])


def read_page(path, add):
    parts = [part for part in path.parts[-9:-1]] + [path.name.split(".")[1] if path.name.count(".") > 1 else ""]
    language = next((found for part in reversed(parts) if re.fullmatch(r"[a-z]{2,3}([-_@]\w+)?", part) and (found := language_of(part))), None)
    if language is None:
        return
    text = path.read_text("utf-8", "ignore")
    text = re.sub(r"(?s)<(script|style|code|pre|screen|programlisting)\b.*?</\1>", " ", text)
    for block in re.split(r"</?(?:p|div|li|td|tr|h\d|title|para|item|note|section|dt|dd|th)\b[^>]*>", text):
        add(language, block)


def read_dictionary(path, words):
    """Words of a spelling dictionary in the character set that its rules name, evenly picked from those of small letters."""
    rules = path.with_suffix(".aff")
    if path.name.startswith("hyph") or not rules.exists():
        return
    language = "sr-Latn" if path.stem.startswith("sr_Latn") else language_of(path.stem.split("_")[0])
    charset = re.search(rb"(?m)^SET\s+(\S+)", rules.read_bytes())
    text = path.read_bytes().decode(charset[1].decode() if charset else "latin-1", "ignore")
    found = [word for line in text.splitlines()[1:] if len(word := re.split(r"[/\s]", line, maxsplit=1)[0]) > 1 and is_word(language, word)]
    words[language].update(found[:: 1 + len(found) // MAX_WORDS])


def is_word(language, word):
    return all(character.isalpha() or character in "'’-\u200c" or unicodedata.combining(character) for character in word) and word == word.lower() and (
        LETTERS.get(language, LATIN).search(word) is not None
    )


READERS = {".mo": read_catalogue, ".xpi": read_language_pack, ".html": read_page, ".page": read_page, ".xml": read_page, ".docbook": read_page}


def read_package(package, add, words):
    with tempfile.TemporaryDirectory() as folder:
        files = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(package)], check=True, stdout=subprocess.PIPE).stdout
        kept = [f"*{suffix}" for suffix in (*READERS, ".dic", ".aff")]
        subprocess.run(["tar", "-x", "-C", folder, "--wildcards", *kept], input=files, stderr=subprocess.DEVNULL)
        for path in sorted(Path(folder).rglob("*")):
            if not path.is_file() or path.is_symlink():
                continue
            if path.suffix == ".dic":
                read_dictionary(path, words)
            elif reader := READERS.get(path.suffix):
                reader(path, add)


def main():
    packages, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    lines, words, seen = defaultdict(set), defaultdict(set), set()

    def add(language, text):
        if language not in KEPT or (language, text) in seen:
            return
        seen.add((language, text))
        line = clean(text)
        if 8 <= len(line) <= 2000 and is_useful(language, line):
            lines[language].add(line)

    names = [line.strip() for line in (Path(__file__).parent / "packages.txt").read_text().splitlines() if line.strip()]
    versions = {}
    for name in names:
        for package in sorted(packages.glob(f"{name}_*.deb")):
            versions[name] = package.name.split("_")[1].replace("%3a", ":")
            read_package(package, add, words)
    for language, found in lines.items():
        (target / f"{language}.txt").write_text("\n".join(sorted(found)) + "\n", "utf-8")
    for language, found in words.items():
        if language in KEPT:
            (target / f"{language}.words.txt").write_text("\n".join(sorted(found)) + "\n", "utf-8")
    (target / "sources.json").write_text(json.dumps(versions, indent=1))


if __name__ == "__main__":
    main()
