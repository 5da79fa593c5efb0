"""Retake advice: the one thing that would help the next photo most, or silence. Pure functions."""

from __future__ import annotations

from typing import Literal

from handlers.descriptions.written_text import surely
from models.values import Aim, Page

Side = Literal["left", "right", "top", "bottom"]
Advice = tuple[str, dict[str, str]]
"""The key of a sentence, and its arguments."""

# Set on one drawn set of photos, told on another: benchmarks/coach.py.
DARK = 0.165
BLURRED = 1.9
BLINDED = 0.004
FAR = 0.004
LARGE = 0.25
"""The share of the picture from which on a subject at its edge is taken from near on purpose."""
_SHEET_FAR = 0.08
"""The share of the picture that a sheet's writing fills at most where it was taken from afar."""
_LINES_OF_A_SHEET = 3
"""Fewer may be a sign in the street, which nobody takes from near."""
LEANING = 6.0
_AT_THE_EDGE = 0.008
"""How near to a side, as a part of the width, a line of writing ends that goes on outside."""
_OPPOSITE: dict[Side, Side] = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


def advice(aim: Aim, page: Page, size: tuple[int, int], slant: float = 0.0) -> Advice | None:
    """What to do for a better photo; None where this one is fine.

    size: of the picture, in pixels; slant: of its writing, in degrees, 0 where it was not
    measured. What spoils everything comes first, what spoils a part after it.
    """
    if aim.light < DARK:
        return "coach-dark", {}
    # Before blur: a halo is soft, and much of the picture where it is large.
    if aim.glare > BLINDED:
        return "coach-glare", {}
    if aim.blur > BLURRED:
        return "coach-blur", {}
    # Larger than a thing that is far away, and yet too small to be read.
    small = aim.subject is not None and aim.subject < _SHEET_FAR
    if aim.written and small and not surely(page):
        return "coach-far", {}
    if page.lines:
        return _of_writing(page, size, slant)
    if aim.cut and aim.subject is not None and aim.subject < LARGE:
        return cut_off(aim.cut)
    if aim.subject is not None and 0 < aim.subject < FAR:
        return "coach-far", {}
    return None


def cut_off(sides: tuple[Side, ...]) -> Advice | None:
    """Where to move for what is cut off: to that side, or away where it is cut on both.

    Nothing where two sides that meet or three cut it: so does what merely lies in a corner.
    """
    if len(sides) == 1:
        return "coach-cut", {"side": sides[0]}
    if len(sides) == 2 and _OPPOSITE[sides[0]] == sides[1]:
        return "coach-away", {}
    return None


def needs_slant(page: Page) -> bool:
    """Whether there is enough writing to tell how it leans."""
    return len(surely(page)) >= 2


def _of_writing(page: Page, size: tuple[int, int], slant: float) -> Advice | None:
    width, _ = size
    sides: tuple[Side, ...] = ()
    if any(line.box[0] <= _AT_THE_EDGE * width for line in page.lines):
        sides += ("left",)
    if any(line.box[2] >= (1 - _AT_THE_EDGE) * width for line in page.lines):
        sides += ("right",)
    if sides:
        return cut_off(sides)
    if abs(slant) >= LEANING:
        return "coach-tilt", {"turn": "right" if slant > 0 else "left"}
    if len(page.lines) >= _LINES_OF_A_SHEET and _filled(page, size) < _SHEET_FAR:
        return "coach-far", {}
    return None


def _filled(page: Page, size: tuple[int, int]) -> float:
    """The share of the picture within a box around all of its writing."""
    boxes = [line.box for line in page.lines]
    width = max(box[2] for box in boxes) - min(box[0] for box in boxes)
    height = max(box[3] for box in boxes) - min(box[1] for box in boxes)
    return width * height / (size[0] * size[1])
