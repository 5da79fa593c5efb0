"""Sentence splitting, so that one that goes wrong can be asked for again alone."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?।॥]+[\"'”’)\]]*\s+|\s*\n\s*")
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "jr",
        "sr",
        "st",
        "no",
        "vs",
        "etc",
        "prof",
        "gen",
        "capt",
        "inc",
        "ltd",
        "co",
        "fig",
        "vol",
        "pp",
        "approx",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "ডা",
        "ড",
        "মো",
        "মি",
        "নং",
    ]
)
_QUOTES = re.compile('["“”]')


def split(text: str) -> list[tuple[str, str]]:
    """(sentence, the white space after it), in order; joined they are the text again.

    Not after an abbreviation or an initial, nor inside quotation marks.
    """
    found, start = [], 0
    for end in _END.finditer(text):
        sentence = text[start : end.end()]
        if not sentence.strip() or (end.group().strip() and not _ends(text, end, sentence)):
            continue
        found.append((sentence.rstrip(), sentence[len(sentence.rstrip()) :]))
        start = end.end()
    if rest := text[start:]:
        found.append((rest.rstrip(), rest[len(rest.rstrip()) :]))
    return found


def _ends(text: str, end: re.Match[str], sentence: str) -> bool:
    if len(_QUOTES.findall(sentence)) % 2:
        return False
    if end.group()[0] != ".":
        return True
    word = re.search(r"[\w.]*$", text[: end.start()])
    last = word.group().lower() if word else ""
    following = text[end.end() : end.end() + 1]
    initial = re.fullmatch(r"(?:[a-z]\.)*[a-z]", last)
    return last not in _ABBREVIATIONS and not initial and not following.islower()
