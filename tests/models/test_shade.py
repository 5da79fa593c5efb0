"""Colours and light as they are measured."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from PIL import Image

from models.pixels.colour import colours, light
from models.values import Picture
from tests.shapes.scene import COLOURS, shade


def _plain(rgb: tuple[int, int, int]) -> Picture:
    return Picture(Image.new("RGB", (60, 40), rgb), "")


def _names(picture: Picture) -> list[str]:
    return [colour.name for colour in colours(picture)]


def test_the_shades_of_a_colour_bear_its_name() -> None:
    rng = np.random.default_rng(20261127)
    named: dict[str, Counter[str]] = {colour: Counter() for colour in COLOURS}
    for colour in COLOURS:
        for _ in range(200):
            (name,) = _names(_plain(shade(rng, colour)))
            named[colour][name.removeprefix("dark ").removeprefix("light ")] += 1
    right = {colour: counts[colour] / 200 for colour, counts in named.items()}
    assert min(right.values()) >= 0.97, named


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((0, 0, 0), "black"),
        ((255, 255, 255), "white"),
        ((128, 128, 128), "grey"),
        ((139, 69, 19), "brown"),
        ((255, 165, 0), "orange"),
        ((255, 192, 203), "pink"),
        ((135, 206, 235), "sky blue"),
        ((0, 0, 128), "dark blue"),
        ((128, 0, 0), "dark red"),
        ((245, 245, 220), "beige"),
        ((64, 224, 208), "turquoise"),
        ((0, 106, 78), "dark green"),  # the flag of Bangladesh
        ((244, 42, 65), "red"),
    ],
)
def test_well_known_colours_bear_their_names(rgb: tuple[int, int, int], name: str) -> None:
    assert _names(_plain(rgb)) == [name]


def test_only_the_middle_counts_and_the_larger_share_comes_first() -> None:
    image = Image.new("RGB", (80, 80), (20, 160, 60))
    image.paste((220, 20, 20), (20, 20, 60, 60))
    image.paste((245, 245, 245), (20, 20, 60, 30))
    found = colours(Picture(image, ""))
    assert [colour.name for colour in found] == ["red", "white"]
    assert found[0].share == pytest.approx(0.75, abs=0.05)


def test_light_is_told_with_its_side() -> None:
    assert light(_plain((3, 3, 3))).level < 0.05
    room = Image.new("RGB", (90, 60), (60, 60, 60))
    assert light(Picture(room, "")).brightest == ""
    room.paste((250, 250, 240), (65, 10, 90, 40))
    assert light(Picture(room, "")).brightest == "right"
