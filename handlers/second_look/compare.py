"""Comparison of answers: whether two say the same, and whether one says anything. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from handlers.descriptions.describe import NOTHING_KNOWN
from handlers.descriptions.uncertainty import is_unseen

_ARTICLES = {"a", "an", "the"}
# What else models say where they don't know; the last is the demonstration's.
_UNKNOWN = re.compile(
    r"un(?:clear|sure|certain)|(?:i am |i m )?(?:not sure|not certain|unable\b.*|sorry\b.*)"
    r"|i know only coloured shapes"
)


def core(english: str) -> str:
    """The text's words in small letters, without marks and articles."""
    # Bangla's vowel signs are no letters to Python.
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in english.lower())
    words = "".join(kept).split()
    return " ".join(word for word in words if word not in _ARTICLES)


def same(one: str, other: str) -> bool:
    """Whether two answers say the same."""
    return core(one) == core(other)


def differing(before: Sequence[str], now: Sequence[str]) -> list[tuple[str, str]]:
    """The lines that were read or said otherwise, in order: before and now, "" for none."""
    matcher = SequenceMatcher(None, [core(a) for a in before], [core(b) for b in now], False)
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        if b - a == d - c:
            found += zip(before[a:b], now[c:d], strict=True)
        else:
            found.append((", ".join(before[a:b]), ", ".join(now[c:d])))
    return found


def abstains(english: str) -> bool:
    """Whether an answer says nothing of the picture."""
    said = core(english)
    if not said or said == NOTHING_KNOWN or is_unseen(english):
        return True
    return _UNKNOWN.fullmatch(said) is not None
