"""Chunks of a text for the voice: the first one soon, none too long. Pure."""

from __future__ import annotations

import re

WHOLE, FIRST, REST = 200, 150, 600
"""Letters of a text that stays whole, of a first part, and of the others (some 50 seconds at 150
words a minute). A first part is made within a second, the others while the ones before are sent."""
_SENTENCE = re.compile(r"(?<=[।?!.])\s+|\n+")


def spoken_parts(text: str) -> list[str]:
    """The text's sentences in parts, cut at their ends; one part where it is short."""
    return [text] if len(text) <= WHOLE else _packed(text)


def settled(beginning: str) -> str:
    """What the first part of a text surely begins with, whatever comes on the lines that follow.

    beginning: the text's first lines, whole. As much of it as the first part of a long text has:
    a short one, spoken whole, begins with the same.
    """
    return next(iter(_packed(f"{beginning}\n")), "")


def _packed(text: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for match in [*_SENTENCE.finditer(text), None]:
        end = match.end() if match else len(text)
        sentence = text[start:end]
        start = end
        most = FIRST if len(parts) == 1 else REST
        if parts and len(parts[-1]) + len(sentence) <= most:
            parts[-1] += sentence
        elif sentence.strip():
            parts.append(sentence)
    return [part.strip() for part in parts]
