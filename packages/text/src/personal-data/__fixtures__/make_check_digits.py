"""Writes numbers and python-stdnum's verdict on them: `pip install python-stdnum==2.2` first.

    python make_check_digits.py > check-digits.json
Invariant: half of each kind are valid, the others differ from a valid one in a character or two exchanged ones; drawn from a fixed seed.
"""

import json
import random
from importlib.metadata import version

from stdnum import iban, iso7064, luhn
from stdnum.cn import ric, uscc

NUM_EACH = 150
REGIONS = ["110101", "310104", "440305", "510107", "330106", "420106", "610102", "230103", "350203", "500103"]
CARDS = [("4", 16), ("51", 16), ("2221", 16), ("34", 15), ("37", 15), ("36", 14), ("6011", 16), ("3528", 16), ("62", 19), ("62", 16), ("2200", 16)]
draw = random.Random(1)


def digits(count):
    return "".join(draw.choice("0123456789") for _ in range(count))


def make_iban():
    country, length = draw.choice([("DE", 22), ("FR", 27), ("GB", 22), ("NL", 18), ("ES", 24), ("PL", 28), ("CH", 21), ("NO", 15)])
    bank = "ABNA" if country in ("GB", "NL") else ""
    body = bank + digits(length - 4 - len(bank))
    return country + iso7064.mod_97_10.calc_check_digits(body + country) + body


def make_card():
    begin, length = draw.choice(CARDS)
    body = begin + digits(length - len(begin) - 1)
    return body + luhn.calc_check_digit(body)


def make_identity():
    date = f"{draw.randint(1930, 2015)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"
    body = draw.choice(REGIONS) + date + digits(3)
    return body + ric.calc_check_digit(body + "0")


def make_credit_code():
    body = draw.choice(["91", "92", "93", "51", "52", "12", "11"]) + draw.choice(REGIONS)
    body += "".join(draw.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(9))
    return body + uscc.calc_check_digit(body)


def spoil(number):
    at = draw.randrange(4, len(number) - 1)
    if draw.random() < 0.5 and number[at] != number[at + 1]:
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return number[:at] + draw.choice([digit for digit in "0123456789" if digit != number[at]]) + number[at + 1 :]


KINDS = {
    "iban": (make_iban, lambda number: iban.is_valid(number, check_country=False)),
    "bank-card": (make_card, luhn.is_valid),
    # Its table of regions by year is finer than what is found by.
    "chinese-identity": (make_identity, lambda number: number[:-1].isdigit() and ric.calc_check_digit(number) == number[-1]),
    "chinese-credit-code": (make_credit_code, uscc.is_valid),
}


def main():
    table = {"madeBy": "make_check_digits.py", "stdnum": version("python-stdnum")}
    for kind, (make, is_valid) in KINDS.items():
        rows = []
        for at in range(NUM_EACH):
            number = make() if at % 2 == 0 else spoil(make())
            rows.append([number, bool(is_valid(number))])
        table[kind] = rows
    print(json.dumps(table))


if __name__ == "__main__":
    main()
