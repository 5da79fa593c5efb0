"""Page layout: words as lines in the order in which a person would read them. Pure functions."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from models.values import Line

Box = tuple[float, float, float, float]

# Photographs of anything are full of what looks a little like letters. So words below the first
# are dropped, lines below the second, short ones below the third, and a picture without one line
# of four letters at the third has no writing: nothing is read on four photographs of things and
# on 200 drawn scenes, and no line of the test pages is lost.
_SURE_WORD, _SURE_LINE, _SURE_ALONE = 0.30, 0.65, 0.85


@dataclass(frozen=True)
class Word:
    """A word: confidence 0 to 1; line: the number of the piece of a line it stands in."""

    text: str
    confidence: float
    box: Box
    line: int


def lines(words: Sequence[Word]) -> list[Line]:
    """The lines, columns one after the other; noise is left out."""
    rows: dict[int, list[Word]] = {}
    for word in words:
        if word.confidence >= _SURE_WORD:
            rows.setdefault(word.line, []).append(word)
    pieces = [piece for row in rows.values() for piece in _split(row)]
    found = [_line(piece) for piece in _ordered(pieces)]
    if not any(_letters(line) >= 4 and line.confidence >= _SURE_ALONE for line in found):
        return []
    return [line for line in found if is_writing(line)]


def confidence(words: Sequence[Word]) -> float:
    """How sure the words are, letter by letter: 0 to 1, 0 without words."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / max(letters, 1)


def is_writing(line: Line) -> bool:
    """Whether a line of a page is writing rather than a pattern that was taken for it."""
    signs = sum(unicodedata.category(letter)[0] in "PS" for letter in line.text)
    needed = _SURE_LINE if _letters(line) >= 4 else _SURE_ALONE
    return line.confidence >= needed and signs < _letters(line)


def _letters(line: Line) -> int:
    """Letters, vowel signs and digits."""
    return sum(unicodedata.category(letter)[0] in "LMN" for letter in line.text)


def _split(row: list[Word]) -> list[list[Word]]:
    """A row cut where the space is as wide as two letters are high and more."""
    row = sorted(row, key=lambda word: word.box[0])
    high = median(word.box[3] - word.box[1] for word in row)
    pieces = [[row[0]]]
    for before, word in pairwise(row):
        if word.box[0] - before.box[2] > 2.0 * high:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _ordered(pieces: list[list[Word]]) -> list[list[Word]]:
    """The pieces of rows in reading order.

    Where a white strip runs down between them, what stands left of it comes first, if both sides
    are columns of text; a list with its prices is read row by row.
    """
    cut = _gutter(pieces)
    if cut is not None:
        left = [piece for piece in pieces if _around(piece)[2] <= cut]
        right = [piece for piece in pieces if _around(piece)[2] > cut]
        return _ordered(left) + _ordered(right)
    rows: list[list[Word]] = []
    for piece in sorted(pieces, key=_middle):
        box = _around(piece)
        if rows and _middle(rows[-1]) > box[1] and _middle(piece) < _around(rows[-1])[3]:
            rows[-1] = rows[-1] + piece
        else:
            rows.append(piece)
    return [sorted(row, key=lambda word: word.box[0]) for row in rows]


def _gutter(pieces: list[list[Word]]) -> float | None:
    """Where a white strip divides two columns; None where there is none."""
    boxes = sorted((_around(piece) for piece in pieces), key=lambda box: box[0])
    reach = 0.0
    for index, box in enumerate(boxes):
        if index and box[0] > reach:
            left = [piece for piece in pieces if _around(piece)[2] <= reach]
            right = [piece for piece in pieces if _around(piece)[0] >= box[0]]
            if _is_column(left) and _is_column(right):
                return (reach + box[0]) / 2
        reach = max(reach, box[2])
    return None


def _is_column(pieces: list[list[Word]]) -> bool:
    return len(pieces) >= 2 and median(len(piece) for piece in pieces) >= 2


def _line(words: list[Word]) -> Line:
    return Line(" ".join(word.text for word in words), confidence(words), _around(words))


def _around(words: list[Word]) -> Box:
    return (
        min(word.box[0] for word in words),
        min(word.box[1] for word in words),
        max(word.box[2] for word in words),
        max(word.box[3] for word in words),
    )


def _middle(words: list[Word]) -> float:
    box = _around(words)
    return (box[1] + box[3]) / 2
