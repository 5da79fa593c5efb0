"""How much of a page was read wrong."""

from __future__ import annotations

import unicodedata

from rapidfuzz.distance import Levenshtein


def error_rate(read: str, written: str) -> float:
    """Character error rate: insertions, deletions and replacements for one that is written.

    Both in NFC, each run of spaces and line ends counted as one space.
    """
    read, written = (" ".join(unicodedata.normalize("NFC", t).split()) for t in (read, written))
    return Levenshtein.distance(read, written) / len(written)
