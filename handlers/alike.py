"""Whether answers say the same, and whether they say anything. Pure functions of English texts."""

from __future__ import annotations

import re

from handlers.description import NOTHING_KNOWN
from handlers.doubt import is_unseen

_ARTICLES = {"a", "an", "the"}
# What else models say where they don't know; the last is the demonstration's.
_UNKNOWN = re.compile(
    r"un(?:clear|sure|certain)|(?:i am |i m )?(?:not sure|not certain|unable\b.*|sorry\b.*)"
    r"|i know only coloured shapes"
)


def core(english: str) -> str:
    """The text's words in small letters, without marks and articles."""
    words = "".join(c if c.isalnum() else " " for c in english.lower()).split()
    return " ".join(word for word in words if word not in _ARTICLES)


def same(one: str, other: str) -> bool:
    """Whether two answers say the same."""
    return core(one) == core(other)


def abstains(english: str) -> bool:
    """Whether an answer says nothing of the picture."""
    said = core(english)
    if not said or said == NOTHING_KNOWN or is_unseen(english):
        return True
    return _UNKNOWN.fullmatch(said) is not None
