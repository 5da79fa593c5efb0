"""How photos were taken, as it is measured: held to the coach's figures on drawn photos."""

from __future__ import annotations

from benchmarks.coach import measure


def test_fine_photos_are_left_in_peace_and_bad_ones_are_not() -> None:
    figures = {figure.name: figure.value for figure in measure(seed=131, each=2)}
    assert figures["fine photos left in peace"] >= 0.95
    assert figures["bad photos with advice"] >= 0.9
