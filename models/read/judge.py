"""OCR confidence: how likely what was read of a line is what stands there.

Pure functions. A line recogniser always answers, on bark and brickwork too; what it answers is
believed by its own confidence, the detector's, its length, and whether it is like Bangla.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.read import letters

if TYPE_CHECKING:
    from models.read.tesseract import Word

SURE, MAYBE = 0.85, 0.5
"""How likely a line is from which it is told as read, and as perhaps read."""
_LATIN = re.compile(r"[A-Za-z]")
_OTHER = re.compile(r"[^\W\d_A-Za-zÀ-ɏ]")
"""A letter neither Latin nor a digit."""


def text_of(words: Sequence[Word]) -> str:
    """What they say, without what a frame around a line was taken for."""
    return without_frame(" ".join(word.text for word in words))


def without_frame(text: str) -> str:
    """The text without the brackets, bars and low lines at its ends that have no partner."""
    text = text.strip(" |_[]{}\\~`")
    for left, right in ("()", "“”"):
        if text.startswith(left) and right not in text:
            text = text[1:]
        if text.endswith(right) and left not in text:
            text = text[:-1]
    return text.strip()


def confidence(words: Sequence[Word]) -> float:
    """How sure Tesseract is, letter by letter: 0 to 1, 0 without words."""
    count = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / max(count, 1)


def bangla(words: Sequence[Word], found: float) -> float:
    """How likely a line's words are right: 0 to 1. found: how sure the detector is of the line.

    A logistic regression over 168 lines of real pictures and 140 photographs.
    """
    text = text_of(words)
    count = letters_in(text)
    if not count:
        return 0.0
    spelt = letters.words_in(text)
    foreign = sum(letter.isascii() and letter.isalnum() for letter in text) / count
    digits = sum(letter in "০১২৩৪৫৬৭৮৯" for letter in text) / count
    weight = (
        -11.55
        + 4.58 * confidence(words)
        + 0.60 * (letters.likely(spelt) if spelt else -4.0)
        + 2.04 * math.log(count)
        + 11.05 * found
        + 0.28 * letters.known(spelt) / count
        - 10.86 * foreign
        + 0.65 * digits
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weight))))


def latin(text: str, score: float) -> float:
    """How likely PP-OCR's reading of a line is right: 0 where it holds other than Latin letters."""
    if _OTHER.search(text) or not letters_in(text):
        return 0.0
    # One or two letters are read into posts, wheels and windows.
    return score if letters_in(text) > 2 else min(score, 0.9) * 0.9


def has_latin(text: str) -> bool:
    """Whether a Latin letter stands in the text."""
    return bool(_LATIN.search(text))


def letters_in(text: str) -> int:
    """Letters, vowel signs and digits."""
    return sum(unicodedata.category(letter)[0] in "LMN" for letter in text)
