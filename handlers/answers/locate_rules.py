"""Rules for "where is it?": how it is asked, and how a box is told in words. Pure functions."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from models.text.script import compared, is_bangla
from models.values import Box

Side = Literal["left", "right", "top", "bottom"]
Edges = tuple[float, float, float, float]

_OWN = "(?:আমার|আমাদের|এই|ওই|সেই|ছবিতে|ছবির মধ্যে|এখানে)"

# টা, টি and the like say "the"; some words end so by themselves.
_THE = re.compile(r"(.{2,}?)(?:গুলোর|গুলির|গুলো|গুলি|গুলা|খানার|খানা|খানি|টুকু|টার|টির|টা|টি)")
_WHOLE = re.compile(
    "রুটি|মাটি|বাটি|ঘটি|পাটি|খুঁটি|চটি|ঝুঁটি|গুটি|বুটি|বটি|বঁটি|পার্টি|সিটি"
    "|আটা|কাঁটা|ঝাঁটা|ডাটা|ডাঁটা|পাটা|বাটা|বোঁটা|পরোটা|কোটা|ফোঁটা"
)
_ARTICLE = re.compile(r"(?:my|our|your|the|a|an|some|any|that|this|one)\s+", re.IGNORECASE)
_ONE = re.compile(r"^(?:একটি|একটা|একখানা|এক জোড়া)\s+")


@dataclass(frozen=True)
class Spot:
    """Where a box lies in its picture.

    part: "upper-left" and so on, "middle"; hour: 1 to 12 from the picture's centre, None in the
    middle; near: the edges that it is close to; cut: those that it touches; share: of the
    picture's area, 0 to 1.
    """

    part: str
    hour: int | None
    near: tuple[Side, ...]
    cut: tuple[Side, ...]
    share: float


@dataclass(frozen=True)
class Beside:
    """The nearest other thing. side: where it lies, seen from the thing; "same" within it."""

    label: str
    side: Literal["left", "right", "above", "below", "same"]


def bare(thing: str) -> str:
    """The thing's name alone: without "my", "the", "টা", "গুলো"."""
    thing = compared(thing)
    if not is_bangla(thing):
        while (shorter := _ARTICLE.sub("", thing, count=1)) != thing and _ARTICLE.match(thing):
            thing = shorter
        return thing
    thing = _ONE.sub("", re.sub(rf"^(?:{_OWN} )+", "", thing))
    *others, last = thing.split() or [""]
    match = _THE.fullmatch(last)
    if match is not None and not _WHOLE.fullmatch(last):
        last = match[1]
    return " ".join([*others, last])


def yours(thing: str) -> str:
    """An English thing as it is said back: "my glasses" are "your glasses", "cup" "the cup"."""
    turned = re.sub(r"^my\b", "your", re.sub(r"^our\b", "your", thing.strip()))
    return turned if _ARTICLE.match(turned) else f"the {turned}"


def spot(box: Edges, size: tuple[int, int]) -> Spot:
    """Where the box lies. box: x0, y0, x1, y1 in pixels; size: the picture's width and height."""
    width, height = size
    x0, y0, x1, y1 = box
    x, y = (x0 + x1) / 2 / width, (y0 + y1) / 2 / height
    across = "left" if x < 1 / 3 else "right" if x > 2 / 3 else ""
    down = "upper" if y < 1 / 3 else "lower" if y > 2 / 3 else ""
    part = "-".join(word for word in (down, across) if word) or "middle"
    hour = None
    if part != "middle":
        angle = math.degrees(math.atan2((x - 0.5) * width, (0.5 - y) * height)) % 360
        hour = round(angle / 30) % 12 or 12
    gaps: dict[Side, float] = {
        "left": x0 / width,
        "right": 1 - x1 / width,
        "top": y0 / height,
        "bottom": 1 - y1 / height,
    }
    cut = tuple(side for side, gap in gaps.items() if gap < 0.008)
    near = tuple(side for side, gap in gaps.items() if 0.008 <= gap < 0.06)
    return Spot(part, hour, near, cut, (x1 - x0) * (y1 - y0) / (width * height))


def size_word(share: float) -> str:
    """How much of the picture a thing takes, as a word; share: of its area, 0 to 1."""
    steps = ((0.6, "most"), (0.35, "half"), (0.18, "quarter"), (0.07, "tenth"), (0.02, "small"))
    return next((word for least, word in steps if share >= least), "tiny")


def beside(thing: Edges, others: Sequence[Box], size: tuple[int, int]) -> Beside | None:
    """The nearest other thing that says where this one is; None where there is none.

    What is the thing itself under another name, or fills most of the picture, says nothing.
    """
    width, height = size
    told = [
        other
        for other in others
        if other.label
        and overlap(thing, other.box) < 0.5
        and _area(other.box) < 0.6 * width * height
    ]
    if not told:
        return None
    nearest = min(told, key=lambda other: (_gap(thing, other.box), _apart(thing, other.box)))
    dx, dy = _between(thing, nearest.box)
    x0, y0, x1, y1 = nearest.box
    x, y = (thing[0] + thing[2]) / 2, (thing[1] + thing[3]) / 2
    if x0 < x < x1 and y0 < y < y1:
        return Beside(nearest.label, "same")
    if abs(dx) >= abs(dy):
        return Beside(nearest.label, "left" if dx < 0 else "right")
    return Beside(nearest.label, "above" if dy < 0 else "below")


def overlap(one: Edges, other: Edges) -> float:
    """The part of their union that two boxes share, 0 to 1."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(0.0, across) * max(0.0, down)
    return shared / max(1e-9, _area(one) + _area(other) - shared)


def _area(box: Edges) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _between(one: Edges, other: Edges) -> tuple[float, float]:
    return (
        (other[0] + other[2] - one[0] - one[2]) / 2,
        (other[1] + other[3] - one[1] - one[3]) / 2,
    )


def _apart(one: Edges, other: Edges) -> float:
    return math.hypot(*_between(one, other))


def _gap(one: Edges, other: Edges) -> float:
    across = max(0.0, other[0] - one[2], one[0] - other[2])
    down = max(0.0, other[1] - one[3], one[1] - other[3])
    return math.hypot(across, down)
