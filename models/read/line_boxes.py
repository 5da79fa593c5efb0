"""Text line detection on a level picture.

Tesseract's own search for lines loses one in twelve of ours whole: the bar that joins the letters
of a Bangla word makes it one wide blob, which is taken for a rule or a picture. Read line by line,
the same lines come out right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.read.preprocess import are_rules, ink_of, letter_height

if TYPE_CHECKING:
    from models.read.preprocess import Grey

Box = tuple[int, int, int, int]
MOST = 160
"""Lines read of one picture, the widest first; what has more is gravel rather than a page."""


def find(grey: Grey) -> list[Box]:
    """The pieces of lines as x0, y0, x1, y1 in pixels, in no order; [] where nothing is like one.

    A space as wide as two letters are high ends a piece.
    """
    import cv2
    import numpy as np

    height = letter_height(grey)
    if not height:
        return []
    ink = ink_of(grey)
    count, labels, found, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high = found[:, cv2.CC_STAT_WIDTH], found[:, cv2.CC_STAT_HEIGHT]
    # Specks, rules, and what is far too high for a letter: edges, shadows, pictures.
    kept = (found[:, cv2.CC_STAT_AREA] >= max(4, 0.01 * height**2)) & (high < 3.5 * height)
    kept &= ~((high < 0.25 * height) & (wide > 6 * height)) & ~are_rules(found)
    kept[0] = False
    letters = kept[labels].astype(np.uint8) if count > 1 else ink
    smear = cv2.getStructuringElement(cv2.MORPH_RECT, (max(3, round(1.8 * height)) | 1, 1))
    rows = cv2.morphologyEx(cv2.copyMakeBorder(letters, 0, 0, 60, 60, 0), cv2.MORPH_CLOSE, smear)
    _, _, runs, _ = cv2.connectedComponentsWithStats(rows[:, 60:-60].copy(), connectivity=8)
    boxes = [(x, y, x + w, y + h) for x, y, w, h, _ in runs[1:].tolist()]
    lines = [box for box in boxes if box[3] - box[1] >= 0.6 * height]
    marks = [box for box in boxes if box[3] - box[1] < 0.6 * height]
    lines = _joined(lines, height)
    for mark in marks:
        near = min(lines, key=lambda line: _apart(line, mark), default=None)
        if near is not None and _apart(near, mark) <= 0.4 * height:
            lines[lines.index(near)] = _both(near, mark)
    # What has grown together over several rows is gravel.
    fit = [
        box
        for box in _joined(lines, height)
        if box[2] - box[0] >= height and box[3] - box[1] <= 5 * height
    ]
    return sorted(fit, key=lambda box: box[0] - box[2])[:MOST]


def _joined(boxes: list[Box], height: float) -> list[Box]:
    """Boxes of the same row that lie close together made one."""
    rest = sorted(boxes)
    done: list[Box] = []
    while rest:
        box = rest.pop(0)
        near = next((other for other in rest if _same_row(box, other, height)), None)
        if near is None:
            done.append(box)
        else:
            rest.remove(near)
            rest = sorted([*rest, _both(box, near)])
    return done


def _same_row(one: Box, other: Box, height: float) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    lower = min(one[3] - one[1], other[3] - other[1])
    gap = max(one[0], other[0]) - min(one[2], other[2])
    return shared > 0.5 * lower and gap < 1.8 * height


def _apart(line: Box, mark: Box) -> float:
    """How far a mark is from a line, in pixels."""
    across = max(line[0] - mark[2], mark[0] - line[2], 0)
    down = max(line[1] - mark[3], mark[1] - line[3], 0)
    return max(across, down)


def _both(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
