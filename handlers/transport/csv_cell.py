"""CSV injection: what a spreadsheet would take for a formula, marked as text. The one place."""

from __future__ import annotations

import re
import unicodedata

# What a spreadsheet passes over before it looks for a formula: blanks, and signs that take no room,
# like a byte order mark.
_BEFORE = re.compile(r"^(?:[\s\x00-\x1f\u00ad]|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])*")
_FORMULA = ("=", "+", "-", "@")


def cell(value: object) -> object:
    """The value for a cell of CSV; numbers stay numbers.

    >>> cell("＝1+1"), cell(" =1+1"), cell(-1.5)
    ("'＝1+1", "' =1+1", -1.5)
    """
    if not isinstance(value, str):
        return value
    begins = unicodedata.normalize("NFKC", _BEFORE.sub("", value)[:1])
    return f"'{value}" if begins.startswith(_FORMULA) or value[:1] in {"\t", "\r", "\n"} else value
