"""Colour and light, measured from a picture's pixels: no model guesses here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from models.values import Colour, Light, Picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.float64]
    """(n, 3), 0 to 1."""

# What people call these shades; 8-bit sRGB. A colour of several shades stands here several times.
_SHADES: tuple[tuple[str, tuple[int, int, int]], ...] = (
    ("black", (12, 12, 12)),
    ("black", (35, 35, 38)),
    ("dark grey", (75, 75, 75)),
    ("grey", (130, 130, 130)),
    ("light grey", (190, 190, 190)),
    ("white", (245, 245, 245)),
    ("red", (215, 25, 30)),
    ("red", (170, 20, 25)),
    ("red", (230, 60, 55)),
    ("dark red", (105, 15, 25)),
    ("dark red", (130, 5, 10)),
    ("orange", (245, 130, 20)),
    ("orange", (235, 105, 30)),
    ("brown", (120, 72, 35)),
    ("brown", (85, 50, 28)),
    ("light brown", (180, 135, 90)),
    ("beige", (225, 205, 165)),
    ("beige", (243, 240, 218)),
    ("yellow", (245, 220, 40)),
    ("yellow", (225, 195, 60)),
    ("yellow", (250, 230, 110)),
    ("olive", (115, 115, 35)),
    ("green", (35, 165, 60)),
    ("green", (45, 125, 50)),
    ("green", (20, 235, 80)),
    ("green", (70, 220, 130)),
    ("dark green", (15, 70, 35)),
    ("light green", (160, 225, 140)),
    ("turquoise", (0, 140, 140)),
    ("turquoise", (60, 205, 200)),
    ("sky blue", (110, 190, 235)),
    ("blue", (30, 80, 225)),
    ("blue", (70, 110, 220)),
    ("blue", (25, 50, 150)),
    ("blue", (35, 20, 240)),
    ("blue", (60, 40, 230)),
    ("blue", (38, 28, 155)),
    ("dark blue", (18, 28, 80)),
    ("dark blue", (0, 0, 125)),
    ("purple", (125, 50, 180)),
    ("purple", (95, 35, 125)),
    ("purple", (82, 48, 112)),
    ("purple", (180, 60, 235)),
    ("light purple", (195, 165, 225)),
    ("pink", (245, 155, 190)),
    ("pink", (235, 120, 160)),
    ("dark pink", (205, 35, 125)),
)
_MOST_PIXELS = 20_000
# How much lighter or darker counts against hue and chroma: light changes it most.
_LIGHTNESS = 0.55
_D65 = np.array([0.95047, 1.0, 1.08883])
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
# Brighter than the rest by this much of the whole range: a window or a lamp.
_BRIGHTER = 0.18


def colours(picture: Picture) -> list[Colour]:
    """The colours in the picture's middle, the larger share first, those above a tenth.

    The middle is half as wide and half as high as the picture: what people point the phone at.
    """
    width, height = picture.image.size
    box = (width // 4, height // 4, max(width * 3 // 4, 1), max(height * 3 // 4, 1))
    middle = picture.image.crop(box)
    middle.thumbnail((140, 140))
    pixels = np.asarray(middle, dtype=np.float64).reshape(-1, 3)[:_MOST_PIXELS] / 255
    names, shades = _named()
    apart = _lab(pixels)[:, None, :] - shades[None, :, :]
    apart[..., 0] *= _LIGHTNESS
    nearest = np.argmin((apart**2).sum(axis=2), axis=1)
    shares: dict[str, float] = {}
    for index, count in zip(*np.unique(nearest, return_counts=True), strict=True):
        shares[names[index]] = shares.get(names[index], 0.0) + float(count) / len(pixels)
    found = [Colour(name, share) for name, share in shares.items() if share >= 0.1]
    return sorted(found, key=lambda colour: -colour.share)


def light(picture: Picture) -> Light:
    """How light the picture is, and the side where it is clearly lighter than elsewhere."""
    small = picture.image.convert("L").resize((30, 30))
    values = np.asarray(small, dtype=np.float64) / 255
    sides = {
        "left": values[:, :10].mean(),
        "middle": values[:, 10:20].mean(),
        "right": values[:, 20:].mean(),
    }
    brightest = max(sides, key=lambda side: sides[side])
    others = max(mean for side, mean in sides.items() if side != brightest)
    clearly = sides[brightest] - others >= _BRIGHTER
    return Light(float(values.mean()), brightest if clearly else "")


@cache
def _named() -> tuple[list[str], Pixels]:
    rgb = np.array([shade for _, shade in _SHADES], dtype=np.float64) / 255
    return [name for name, _ in _SHADES], _lab(rgb)


def _lab(rgb: Pixels) -> Pixels:
    """CIE L*a*b* of sRGB under D65 (IEC 61966-2-1, CIE 15): L 0 to 100, a and b about ±100."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _TO_XYZ.T / _D65
    root = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = root.T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)
