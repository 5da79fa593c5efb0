"""Clean-up of an answer that is said aloud: plain words on one line, without marks."""

from __future__ import annotations

import re

_ROLE = re.compile(r"^\s*(?:assistant|answer)\s*:\s*", re.IGNORECASE)
_LIST_MARK = re.compile(r"^\s*(?:[-*•]\s+|#{1,6}\s+|\d{1,2}[.)]\s+)")
_RULE = re.compile(r"^\s*(?:```.*|\|?[-=*_:| ]{3,})$")
_CELL = re.compile(r"\s*\|\s*")
_QUOTED = re.compile(r"^\s*(?:>\s*)+")
_MARKS = re.compile(r"\*\*|__|`+|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_FILLER = re.compile(r"^(?:sure|certainly|of course|great question|wow)\b[,.!]*\s+", re.IGNORECASE)
_LAST_WHOLE = re.compile(r"^.*[.!?…](?=\s|$)", re.DOTALL)


def tidy(text: str, ended: bool = True) -> str:
    """The text without Markdown, role names and filler, on one line.

    ended: False where the model was stopped in the middle: what follows the last whole
    sentence is dropped, if there is one.
    """
    text = _LINK.sub(r"\1", _ROLE.sub("", text))
    lines = (_plain(line) for line in text.splitlines() if not _RULE.match(line))
    text = _joined([line for line in lines if line])
    without = _FILLER.sub("", text)
    if without != text:
        text = without[:1].upper() + without[1:]
    if not ended and (whole := _LAST_WHOLE.match(text)):
        text = whole.group()
    return text


def _plain(line: str) -> str:
    """The line without the marks of a quotation, a list, a heading, a table and of stress."""
    line = _LIST_MARK.sub("", _QUOTED.sub("", line))
    if line.lstrip().startswith("|"):
        line = ", ".join(cell for cell in _CELL.split(line.strip()) if cell)
    return _MARKS.sub("", line).strip()


def _joined(lines: list[str]) -> str:
    """Lines as one: a list's items become sentences, so that a voice pauses between them."""
    return " ".join(
        line if line[-1] in ".!?…:,;" or last else f"{line}."
        for line, last in ((line, place == len(lines) - 1) for place, line in enumerate(lines))
    )
