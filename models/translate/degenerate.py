"""Degenerate translations: loops, nothing at all, the wrong script, a mere copy."""

from __future__ import annotations

import re

from models.text.script import BANGLA_LETTER, LATIN_LETTER, letters, normal
from models.values import Language

_SAME_LETTERS = re.compile(r"(\S{1,12}?)\1{4,}")
_NO_LETTER = re.compile(f"[^{LATIN_LETTER}{BANGLA_LETTER}]")
_NAME = re.compile(r"\S*@\S+|\w*[./]\w\S*|\w*[A-ZÀ-Þ0-9][\w-]*")
_COPYABLE = 3  # Letters; shorter texts ("OK", "TV") may stay as they are.


def damage(source: str, translation: str, target: Language) -> list[str]:
    """What is wrong with a translation at sight, in English for the log; empty where nothing is."""
    source, translation = normal(source), normal(translation)
    if not translation:
        return ["empty"]
    found = []
    if loops(translation) and not loops(source):
        found.append("loops")
    # Bangla runs from 0.7 to 1.5 times as long as English; short texts vary more.
    if len(translation) > 2.5 * len(source) + 40:
        found.append("far longer than the source")
    if len(translation) < 0.3 * len(source) - 12:
        found.append("far shorter than the source")
    return found + _script(source, translation, target)


def loops(text: str) -> bool:
    """Whether words or letters repeat without end.

    A group of up to 8 words three times on end (one word: four times), or under half of the
    triples of words distinct in a text of 20 words or more.
    """
    if _SAME_LETTERS.search(_NO_LETTER.sub(" ", text)):
        return True
    words = re.findall(r"[^\s,.;:!?।]+", text.lower())
    for size in range(1, 9):
        times = 4 if size == 1 else 3
        for at in range(len(words) - size * times + 1):
            group = words[at : at + size]
            if all(words[at + size * n : at + size * (n + 1)] == group for n in range(1, times)):
                return True
    triples = list(zip(words, words[1:], words[2:], strict=False))
    return len(triples) > 18 and len(set(triples)) < len(triples) / 2


def _script(source: str, translation: str, target: Language) -> list[str]:
    # Names and addresses may stay Latin.
    names = set(_NAME.findall(source)) if target == "bn" else set()
    source_rest, rest = (_without(names, text) for text in (source, translation))
    source_latin, source_bangla, source_other = letters(source_rest)
    latin, bangla, other = letters(rest)
    if (source_latin if target == "bn" else source_bangla) <= _COPYABLE:
        return []
    if source.lower() == translation.lower():
        return ["a copy of the source"]
    if other > source_other:
        return ["another script"]
    if bangla < latin if target == "bn" else bangla > latin / 10:
        return ["the wrong script"]
    return []


def _without(names: set[str], text: str) -> str:
    return " ".join(word for word in text.split() if not names & {word, word.strip(".,;:!?()\"'।")})
