"""A peer's side: finds of each text of a corpus, for the kinds that it has patterns for.

    python peer.py {datatrove,presidio} CORPUS.jsonl
Prints one JSON line: the peer's version, its kinds, finds of each text with places in bytes, and seconds of CPU.
Invariant: presidio is asked recogniser by recogniser, without a language model and without words of context; its answers below 0.4 do not count.
"""

import json
import sys
import time
from importlib.metadata import version


def load_datatrove():
    from datatrove.pipeline.formatters import PIIFormatter

    formatter = PIIFormatter()
    replacers = {"email": formatter.emails_replacer, "ipv4": formatter.ip_replacer}

    def find(text):
        for kind, replacer in replacers.items():
            for match in replacer.regex.finditer(text):
                if replacer.validator is None or replacer.validator(match[0]):
                    yield kind, match.start(), match.end()

    return "datatrove", list(replacers), find


def load_presidio():
    from presidio_analyzer.predefined_recognizers import (
        CreditCardRecognizer,
        EmailRecognizer,
        IbanRecognizer,
        IpRecognizer,
        PhoneRecognizer,
    )

    regions = ["US", "GB", "DE", "FR", "CN"]
    recognisers = [
        ("email", EmailRecognizer(), "EMAIL_ADDRESS"),
        ("ip", IpRecognizer(), "IP_ADDRESS"),
        ("iban", IbanRecognizer(), "IBAN_CODE"),
        ("bank-card", CreditCardRecognizer(), "CREDIT_CARD"),
        ("phone", PhoneRecognizer(supported_regions=regions), "PHONE_NUMBER"),
    ]

    def find(text):
        for kind, recogniser, entity in recognisers:
            for found in recogniser.analyze(text, [entity], None) or []:
                if found.score >= 0.4:
                    name = kind if kind != "ip" else "ipv6" if ":" in text[found.start : found.end] else "ipv4"
                    yield name, found.start, found.end

    return "presidio_analyzer", ["email", "ipv4", "ipv6", "iban", "bank-card", "phone"], find


def main():
    package, kinds, find = {"datatrove": load_datatrove, "presidio": load_presidio}[sys.argv[1]]()
    texts = [json.loads(line)["text"] for line in open(sys.argv[2], encoding="utf-8")]
    for text in texts[:20]:
        list(find(text))
    start = time.process_time()
    found = [list(find(text)) for text in texts]
    seconds = time.process_time() - start
    finds = [
        [
            {"kind": kind, "start": len(text[:begin].encode()), "end": len(text[:end].encode())}
            for kind, begin, end in spans
        ]
        for text, spans in zip(texts, found)
    ]
    print(json.dumps({"version": f"{package} {version(package)}", "kinds": kinds, "finds": finds, "seconds": seconds}))


if __name__ == "__main__":
    main()
