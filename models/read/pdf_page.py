"""A PDF page put together: its own lines and those read of its picture. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from models.read import layout
from models.read.pdf_forms import REMARK
from models.read.pdf_text import HYPHEN
from models.values import Line, Page

_CUT = re.compile(rf"[a-z](?:{HYPHEN}|[-‐])$")
"""A word that a line's end cuts."""


def together(held: Page, read: Sequence[tuple[Page, float]]) -> Page:
    """A page's own lines among those that were read of its pictures; remarks under marks last.

    read: each picture's, and how many pixels below the page's top it begins.
    """
    own = [line for line in held.lines if not line.text.startswith(REMARK)]
    lines = [*own, *(_lower(line, top) for page, top in read for line in page.lines)]
    ordered = layout.ordered([layout.Piece(line.box, line) for line in lines])
    remarks = [line for line in held.lines if line.text.startswith(REMARK)]
    codes = [replace(code, box=_moved(code.box, top)) for page, top in read for code in page.codes]
    return Page((*joined(ordered), *remarks), tuple(codes))


def joined(lines: Sequence[Line]) -> list[Line]:
    """The lines, a word that one ends in the middle of whole in it."""
    told: list[Line] = []
    for line in lines:
        text = line.text
        if told and _CUT.search(told[-1].text) and text[:1].islower():
            rest, _, text = text.partition(" ")
            told[-1] = replace(told[-1], text=told[-1].text[:-1] + rest)
        if text:
            told.append(replace(line, text=text))
    return [replace(line, text=line.text.replace(HYPHEN, "-")) for line in told]


def _lower(line: Line, top: float) -> Line:
    return replace(line, box=_moved(line.box, top))


def _moved(box: layout.Box, top: float) -> layout.Box:
    x0, y0, x1, y1 = box
    return x0, y0 + top, x1, y1 + top
