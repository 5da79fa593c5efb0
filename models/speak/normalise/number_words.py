"""Numbers as words, for voices that pass over digits: 1,25,430 is এক লাখ পঁচিশ হাজার চারশ ত্রিশ."""

from __future__ import annotations

import re
from collections.abc import Callable

from models.text.numerals_bn import names
from models.values import Language

_DIGITS = "০১২৩৪৫৬৭৮৯"
_TO_ASCII = str.maketrans(_DIGITS, "0123456789")
_NUMBER = re.compile(rf"(?<![0-9{_DIGITS}])[0-9{_DIGITS}]+(?:\.[0-9{_DIGITS}]+)?")
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b", re.IGNORECASE)

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen "
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH = ((10**9, " billion"), (10**6, " million"), (1000, " thousand"), (100, " hundred"))
_BANGLA = ((10**7, " কোটি"), (10**5, " লাখ"), (1000, " হাজার"), (100, "শ"))
_FIRST = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
# Longer ones are codes, and so are those that begin with a zero.
_LONGEST = 15


def spelled(text: str, language: Language) -> str:
    """The text with its numbers, in either script's digits, as words of the language.

    A decimal's and a code's digits are said one by one.
    """
    if language == "en":
        text = _ORDINAL.sub(lambda match: _ordinal(int(match[1])), text)

    def said(match: re.Match[str]) -> str:
        whole, _, rest = match.group().translate(_TO_ASCII).partition(".")
        bangla = language == "bn"
        words = _cardinal_bangla if bangla else _cardinal_english
        is_code = len(whole) > _LONGEST or (len(whole) > 1 and whole[0] == "0")
        number = _one_by_one(whole, words) if is_code else words(int(whole))
        if rest:
            number += f" {'দশমিক' if bangla else 'point'} {_one_by_one(rest, words)}"
        before = match.string[: match.start()][-1:]
        return f" {number}" if before.isalpha() else number

    return _NUMBER.sub(said, text)


def _one_by_one(digits: str, words: Callable[[int], str]) -> str:
    return " ".join(words(int(digit)) for digit in digits)


def _cardinal_bangla(value: int) -> str:
    return names()[value] if value < 100 else _scaled(value, _BANGLA, _cardinal_bangla)


def _cardinal_english(value: int) -> str:
    if value < 20:
        return _SMALL.split()[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS.split()[tens - 2] + (f" {_SMALL.split()[ones]}" if ones else "")
    return _scaled(value, _ENGLISH, _cardinal_english)


def _scaled(value: int, scales: tuple[tuple[int, str], ...], words: Callable[[int], str]) -> str:
    size, name = next(scale for scale in scales if value >= scale[0])
    count, rest = divmod(value, size)
    return f"{words(count)}{name}" + (f" {words(rest)}" if rest else "")


def _ordinal(value: int) -> str:
    before, _, last = _cardinal_english(value).rpartition(" ")
    last = _FIRST.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{before} {last}".strip()
