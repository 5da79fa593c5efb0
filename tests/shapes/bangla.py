"""The shapes world in Bangla: the one right Bangla for each English sentence, and what people type.

Everything is Unicode NFC, in which the "য়" of "কয়টি" is two code points (U+09AF U+09BC).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from unicodedata import normalize

from numpy.random import Generator

from tests.shapes import phrasings
from tests.shapes.phrasings import Sentence

_GROUP = re.compile(r"\(([^()]*)\)")


def to_bangla(english: str) -> str:
    """The right Bangla of a sentence of the world. Raises KeyError for any other sentence."""
    return _bangla_of()[english]


def pairs() -> list[tuple[str, str]]:
    """(English, Bangla) of every sentence of the world."""
    return [(sentence.english, sentence.bangla) for sentence in sentences()]


@cache
def sentences() -> tuple[Sentence, ...]:
    """Every sentence of the world, always in the same order."""
    return tuple(
        replace(s, bangla=_nfc(s.bangla), typed=tuple(map(_nfc, s.typed)))
        for s in phrasings.every()
    )


def typed_bangla(sentence: Sentence, rng: Generator) -> str:
    """One of the ways to type it in Bangla, with or without an end mark."""
    bare = sentence.bangla.rstrip("?।")
    marks = ("", "", "।") if bare == sentence.bangla else ("?", "?", "", "।", " ?")
    return _one_of((bare, *sentence.typed), rng) + str(rng.choice(marks))


def typed_english(sentence: Sentence, rng: Generator) -> str:
    """One of the ways to type it in English: in other words, with capitals, without end mark."""
    bare = sentence.english.rstrip("?.")
    marks = ("", ".") if bare == sentence.english else (sentence.english[-1], "")
    text = _one_of((bare, *sentence.also), rng) + str(rng.choice(marks))
    if rng.random() < 0.3:
        return text[0].upper() + text[1:]
    if rng.random() < 0.05:
        return " ".join(word.capitalize() for word in text.split())
    return text


def words() -> list[str]:
    """Every word and mark of both languages; English words with a capital, too."""
    patterns = [p for s in sentences() for p in (s.english, s.bangla, *s.typed, *s.also)]
    spaced = re.sub(r"[()|]", " ", re.sub(r"([?।.])", r" \1 ", " ".join(patterns)))
    found = set(spaced.split())
    return sorted(found | {word.capitalize() for word in found})


def _one_of(patterns: tuple[str, ...], rng: Generator) -> str:
    pattern = patterns[rng.integers(len(patterns))]
    chosen = _GROUP.sub(lambda group: str(rng.choice(group.group(1).split("|"))), pattern)
    return " ".join(chosen.split())


@cache
def _bangla_of() -> dict[str, str]:
    return dict(pairs())


def _nfc(text: str) -> str:
    return normalize("NFC", text)
