"""The coach: one thing that would help most, or silence."""

from __future__ import annotations

import pytest

from handlers.descriptions.retake_advice import advice
from models.values import Aim, Line, Page

FINE = Aim(light=0.9, blur=0.8, glare=0.0, subject=0.1)
SIZE = (1000, 800)


def a_page(*boxes: tuple[float, float, float, float]) -> Page:
    return Page(tuple(Line("some writing", 0.95, box) for box in boxes))


SHEET = a_page((100, 100, 700, 150), (100, 200, 800, 250), (100, 300, 650, 350))


@pytest.mark.parametrize(
    ("aim", "page", "slant", "said"),
    [
        (FINE, Page(()), 0.0, None),
        (FINE, SHEET, 2.0, None),
        (Aim(0.1, 5.0, 0.0), Page(()), 0.0, "coach-dark"),
        (Aim(0.9, 5.0, 0.0), Page(()), 0.0, "coach-blur"),
        (Aim(0.9, 5.0, 0.05), Page(()), 0.0, "coach-glare"),
        (Aim(0.9, 0.8, 0.0, 0.1, ("right",)), Page(()), 0.0, "coach-cut"),
        (Aim(0.9, 0.8, 0.0, 0.1, ("left", "right")), Page(()), 0.0, "coach-away"),
        # What lies in a corner, or is taken from near.
        (Aim(0.9, 0.8, 0.0, 0.1, ("left", "bottom")), Page(()), 0.0, None),
        (Aim(0.9, 0.8, 0.0, 0.6, ("bottom",)), Page(()), 0.0, None),
        (Aim(0.9, 0.8, 0.0, 0.001), Page(()), 0.0, "coach-far"),
        # A sheet too far away to be read; a sign that was read; a cup as small.
        (Aim(0.9, 0.8, 0.0, 0.04, written=True), Page(()), 0.0, "coach-far"),
        (Aim(0.9, 0.8, 0.0, 0.04, written=True), a_page((450, 300, 600, 320)), 0.0, None),
        (Aim(0.9, 0.8, 0.0, 0.04), Page(()), 0.0, None),
        (FINE, a_page((600, 100, 998, 150), (600, 200, 999, 250)), 0.0, "coach-cut"),
        (FINE, SHEET, -11.0, "coach-tilt"),
        (FINE, a_page(*((450, y, 600, y + 10) for y in (300, 320, 340))), 0.0, "coach-far"),
        # A sign in the street.
        (FINE, a_page((450, 300, 600, 320)), 0.0, None),
    ],
)
def test_the_worst_fault_is_told_and_only_that(
    aim: Aim, page: Page, slant: float, said: str | None
) -> None:
    found = advice(aim, page, SIZE, slant)
    assert (found[0] if found else None) == said


def test_the_phone_is_moved_to_where_the_rest_is() -> None:
    assert advice(Aim(0.9, 0.8, 0.0, 0.1, ("left",)), Page(()), SIZE) == (
        "coach-cut",
        {"side": "left"},
    )
    # Writing that leans down to the right: the phone was turned to the left.
    assert advice(FINE, SHEET, SIZE, slant=10.0) == ("coach-tilt", {"turn": "right"})
