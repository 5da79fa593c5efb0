"""Units and money in both languages: how they are written, said, and found in a text."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from models.text import numerals_en
from models.text.script import BANGLA_LETTER, is_bangla, plain
from models.values import Language

Forms = tuple[str, str]
"""What is said for one and for many; "{n}" stands where the amount goes."""


class Unit(NamedTuple):
    """A row of units.tsv. "one/many" in English; alternatives are parted by "|".

    signs: how it is written after an amount; read: patterns that find it, beside a number in
    English and anywhere in Bangla. A compound such as mph is read as both of its units.
    """

    name: str
    said_en: str
    said_bn: str
    signs: str
    signs_bn: str
    read_en: str
    read_bn: str


# name: its signs, and its coins in English (one, many) and Bangla.
_MONEY = {
    "taka": ("৳|Tk.|Tk|TK.|TK|tk.|tk|BDT|টাঃ", ("taka", "taka"), ("poisha", "poisha"), "পয়সা"),
    "dollar": ("$|USD", ("dollar", "dollars"), ("cent", "cents"), "সেন্ট"),
    "euro": ("€|EUR", ("euro", "euros"), ("cent", "cents"), "সেন্ট"),
    "pound": ("£|GBP", ("pound", "pounds"), ("penny", "pence"), "পেনি"),
    "rupee": ("₹|INR|Rs.|Rs", ("rupee", "rupees"), ("paisa", "paise"), "পয়সা"),
}
_SIGNS = {signs[0]: name for name, (signs, *_) in _MONEY.items()} | {"¥": "yen", "%": "percent"}
# A currency or a percentage that the source has not is as bad as a changed number.
GRAVE = frozenset({"dollar", "euro", "yen", "percent", "km", "mile", "kg"})
# Beside a number in words too: "ten seconds" may be the tenth second, "two pounds" a price.
_WORDED = "km m cm mm mile yard foot inch kg g mg litre ml degree minute hour day week month year"
# A Bangla noun stands alone but for endings, so that ইউরোপ is no ইউরো; বর্গকিলোমিটার is one word.
_ENDING = "(?:টি|টা|ব্যাপী|ই)?(?:র|ের|এর|ে|এ|য়|তে|কে|ও|রও|েরও|েই|েও|েরই)?"
_COUNTS = "বর্গ ঘন দু দুই তিন চার পাঁচ আধ দেড় আড়াই"
_BEFORE = f"(?:(?<![{BANGLA_LETTER}]){''.join(f'|(?<={word})' for word in _COUNTS.split())})"
_AFTER = f"(?![{BANGLA_LETTER}])"


@cache
def table() -> tuple[Unit, ...]:
    """The rows of units.tsv."""
    with Path(__file__).with_name("units.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(Unit(*row) for row in rows)[1:]


def forms(language: Language) -> dict[str, Forms]:
    """What is said for each sign that a unit has. Bangla counts without a plural."""
    found: dict[str, Forms] = {}
    for unit in table():
        if language == "bn":
            said = unit.said_bn if "{n}" in unit.said_bn else f"{{n}} {unit.said_bn}"
            one, many, signs = said, said, f"{unit.signs}|{unit.signs_bn}"
        else:
            one, _, many = unit.said_en.partition("/")
            one, many, signs = f"{{n}} {one}", f"{{n}} {many or one + 's'}", unit.signs
        found |= dict.fromkeys(filter(None, signs.split("|")), (one, many))
    return found


def money(language: Language) -> Mapping[str, tuple[Forms, Forms]]:
    """For each sign: the currency's name and its coin's, for one and for many."""
    bangla = {unit.name: unit.said_bn for unit in table()}
    return {
        sign: (coins, cents)
        if language == "en"
        else ((bangla[name], bangla[name]), (cents_bn, cents_bn))
        for name, (signs, coins, cents, cents_bn) in _MONEY.items()
        for sign in signs.split("|")
    }


def bangla_noun(stems: str) -> re.Pattern[str]:
    """A Bangla noun with its endings, in a `plain` text; alternatives are parted by "|"."""
    # A unit may follow "square" and "cubic" without a space.
    after = f"(?:{_AFTER}|(?=কি|মি|মা|ফু))" if re.search("বর্গ|ঘন[|]", stems) else _AFTER
    return re.compile(plain(f"(?={stems}){_BEFORE}(?:{stems}){_ENDING}{after}"))


# Where a unit may begin: after a number in digits (1) or words, and after what it is counted in.
_NUMBER = re.compile(
    rf"(?:(\d)|\b(?:{'|'.join([*list(numerals_en.CARDINALS)[2:], *numerals_en.SCALES])})\b)"
    r"[\s-]*(?=((?:square|cubic|sq|million|billion)\s)?)",
    re.IGNORECASE,
)


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """For each unit: how it is found in English and in Bangla."""
    return {
        unit.name: (
            re.compile(rf"(?<![a-z])(?:{unit.read_en})(?![a-z])", re.IGNORECASE),
            bangla_noun(unit.read_bn),
        )
        for unit in table()
        if unit.read_en
    }


def beside_numbers(text: str) -> set[str]:
    """The units that stand beside a number in an English text; some only beside digits."""
    # The G of a 5G phone is no gram.
    text = re.sub(r"\b[2-6]G\b", " ", plain(text))
    places = {
        (at, bool(number.group(1)))
        for number in _NUMBER.finditer(text)
        for at in (number.end(), number.end(2))
        if at >= 0
    }
    found = {
        name
        for name, (english, _) in _patterns().items()
        for at, digit in places
        if (digit or name in _WORDED.split()) and english.match(text, at)
    }
    return found | {
        name
        for sign, name in _SIGNS.items()
        if sign in text and re.search(rf"{re.escape(sign)}\s?\d|\d\s?{re.escape(sign)}", text)
    }


def mentioned(text: str) -> set[str]:
    """The units that a text names anywhere, in either language."""
    text = plain(text)
    latin, bengali = re.search("[a-z°]", text, re.IGNORECASE), is_bangla(text)
    found = {
        name
        for name, (english, bangla) in _patterns().items()
        if (latin and english.search(text)) or (bengali and bangla.search(text))
    }
    return found | {name for sign, name in _SIGNS.items() if sign in text}
