"""Splitting of a long text into parts that Telegram takes, cut at pauses. Pure."""

from __future__ import annotations

import re

LONGEST = 4_096
"""UTF-16 code units in one message: what Telegram counts."""

# Where a cut is heard least, best first: a line's end, a sentence's, a word's.
_CUTS = (re.compile(r"\n+"), re.compile(r"(?<=[।.!?…])\s+"), re.compile(r"\s+"))


def units(text: str) -> int:
    """The text's length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parts(text: str, longest: int = LONGEST) -> list[str]:
    """The text in parts of at most `longest` UTF-16 units, none of them empty."""
    found = []
    rest = text.strip()
    while units(rest) > longest:
        end = _fitting(rest, longest)
        cut = _cut(rest, end)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def _fitting(text: str, longest: int) -> int:
    """How many letters of the text fit."""
    counted = 0
    for index, letter in enumerate(text):
        counted += 2 if ord(letter) > 0xFFFF else 1
        if counted > longest:
            return index
    return len(text)


def _cut(text: str, end: int) -> int:
    # A cut in the first half would leave a crumb, so the next kind of cut is tried then.
    for kind in _CUTS:
        places = [match.start() for match in kind.finditer(text, 0, end + 1)]
        if places and places[-1] > end // 2:
            return places[-1]
    return end
