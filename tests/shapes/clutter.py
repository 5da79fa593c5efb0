"""Pictures that show nothing of the shapes world, with the statistics of photographs.

A model that has only ever seen shapes names one in every photo. These teach it to say that it
knows nothing there: noise at many scales, overlapping leaves of all sizes (the "dead leaves"
model of natural images, Lee, Mumford and Huang 2001), things of other forms and other colours.
"""

from __future__ import annotations

import colorsys
import math

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFilter

Rgb = tuple[int, int, int]
# Drawn at this many pixels a side at most and then enlarged: the models see 64.
_FINEST = 144


def clutter(rng: Generator, width: int, height: int) -> Image.Image:
    """An RGB picture of that size, of one of several kinds of clutter or two of them blended."""
    scale = min(1.0, _FINEST / max(width, height))
    size = max(16, round(width * scale)), max(16, round(height * scale))
    picture = _KINDS[rng.integers(len(_KINDS))](rng, *size)
    if rng.random() < 0.3:
        other = _KINDS[rng.integers(len(_KINDS))](rng, *size)
        mask = Image.fromarray((_fractal(rng, *size, rough=2.2) * 255).astype(np.uint8))
        if rng.random() < 0.5:
            mask = mask.point(lambda v: 255 if v > 128 else 0)
        picture = Image.composite(picture, other, mask)
    if rng.random() < 0.3:
        picture = picture.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.4, 2.5))))
    if rng.random() < 0.5:
        picture = _light(rng, picture)
    return picture.resize((width, height), Image.Resampling.BICUBIC)


def _fractal(rng: Generator, width: int, height: int, rough: float) -> np.ndarray:
    """Noise whose power falls with frequency, float32 (height, width), 0 to 1."""
    total = np.zeros((height, width), dtype=np.float32)
    cells, weight = int(rng.integers(1, 4)), 1.0
    while cells < max(width, height):
        grid = rng.normal(size=(cells + 1, cells + 1)).astype(np.float32)
        octave = Image.fromarray(grid).resize((width, height), Image.Resampling.BICUBIC)
        total += weight * np.asarray(octave)
        cells, weight = cells * 2, weight / rough
    low, high = float(total.min()), float(total.max())
    return (total - low) / max(high - low, 1e-6)


def _palette(rng: Generator, count: int) -> np.ndarray:
    """Colours that belong together, mostly dull as in photographs, float32 (count, 3), 0 to 255."""
    hue, spread = rng.random(), rng.choice([0.04, 0.12, 0.5])
    vivid = rng.choice([0.25, 0.5, 0.9])
    colours = [
        colorsys.hsv_to_rgb(
            float(hue + rng.normal(0, spread)) % 1,
            float(min(1, abs(rng.normal(0, vivid)))),
            float(rng.uniform(0.02, 1)),
        )
        for _ in range(count)
    ]
    return np.array(colours, dtype=np.float32) * 255


def _colour(rng: Generator, palette: np.ndarray) -> Rgb:
    red, green, blue = palette[rng.integers(len(palette))] + rng.normal(0, 10, 3)
    return int(np.clip(red, 0, 255)), int(np.clip(green, 0, 255)), int(np.clip(blue, 0, 255))


def _noise(rng: Generator, width: int, height: int) -> Image.Image:
    """Smooth to rough noise, either of a palette or of each channel by itself."""
    rough = float(rng.uniform(1.1, 2.6))
    if rng.random() < 0.5:
        palette = _palette(rng, int(rng.integers(2, 6)))
        level = _fractal(rng, width, height, rough) * (len(palette) - 1)
        below = np.minimum(level.astype(int), len(palette) - 2)
        part = (level - below)[..., None]
        pixels = palette[below] * (1 - part) + palette[below + 1] * part
    else:
        grey = _fractal(rng, width, height, rough)
        tint = np.stack([_fractal(rng, width, height, rough) for _ in range(3)], -1)
        amount = float(rng.uniform(0, 0.7))
        pixels = ((1 - amount) * grey[..., None] + amount * tint) * 255
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _leaves(rng: Generator, width: int, height: int) -> Image.Image:
    """Things of all sizes that hide one another."""
    picture = _noise(rng, width, height)
    palette = _palette(rng, int(rng.integers(3, 9)))
    pen = ImageDraw.Draw(picture)
    for _ in range(int(rng.integers(25, 140))):
        _thing(rng, pen, width, height, _colour(rng, palette), 0.03, 0.5)
    return _texture(rng, picture)


