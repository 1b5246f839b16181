"""Makes documents with near duplicates among them, and adversarial ones, as JSON lines of `family` and `text`.

Invariant: the same arguments give the same bytes. Words are made of syllables; nothing is read from elsewhere.
    python make_documents.py NUMBER_OF_GROUPS SEED > documents.jsonl
A group is a document and its copies with 1 to 40 per cent of the words edited; the order of all documents is shuffled.
"""

import json
import random
import sys

SYLLABLES = "ba ke li mo nu ra se ti vo za che dri fla gro pe qui sto thu wen yar".split()
HAN = "我们在北京大学生活学习工作城市河流山水文化历史科学技术发展经济社会人民国家时间问题方法研究语言数据模型"
SHORT = "a the of to in and is it that for was on are as with his they at be this from or had by".split()
EDGES = (
    "don't can't it's we're i.e. e.g. U.S. 10km 3.14 1,000 1.2.3 $5 50% a.m. p.m. im dont cannot wanna lets shell id "
    "http://a.example/b?c=d me@example.org C++ x=y :) 12:30 №5 ½ ² ① Ⅳ ﬁne straße ΣΑΣ İstanbul naïve café cafe\u0301 "
    "Å Ａ１ ｶﾀ カタカナ ひらがな 한국어 각 اللغة العربية १२३ ١٢٣٫٤ नमस्ते Ṽ ế 𝒳 𝟘 😀 👍🏽 a\u0301b \u0301 ’s “q” ‘q’ — – … `x` ´ "
    "don’t ..5 5. -3 +4 3.5.7 0,5 ٣،٤ १.२ a_b c-d (e) [f] {g} <h> #i @j k&l m* ~n ^o |p \\q"
).split(" ")
SPACES = [" ", " ", " ", "  ", "\n", "\n\n", "\t", "\r\n", "\u00a0", "\u3000", "\u2028", "\u200b", "\x1c", "\x0b", "\x85", " \u0301 "]
MARKS = ["", "", "", "", ",", ".", ";", "!", "?", "。", "，", "—", "…"]


def word(rng):
    if rng.random() < 0.3:
        return rng.choice(SHORT)
    made = "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(1, 4)))
    return made.capitalize() if rng.random() < 0.1 else made


def english(rng):
    return [word(rng) + rng.choice(MARKS) for _ in range(rng.randint(30, 250))]


def chinese(rng):
    return [rng.choice(HAN) for _ in range(rng.randint(60, 400))]


def edges(rng):
    return [rng.choice(EDGES) if rng.random() < 0.6 else word(rng) for _ in range(rng.randint(5, 80))]


def edit(rng, units, share, make):
    """Replaces, drops and inserts at random places."""
    edited = []
    for unit in units:
        if rng.random() >= share:
            edited.append(unit)
            continue
        kind = rng.randrange(3)
        if kind > 0:
            edited.append(rng.choice(make(rng)))
        if kind == 2:
            edited.append(unit)
    return edited


def join(rng, family, units):
    if family == "chinese":
        return "".join(unit + ("。\n" if rng.random() < 0.02 else "") for unit in units)
    if family == "english":
        return " ".join(units)
    return "".join(unit + rng.choice(SPACES) for unit in units)


def short(rng):
    pieces = ["", " ", "\n", "a", "a b c d", "a b c d e", "0 1 2 3 4", ". . . . . .", "é " * 6, "\u0301" * 9, "我们在", "x" * 24, "x" * 23, "   y   "]
    return rng.choice(pieces) + rng.choice(["", "", "!", " z"])


def main(num_groups, seed):
    rng = random.Random(seed)
    documents = []
    for group in range(num_groups):
        family = ("english", "english", "chinese", "edges")[group % 4]
        make = {"english": english, "chinese": chinese, "edges": edges}[family]
        units = make(rng)
        documents.append({"family": family, "text": join(rng, family, units)})
        for _ in range(rng.randint(0, 4)):
            share = rng.choice([0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4])
            documents.append({"family": family, "text": join(rng, family, edit(rng, units, share, make))})
        if group % 20 == 0:
            documents.append({"family": "short", "text": short(rng)})
    rng.shuffle(documents)
    for document in documents:
        print(json.dumps(document))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
