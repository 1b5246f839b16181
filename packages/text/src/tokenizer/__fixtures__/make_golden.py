"""Makes golden.json: a small vocabulary and, for each split pattern, the ids that the originals give to samples.json.

Made with tokenizers 0.23.3 and tiktoken 0.14.0. Use: python make_golden.py
"""

import json
import random
from pathlib import Path

import tiktoken
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, trainers
from tokenizers import pre_tokenizers as pre

HERE = Path(__file__).parent
SPACES = r"\s*[\r\n]+|\s+(?!\S)|\s+"
CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
WORDS = r"[^\r\n\p{L}\p{N}]?\p{L}+"
SYMBOLS = r" ?[^\s\p{L}\p{N}]+[\r\n]*"
UPPER = r"\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}"
LOWER = r"\p{Ll}\p{Lm}\p{Lo}\p{M}"
O200K = "|".join(
    [
        rf"[^\r\n\p{{L}}\p{{N}}]?[{UPPER}]*[{LOWER}]+{CONTRACTIONS}?",
        rf"[^\r\n\p{{L}}\p{{N}}]?[{UPPER}]+[{LOWER}]*{CONTRACTIONS}?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        SPACES,
    ]
)
DEEPSEEK = [
    r"\p{N}{1,3}",
    "[一-龥\u3040-ゟ゠-ヿ]+",
    "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*"
    "|\\s*[\r\n]+|\\s+(?!\\S)|\\s+",
]
CL100K = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
)


def splits(*patterns):
    parts = [pre.Split(Regex(pattern), "isolated") for pattern in patterns]
    return pre.Sequence([*parts, pre.ByteLevel(add_prefix_space=False, use_regex=False)])


PATTERNS = {
    "gpt2": pre.ByteLevel(add_prefix_space=False, use_regex=True),
    "smollm": pre.Sequence([pre.Digits(individual_digits=True), pre.ByteLevel(add_prefix_space=False, use_regex=True)]),
    "qwen2": splits("|".join([CONTRACTIONS, WORDS, r"\p{N}", SYMBOLS, SPACES])),
    "llama3": splits("|".join([CONTRACTIONS, WORDS, r"\p{N}{1,3}", SYMBOLS, SPACES])),
    "o200k": splits(O200K),
    "deepseek-v3": splits(*DEEPSEEK),
}


def random_text(chance):
    pools = [
        [chr(code) for code in range(0x20, 0x7F)],
        list(" \t\n\r\x0b\x0c\x85\xa0\u2028\u3000  \n"),
        list("'sStTdDmMlLrRvVeE''\u017f"),
        list("0123456789٣४Ⅷ²½"),
        [chr(code) for code in range(0x4E00, 0x9FA5, 7)],
        [chr(code) for code in range(0x3040, 0x3100)],
        [chr(code) for code in range(0xA0, 0x1200)],
        [chr(code) for code in range(0x1F300, 0x1FA00)] + ["\u200d", "\ufe0f"],
        [chr(code) for code in [*range(0, 0xD800, 3), *range(0xE000, 0x110000, 97)]],
        ["<mask>", "<|end|>", "<|endless|>", "hello", " world", "don't", "ABCdef", "e\u0301", "中国", "____", "\r\n"],
    ]
    chosen = [chance.choice(pools) for _ in range(chance.choice([1, 2, 3]))]
    return "".join(chance.choice(chance.choice(chosen)) for _ in range(chance.choice([1, 3, 8, 30])))


def main():
    chance = random.Random(1)
    samples = json.loads((HERE / "samples.json").read_text())
    texts = samples + ["".join(random_text(chance) for _ in range(6)) for _ in range(60)]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = PATTERNS["o200k"]
    trainer = trainers.BpeTrainer(vocab_size=1200, initial_alphabet=pre.ByteLevel.alphabet(), min_frequency=1, show_progress=False)
    tokenizer.train_from_iterator(samples, trainer)
    added = [
        AddedToken("<|end|>", special=True),
        AddedToken("<|endless|>", special=True),
        AddedToken("<mask>", lstrip=True, rstrip=True, normalized=False),
        AddedToken("<plain>", normalized=True),
    ]
    tokenizer.add_special_tokens(added[:2])
    tokenizer.add_tokens(added[2:])
    golden = {"texts": texts, "ids": {}}
    for name, pre_tokenizer in PATTERNS.items():
        tokenizer.pre_tokenizer = pre_tokenizer
        tokenizer.normalizer = normalizers.NFC() if name == "qwen2" else None
        golden["ids"][name] = [tokenizer.encode(text, add_special_tokens=False).ids for text in texts]
        if name == "qwen2":
            golden["json"] = json.loads(tokenizer.to_str())
        else:
            golden.setdefault("preTokenisers", {})[name] = json.loads(tokenizer.to_str())["pre_tokenizer"]
    alphabet = {char: byte for byte, char in enumerate_alphabet()}
    ranks = {bytes(alphabet[char] for char in token): rank for token, rank in golden["json"]["model"]["vocab"].items()}
    encoding = tiktoken.Encoding("golden", pat_str=CL100K, mergeable_ranks=ranks, special_tokens={})
    golden["tiktokenPattern"] = CL100K
    golden["ids"]["cl100k"] = [encoding.encode_ordinary(text) for text in texts]
    (HERE / "golden.json").write_text(json.dumps(golden, ensure_ascii=True, separators=(",", ":")) + "\n")


def enumerate_alphabet():
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    for byte in printable:
        yield byte, chr(byte)
    for place, byte in enumerate(others):
        yield byte, chr(256 + place)


main()
