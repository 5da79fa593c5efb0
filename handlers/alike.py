"""Whether answers say the same, and whether they say anything. Pure functions of English texts."""

from __future__ import annotations

import re

from handlers.description import NOTHING_KNOWN

_ARTICLES = {"a", "an", "the"}
# What models say where they don't know: VizWiz's own words for it, and the demonstration's.
_UNKNOWN = re.compile(
    r"un(?:answerable|suitable(?: image)?|known|clear|sure|certain)"
    r"|i know only coloured shapes"
    r"|(?:i )?(?:do not|don t|cannot|can t|can not) (?:know|tell|see)\b.*"
    r"|(?:i am|i m) (?:not sure|sorry|unable)\b.*|(?:it )?(?:is )?not (?:visible|clear|sure)"
    r"|sorry\b.*"
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
    return not said or said == NOTHING_KNOWN or _UNKNOWN.fullmatch(said) is not None
