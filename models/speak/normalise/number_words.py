"""Numbers as words, for voices that pass over digits: 1,25,430 is এক লাখ পঁচিশ হাজার চারশ ত্রিশ."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from models.text.numerals_bn import names
from models.text.script import ascii_digits
from models.values import Language

_NUMBER = re.compile(r"(?<!\d)\d+(?:\.\d+)?")
_ORDINAL = re.compile(r"\b(\d{1,15})(?:st|nd|rd|th)\b", re.IGNORECASE)

_BANGLA = ((10**7, " কোটি"), (10**5, " লাখ"), (1000, " হাজার"), (100, "শ"))
# Longer ones are codes, and so are those that begin with a zero.
_LONGEST = 15


Register = Literal["bd", "wb"]
_TWENTY: dict[Register, str] = {"bd": "বিশ", "wb": "কুড়ি"}


def spelled(text: str, language: Language, register: Register = "bd") -> str:
    """The text with its numbers, in either script's digits, as words of the language.

    A decimal's and a code's digits are said one by one. register: of Bangladesh or West Bengal.
    """

    def bangla_words(value: int) -> str:
        return _bangla(value, register)

    if language == "en":
        text = _ORDINAL.sub(lambda match: _english(int(match[1]), "ordinal"), text)

    def said(match: re.Match[str]) -> str:
        whole, _, rest = ascii_digits(match.group()).partition(".")
        bangla = language == "bn"
        words = bangla_words if bangla else _english
        is_code = len(whole) > _LONGEST or (len(whole) > 1 and whole[0] == "0")
        number = _one_by_one(whole, words) if is_code else words(int(whole))
        if rest:
            number += f" {'দশমিক' if bangla else 'point'} {_one_by_one(rest, words)}"
        before = match.string[: match.start()][-1:]
        return f" {number}" if before.isalpha() else number

    return _NUMBER.sub(said, text)


def _one_by_one(digits: str, words: Callable[[int], str]) -> str:
    return " ".join(words(int(digit)) for digit in digits)


def _bangla(value: int, register: Register) -> str:
    if value < 100:
        return _TWENTY[register] if value == 20 else names()[value]
    size, name = next(scale for scale in _BANGLA if value >= scale[0])
    count, rest = divmod(value, size)
    words = f"{_bangla(count, register)}{name}"
    return f"{words} {_bangla(rest, register)}" if rest else words


def _english(value: int, kind: str = "cardinal") -> str:
    from num2words import num2words

    said: str = num2words(value, to=kind)
    return said.replace(",", "").replace(" and ", " ").replace("-", " ")
