"""Language runs: Bangla and English in one sentence, each for the voice that can say it.

Pure functions.
"""

from __future__ import annotations

import re

from models.text.script import is_bangla
from models.values import Language

_LATIN = re.compile(r"[A-Za-z]")
_LEAST_LETTERS = 5
"""Fewer Latin letters, a unit or an initial, stay with the Bangla voice, which knows them: another
voice for one syllable is only startling."""


def runs(sentence: str, language: Language) -> list[tuple[Language, str]]:
    """The sentence in pieces of one language each, in order; one piece where there is one.

    Marks go with the words before them, and English digits too; Bangla ones are for the Bangla
    voice alone, as the English one passes over them. language: of the sentence as a whole.
    """
    pieces: list[tuple[Language, list[str]]] = []
    for word in sentence.split():
        spoken = _language_of(word) or (pieces[-1][0] if pieces else language)
        if pieces and pieces[-1][0] == spoken:
            pieces[-1][1].append(word)
        else:
            pieces.append((spoken, [word]))
    merged: list[tuple[Language, list[str]]] = []
    for spoken, words in pieces:
        letters = sum(len(_LATIN.findall(word)) for word in words)
        short = spoken == "en" and language == "bn" and letters < _LEAST_LETTERS
        kept: Language = "bn" if short else spoken
        if merged and merged[-1][0] == kept:
            merged[-1][1].extend(words)
        else:
            merged.append((kept, list(words)))
    return [(spoken, " ".join(words)) for spoken, words in merged]


def _language_of(word: str) -> Language | None:
    """A word's language by its letters and Bangla digits; None for marks and English digits."""
    if is_bangla(word):
        return "bn"
    return "en" if _LATIN.search(word) else None
