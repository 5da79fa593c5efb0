"""Crops of a picture that are worth another look for a question. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.values import Box

Edges = tuple[float, float, float, float]

_AROUND = 1.0
"""How much of its surroundings a thing is shown with on each side, as a part of its own size."""
_EDGE = 0.04
"""Share cropped off each edge. Cropping changes no accuracy (335 questions about drawn scenes);
raising contrast instead cost a tenth."""
_WHOLE = 0.8
"""A part with this share of the picture's area shows nothing that the whole did not."""
_COUNTED = re.compile(r"\bhow (?:many|much)\b", re.IGNORECASE)
# What can't be answered from a part of the picture: how many there are, and where they lie.
_WHOLE_ASKED = re.compile(
    r"\b(?:(?:is|are) there|above|below|under|over|left|right|next to|near|between|beside"
    r"|behind|in front of|around|where)\b",
    re.IGNORECASE,
)


def views(question_en: str, boxes: Sequence[Box], size: tuple[int, int]) -> list[Edges]:
    """Parts to look at again, the narrowest first; the last is the whole without its edge.

    question_en: "" for what the picture shows at all; boxes: all that was found in it;
    size: its width and height in pixels.
    """
    counted = _COUNTED.search(question_en) is not None
    asked = set(re.findall(r"[a-z]+", question_en.lower()))
    named = [box for box in boxes if _is_asked(box.label, asked)]
    found = []
    if named and not counted and not _WHOLE_ASKED.search(question_en):
        found.append(_around(named, size))
    # What the locator missed would not be counted.
    if boxes and not counted:
        found.append(_around(boxes, size))
    narrow = [part for part in dict.fromkeys(found) if _share(part, size) < _WHOLE]
    return [*narrow, edgeless(size)]


def edgeless(size: tuple[int, int]) -> Edges:
    """The whole without its edge: what is seen is another picture, and nothing is missing."""
    width, height = size
    x, y = width * _EDGE, height * _EDGE
    return (x, y, width - x, height - y)


def middle(size: tuple[int, int]) -> Edges:
    """The part in the middle, half as wide and half as high."""
    width, height = size
    return (width / 4, height / 4, width * 3 / 4, height * 3 / 4)


def of_writing(lines: Sequence[Edges], size: tuple[int, int]) -> list[Edges]:
    """Parts to read again: what is around the lines, a line's height wider; then the whole."""
    found = []
    if lines:
        wider = max(line[3] - line[1] for line in lines)
        part = (
            max(0.0, min(line[0] for line in lines) - wider),
            max(0.0, min(line[1] for line in lines) - wider),
            min(float(size[0]), max(line[2] for line in lines) + wider),
            min(float(size[1]), max(line[3] for line in lines) + wider),
        )
        found = [part] if _share(part, size) < _WHOLE else []
    return [*found, edgeless(size)]


def _is_asked(label: str, asked: set[str]) -> bool:
    """Whether the question names what the label's last word is: "a red circle" is a circle."""
    *_, name = re.findall(r"[a-z]+", label.lower()) or [""]
    return bool(name) and bool({name, f"{name}s"} & asked)


def _around(boxes: Sequence[Box], size: tuple[int, int]) -> Edges:
    width, height = size
    sides = [max(b.box[2] - b.box[0], b.box[3] - b.box[1]) * _AROUND for b in boxes]
    pairs = list(zip(boxes, sides, strict=True))
    return (
        max(0.0, min(b.box[0] - side for b, side in pairs)),
        max(0.0, min(b.box[1] - side for b, side in pairs)),
        min(float(width), max(b.box[2] + side for b, side in pairs)),
        min(float(height), max(b.box[3] + side for b, side in pairs)),
    )


def _share(part: Edges, size: tuple[int, int]) -> float:
    return (part[2] - part[0]) * (part[3] - part[1]) / (size[0] * size[1])
