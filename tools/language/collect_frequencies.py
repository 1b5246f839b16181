"""Writes how often the words of everyday text are written, from the lists of the Python package wordfreq: `pip install wordfreq==3.1.1` first.

    python collect_frequencies.py CORPUS_FOLDER
LANGUAGE.frequencies.txt has a word and its frequency in a thousand million on each line, the most frequent first.
wordfreq's code is of Apache-2.0; its lists are of CC BY-SA 4.0, made from Wikipedia, subtitles, news, books, the web and more.
Invariant: the same version gives the same files. Refuses: lists that mix what the model parts (Serbian, Croatian and Bosnian), and scripts of
one language.
"""

import sys
import unicodedata
from pathlib import Path

import wordfreq

LISTS = {"nb": "nb", "fil": "tl"} | {
    code: code for code in "en de fr es it pt ro ca nl da sv is fi lv lt pl cs sk sl hu tr id ms vi ru uk bg mk ar fa ur hi bn he".split()
}
MAX_WORDS = 40_000
SCRIPTS = {"CYRILLIC": "ru uk bg mk", "ARABIC": "ar fa ur", "DEVANAGARI": "hi", "BENGALI": "bn", "HEBREW": "he"}
SCRIPT_OF = {language: script for script, languages in SCRIPTS.items() for language in languages.split()}


def is_of(script, word):
    return word[0].isalpha() and unicodedata.name(word[0], "").startswith(script)


def main():
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for code, language in LISTS.items():
        script = SCRIPT_OF.get(language, "LATIN")
        frequencies = wordfreq.get_frequency_dict(code)
        words = sorted((word for word in frequencies if is_of(script, word)), key=lambda word: (-frequencies[word], word))
        lines = [f"{word}\t{round(frequencies[word] * 1e9)}" for word in words[:MAX_WORDS]]
        (target / f"{language}.frequencies.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
