"""Page layout: lines of writing in the order in which a person would read them. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from models.values import Line

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Piece:
    """A piece of a line. box: where it lies as the page is read; line: as it is told."""

    box: Box
    line: Line


def ordered(pieces: Sequence[Piece]) -> list[Line]:
    """The lines, columns one after the other, a row's pieces joined.

    Where a white strip runs down between two columns of text, the left one comes first; what lies
    across both, a headline, divides what is above it from what is below. A list with its prices
    is read row by row.
    """
    rest = sorted(pieces, key=_middle)
    parted = _parted(rest)
    if parted is None:
        return [line for row in _rows(rest) for line in _joined(row)]
    return [line for part in parted for line in ordered(part)]


def _parted(pieces: list[Piece]) -> list[list[Piece]] | None:
    """The columns, from headline to headline, in reading order; None where there are none."""
    for cut in _gutters(pieces):
        across = [piece for piece in pieces if piece.box[0] < cut < piece.box[2]]
        if len(across) > 0.25 * len(pieces):
            continue
        bands: list[list[Piece]] = [[]]
        for piece in pieces:
            if piece in across:
                bands += [[piece], []]
            else:
                bands[-1].append(piece)
        parts: list[list[Piece]] = []
        columns = 0
        for band in bands:
            left = [piece for piece in band if piece.box[2] <= cut]
            right = [piece for piece in band if piece.box[0] >= cut]
            if _is_column(left) and _is_column(right):
                columns += 1
                parts += [left, right]
            elif band:
                parts.append(band)
        if columns:
            return parts
    return None


def _gutters(pieces: list[Piece]) -> list[float]:
    """Where a white strip may run down, that which the fewest pieces lie across first."""
    edges = sorted({piece.box[2] for piece in pieces})
    cuts = []
    for edge in edges:
        after = min((p.box[0] for p in pieces if p.box[0] > edge), default=None)
        if after is not None:
            cut = (edge + after) / 2
            cuts.append((sum(p.box[0] < cut < p.box[2] for p in pieces), cut))
    return [cut for _, cut in sorted(cuts)[:8]]


def _is_column(pieces: list[Piece]) -> bool:
    """Whether they are lines of text one below the other, rather than the numbers of a list."""
    return len(pieces) >= 2 and median(len(piece.line.text.split()) for piece in pieces) >= 2


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces row by row, each from left to right; what lies one above the other is no row."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and all(_beside(piece, other) for other in rows[-1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.box[0]) for row in rows]


def _beside(one: Piece, other: Piece) -> bool:
    low = min(_height(one), _height(other))
    shared = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    return abs(_middle(one) - _middle(other)) < 0.5 * low and shared < low


def _joined(row: list[Piece]) -> list[Line]:
    """A row's pieces as one line, as sure as its letters are."""
    lines = [piece.line for piece in row]
    if len(lines) == 1:
        return lines
    letters = sum(len(line.text) for line in lines)
    sure = sum(line.confidence * len(line.text) for line in lines) / max(letters, 1)
    boxes = list(zip(*(line.box for line in lines), strict=True))
    around = (min(boxes[0]), min(boxes[1]), max(boxes[2]), max(boxes[3]))
    return [Line(" ".join(line.text for line in lines), sure, around)]


def _middle(piece: Piece) -> float:
    return (piece.box[1] + piece.box[3]) / 2


def _height(piece: Piece) -> float:
    return piece.box[3] - piece.box[1]
