"""How photos were taken, as it is measured: held to the coach's figures on drawn photos."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.coach import measure
from handlers.descriptions.retake_advice import BLINDED, BLURRED
from models.pixels import framing
from models.values import Aim, Picture
from tests.snaps import FINE, PHOTOS, SHEETS, THINGS, photographs, snap, spoilt


def taken(image: Image.Image) -> Aim:
    return framing.measure(Picture(image, ""))


def test_fine_photos_are_left_in_peace_and_bad_ones_are_not() -> None:
    figures = {figure.name: figure.value for figure in measure(seed=131, each=1)}
    assert figures["fine photos left in peace"] >= 0.95
    assert figures["bad photos with advice"] >= 0.9


def test_a_photo_of_few_pixels_is_not_called_blurred_unless_it_is() -> None:
    rng = np.random.default_rng(2)
    for photograph in photographs():
        small = photograph.resize((photograph.width // 2, photograph.height // 2))
        assert taken(small).blur < BLURRED
        assert taken(spoilt(rng, small, "motion")).blur > BLURRED


def test_what_lies_behind_a_sharp_thing_may_be_soft() -> None:
    behind = spoilt(np.random.default_rng(2), photographs()[1].resize((1_200, 800)), "blur")
    assert taken(behind).blur > BLURRED
    behind.paste(photographs()[0].resize((300, 300)), (450, 250))
    assert taken(behind).blur < BLURRED


def test_writing_that_moved_is_blurred_for_all_the_faint_rims_of_its_strokes() -> None:
    rng = np.random.default_rng(7)
    assert all(taken(snap(rng, SHEETS, "motion").image).blur > BLURRED for _ in range(5))


def test_a_lamps_halo_is_round_and_lit_snow_is_not() -> None:
    down, right = np.mgrid[0:600, 0:800]
    ragged = 0.35 * np.sin(5 * np.arctan2(down - 300, right - 400))
    for bent, blinded in ((0.0, True), (ragged, False)):
        light = 330 - np.hypot(down - 300, right - 400) * (1 + bent)
        grey = np.clip(light, 60, 255).astype(np.uint8)
        assert (taken(Image.fromarray(grey).convert("RGB")).glare > BLINDED) is blinded


def test_only_a_thing_that_is_alone_is_cut_off() -> None:
    image = Image.new("RGB", (800, 600), (90, 120, 160))
    draw = ImageDraw.Draw(image)
    draw.rectangle((700, 200, 800, 320), fill="white")
    assert taken(image).cut == ("right",)
    draw.rectangle((200, 200, 280, 300), fill="white")
    assert taken(image).cut == ()


def test_a_sheet_of_writing_is_told_from_other_things() -> None:
    rng = np.random.default_rng(7)
    assert all(taken(snap(rng, SHEETS, "far").image).written for _ in range(4))
    assert not any(taken(snap(rng, THINGS, FINE).image).written for _ in range(8))
    assert not any(taken(snap(rng, PHOTOS, FINE).image).written for _ in range(8))
