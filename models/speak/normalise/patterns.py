"""What the rules' patterns share, and one spelling for letters that Unicode writes in two ways."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

# Whole numbers only, and possessive: a page of digits would else be tried from each of them.
NUMBER: Final = r"(?<![0-9])(?<![0-9][.,])[0-9]++(?:,[0-9]++)*+(?:\.[0-9]++)?+"
HYPHEN: Final = r"\s?[-–—−~]\s?"
AMOUNT: Final = rf"{NUMBER}(?:{HYPHEN}{NUMBER})?"
LETTER: Final = r"A-Za-z\u0980-\u09ff"
"""For a class in brackets: \\w leaves out Bangla's vowel signs."""

# NFC always takes these apart, and espeak-ng drops the vowel after a decomposed one:
# গাড়ি would be said "gar".
_PAIRS = (
    ("\u09af\u09bc", "\u09df"),
    ("\u09a1\u09bc", "\u09dc"),
    ("\u09a2\u09bc", "\u09dd"),
)


def recomposed(text: str) -> str:
    """NFC, but য়, ড় and ঢ় as one letter each: U+09DF, U+09DC and U+09DD."""
    text = unicodedata.normalize("NFC", text)
    for two, one in _PAIRS:
        text = text.replace(two, one)
    return text


def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern with its letters spelled as the text's are."""
    return re.compile(recomposed(pattern), re.MULTILINE)


def one_of(spellings: Iterable[str]) -> str:
    """A pattern for any of them, the longest first."""
    return "|".join(re.escape(recomposed(one)) for one in sorted(spellings, key=len, reverse=True))
