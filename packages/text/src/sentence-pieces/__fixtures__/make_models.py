"""Makes small SentencePiece models and golden.json, the ids that sentencepiece 0.2.3 gives. Use: python make_models.py"""

import io
import json
import random
from pathlib import Path

import sentencepiece

HERE = Path(__file__).parent
SAMPLES = json.loads((HERE / "../../tokenizer/__fixtures__/samples.json").read_text())
SENTENCES = [line for sample in SAMPLES for line in sample.replace("\0", "").splitlines() if line.strip()] * 3
MODELS = {
    "bpe-nfkc": {"model_type": "bpe", "vocab_size": 1100},
    "bpe-bytes": {
        "model_type": "bpe",
        "vocab_size": 1200,
        "byte_fallback": True,
        "normalization_rule_name": "identity",
        "remove_extra_whitespaces": False,
        "split_digits": True,
        "user_defined_symbols": ["<|end|>", "中国", "ab c"],
        "character_coverage": 0.98,
    },
    "unigram-nfkc": {"model_type": "unigram", "vocab_size": 1000},
    "unigram-bytes": {
        "model_type": "unigram",
        "vocab_size": 1100,
        "byte_fallback": True,
        "normalization_rule_name": "nmt_nfkc_cf",
        "add_dummy_prefix": False,
        "user_defined_symbols": ["<|end|>", "中国"],
        "character_coverage": 0.98,
    },
}


def random_text(chance):
    pools = [
        list("abcdefgABCDEFG ,.'0123456789"),
        list(" \t\n\r\u3000\xa0  "),
        [chr(code) for code in range(0x4E00, 0x9FA5, 7)],
        [chr(code) for code in range(0xA0, 0x1200)],
        [chr(code) for code in [*range(1, 0xD800, 3), *range(0xE000, 0x110000, 97)]],
        ["<|end|>", "hello", " world", "e\u0301", "中国", "▁", "<s>", "ﬁ", "①", "ｶﾞ", "ab c", "人人", "All human"],
    ]
    chosen = [chance.choice(pools) for _ in range(chance.choice([1, 2, 3]))]
    return "".join(chance.choice(chance.choice(chosen)) for _ in range(chance.choice([1, 3, 8, 30])))


def main():
    chance = random.Random(3)
    texts = [text.replace("\0", "") for text in SAMPLES] + ["".join(random_text(chance) for _ in range(4)) for _ in range(80)]
    golden = {"texts": texts, "ids": {}, "decoded": {}}
    for name, options in MODELS.items():
        target = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(SENTENCES), model_writer=target, num_threads=1, minloglevel=2, hard_vocab_limit=False, **options
        )
        (HERE / f"{name}.model").write_bytes(target.getvalue())
        processor = sentencepiece.SentencePieceProcessor(model_proto=target.getvalue())
        golden["ids"][name] = [processor.encode(text) for text in texts]
        golden["decoded"][name] = [processor.decode(processor.encode(text)) for text in texts]
    (HERE / "golden.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


main()
