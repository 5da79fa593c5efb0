"""Bangla word list and letter trigrams: how much a text is like Bangla.

bangla_words.txt.gz holds the 41,752 words of Tesseract's own Bangla model (ben.traineddata,
Apache-2.0), as `dawg2wordlist` prints them.
"""

from __future__ import annotations

import gzip
import math
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

WORD = re.compile(r"[\u0980-\u09e5\u09f0-\u09ff]+")
"""A run of Bangla letters and signs, digits left out."""
_KINDS, _UNSEEN = 80, 0.05
"""Letters and signs that there are, and what each counts for where it was never seen."""
_STRANGEST = -6.0


def words_in(text: str) -> list[str]:
    """Its Bangla words, composed, without joiners."""
    text = unicodedata.normalize("NFC", text).replace("\u200c", "").replace("\u200d", "")
    return WORD.findall(text)


def likely(words: list[str]) -> float:
    """The mean logarithm to base 2 of how probable each letter of the words is, -6 at least."""
    _, triples, pairs = _known()
    total, letters = 0.0, 0
    for word in map(_framed, words):
        for at in range(2, len(word)):
            seen = triples[word[at - 2 : at + 1]] + _UNSEEN
            total += math.log2(seen / (pairs[word[at - 2 : at]] + _UNSEEN * _KINDS))
            letters += 1
    return max(total / letters, _STRANGEST) if letters else _STRANGEST


def known(words: list[str]) -> int:
    """How many letters stand in words of three letters and more that the list has."""
    listed, _, _ = _known()
    return sum(len(word) for word in words if len(word) > 2 and word in listed)


@cache
def _known() -> tuple[frozenset[str], Counter[str], Counter[str]]:
    """The words, how often three letters follow each other in them, and how often two do."""
    packed = Path(__file__).with_name("bangla_words.txt.gz").read_bytes()
    listed = frozenset(
        word for line in gzip.decompress(packed).decode().splitlines() for word in words_in(line)
    )
    triples: Counter[str] = Counter()
    for word in map(_framed, listed):
        triples.update(word[at - 2 : at + 1] for at in range(2, len(word)))
    pairs: Counter[str] = Counter()
    for triple, times in triples.items():
        pairs[triple[:2]] += times
    return listed, triples, pairs


def _framed(word: str) -> str:
    return f"^^{word}$"
