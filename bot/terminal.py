"""Terminal output without control characters: file names and models' words are anybody's.

An ESC in a name would be obeyed by the terminal: OSC 52 writes into the clipboard, others move the
cursor over what was said before, and marks of writing direction turn a name around.
"""

from __future__ import annotations

import re
import sys
from typing import TextIO

# All but tabs and line feeds; what is half a letter stands for a byte of a name that is no UTF-8.
_CONTROL = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: str) -> str:
    r"""The text with each control character written out, as JSON does it.

    >>> printable("photo\x1b]52;c;AAAA\x07.jpg")
    'photo\\u001b]52;c;AAAA\\u0007.jpg'
    """
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def say(
    text: object = "", file: TextIO | None = None, end: str = "\n", flush: bool = False
) -> None:
    """Print a text."""
    print(printable(str(text)), file=file or sys.stdout, end=end, flush=flush)
