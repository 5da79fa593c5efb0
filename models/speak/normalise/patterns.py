"""Regular expressions shared by the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from models.text.script import BANGLA, recomposed

# Whole numbers only, and possessive: a page of digits would else be tried from each of them.
NUMBER: Final = r"(?<![0-9])(?<![0-9][.,])[0-9]++(?:,[0-9]++)*+(?:\.[0-9]++)?+"
HYPHEN: Final = r"\s?[-–—−~]\s?"
AMOUNT: Final = rf"{NUMBER}(?:{HYPHEN}{NUMBER})?"
LETTER: Final = f"A-Za-z{BANGLA}"


def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern with its letters spelled as the text's are."""
    return re.compile(recomposed(pattern), re.MULTILINE)


def one_of(spellings: Iterable[str]) -> str:
    """A pattern for any of them, the longest first."""
    return "|".join(re.escape(recomposed(one)) for one in sorted(spellings, key=len, reverse=True))