def _thing(
    rng: Generator,
    pen: ImageDraw.ImageDraw,
    width: int,
    height: int,
    colour: Rgb,
    least: float,
    most: float,
) -> None:
    """One polygon, ellipse or bar; least, most: its radius as a part of the shorter side."""
    # Radii are distributed as r^-3, which is what makes leaves look like a photograph.
    radius = min(width, height) / math.sqrt(rng.uniform(most**-2, least**-2))
    x, y = float(rng.uniform(0, width)), float(rng.uniform(0, height))
    squeeze, turn = float(rng.uniform(0.25, 1)), float(rng.uniform(0, math.pi))
    corners = int(rng.choice([3, 4, 5, 6, 8, 24]))
    ragged = float(rng.choice([0.0, 0.3]))
    points = []
    for i in range(corners):
        angle = 2 * math.pi * i / corners
        reach = radius * (1 + ragged * float(rng.uniform(-1, 1)))
        a, b = reach * math.cos(angle), reach * squeeze * math.sin(angle)
        points.append(
            (
                x + a * math.cos(turn) - b * math.sin(turn),
                y + a * math.sin(turn) + b * math.cos(turn),
            )
        )
    pen.polygon(points, fill=colour)


def _subject(rng: Generator, width: int, height: int) -> Image.Image:
    """One large, uneven thing of several parts before a blurred ground, as in a portrait."""
    picture = _noise(rng, width, height).filter(ImageFilter.GaussianBlur(float(rng.uniform(1, 6))))
    palette = _palette(rng, int(rng.integers(2, 6)))
    pen = ImageDraw.Draw(picture)
    x, y = width * rng.uniform(0.3, 0.7), height * rng.uniform(0.3, 0.7)
    for _ in range(int(rng.integers(2, 7))):
        reach = min(width, height) * rng.uniform(0.12, 0.45)
        points = []
        for i in range(14):
            angle, far = 2 * math.pi * i / 14, reach * rng.uniform(0.6, 1.15)
            points.append((x + far * math.cos(angle), y + far * math.sin(angle)))
        pen.polygon(points, fill=_colour(rng, palette))
        x += width * rng.uniform(-0.2, 0.2)
        y += height * rng.uniform(-0.25, 0.25)
    return _texture(rng, picture)


def _lines(rng: Generator, width: int, height: int) -> Image.Image:
    """Lines and bars, as of a building, a wire or a page."""
    picture = _noise(rng, width, height)
    palette = _palette(rng, int(rng.integers(1, 5)))
    pen = ImageDraw.Draw(picture)
    upright = rng.random() < 0.5
    for _ in range(int(rng.integers(4, 40))):
        x, y = float(rng.uniform(0, width)), float(rng.uniform(0, height))
        angle = (rng.integers(2) * math.pi / 2) if upright else rng.uniform(0, math.pi)
        length = max(width, height) * rng.uniform(0.2, 1.5)
        end = (x + length * math.cos(angle), y + length * math.sin(angle))
        pen.line((x, y, *end), fill=_colour(rng, palette), width=int(rng.integers(1, 9)))
    return picture


def _foreign(rng: Generator, width: int, height: int) -> Image.Image:
    """A few flat things on a plain ground of other forms: stars, bars, rings, crosses."""
    ground = int(rng.integers(10, 200))
    picture = Image.new("RGB", (width, height), _colour(rng, np.full((1, 3), ground, np.float32)))
    pen = ImageDraw.Draw(picture)
    for _ in range(int(rng.integers(1, 5))):
        colour = _colour(rng, _palette(rng, 3))
        radius = min(width, height) * float(rng.uniform(0.14, 0.3))
        x, y = float(rng.uniform(0, width)), float(rng.uniform(0, height))
        form = rng.integers(4)
        if form == 0:
            tips = int(rng.integers(4, 8))
            points = []
            for i in range(2 * tips):
                far = radius * (1 if i % 2 else 0.38)
                angle = math.pi * i / tips
                points.append((x + far * math.cos(angle), y + far * math.sin(angle)))
            pen.polygon(points, fill=colour)
        elif form == 1:
            long, thin = radius * 1.5, radius * 0.25
            across, down = (long, thin) if rng.random() < 0.5 else (thin, long)
            pen.rectangle((x - across, y - down, x + across, y + down), fill=colour)
        elif form == 2:
            box = (x - radius, y - radius, x + radius, y + radius)
            pen.ellipse(box, outline=colour, width=max(2, int(radius * 0.25)))
        else:
            for dx, dy in ((1, 0.28), (0.28, 1)):
                box = (x - radius * dx, y - radius * dy, x + radius * dx, y + radius * dy)
                pen.rectangle(box, fill=colour)
    return picture


def _texture(rng: Generator, picture: Image.Image) -> Image.Image:
    grain = _fractal(rng, picture.width, picture.height, float(rng.uniform(0.9, 1.6)))
    amount = float(rng.choice([0.0, 0.3, 0.6]))
    pixels = np.asarray(picture) * (1 - amount / 2 + amount * (grain[..., None] - 0.5))
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _light(rng: Generator, picture: Image.Image) -> Image.Image:
    """Uneven light and another exposure."""
    pixels = np.asarray(picture, dtype=np.float32) / 255
    light = 0.4 + 1.1 * _fractal(rng, picture.width, picture.height, 2.5)[..., None]
    lit = (pixels * light).clip(0, 1) ** float(rng.uniform(0.6, 1.6))
    return Image.fromarray((lit * 255).astype(np.uint8))


_KINDS = (_noise, _leaves, _leaves, _subject, _subject, _lines, _foreign)
