"""Sentence splitting for a voice, which says one piece at a time."""

from __future__ import annotations

import re

LONGEST = 200
"""Letters in a piece: enough for a long sentence, short enough that a voice can't choke on it."""

# A full stop ends a sentence only before a space: "3.5" and "example.com" are one word.
_END = re.compile(r"(?<=[।?!])\s*|(?<=\.)\s+|\n+")
_CLAUSE = re.compile(r"(?<=[,;:])\s+")


def sentences(text: str) -> list[str]:
    """The sentences in order, each of at most `LONGEST` letters and with something to say.

    A longer one is cut after a comma, else at a space, else (no spaces at all) anywhere.
    """
    pieces = [
        piece
        for sentence in _END.split(text)
        for piece in ([sentence] if len(sentence) <= LONGEST else _packed(_clauses(sentence), " "))
    ]
    # espeak-ng says the name of a mark that stands alone: "।" becomes "দণ্ড".
    return [piece.strip() for piece in pieces if any(letter.isalnum() for letter in piece)]


def _clauses(sentence: str) -> list[str]:
    return [
        part
        for clause in _CLAUSE.split(sentence)
        for part in ([clause] if len(clause) <= LONGEST else _packed(_words(clause), " "))
    ]


def _words(clause: str) -> list[str]:
    return [
        word[start : start + LONGEST]
        for word in clause.split()
        for start in range(0, len(word), LONGEST)
    ]


def _packed(parts: list[str], joint: str) -> list[str]:
    """The parts joined again into as few pieces as fit."""
    packed: list[str] = []
    for part in parts:
        if packed and len(packed[-1]) + len(joint) + len(part) <= LONGEST:
            packed[-1] += joint + part
        else:
            packed.append(part)
    return packed
