"""Photos as blind people take them, drawn with what is wrong with each: the coach's labelled set.

Things on a plain ground, sheets of writing on a table and real photographs, each fine or spoilt
in one way. The same seed gives the same set.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFilter

from tests.shapes.scene import draw_scene, render

_DATA = Path(__file__).parent / "data"
_SIZE = (1_200, 900)
THINGS, SHEETS, PHOTOS = "thing", "sheet", "photo"
FINE = "fine"
FAULTS = {
    THINGS: ("dark", "blur", "motion", "glare", "cut", "far"),
    SHEETS: ("dark", "blur", "motion", "glare", "cut", "far", "tilt"),
    PHOTOS: ("dark", "blur", "motion", "glare"),
}
_SIDES = ("left", "right", "top", "bottom")


@dataclass(frozen=True)
class Snap:
    """A photo; fault: FINE or what is wrong; side: where it is cut, "" for nowhere."""

    image: Image.Image
    base: str
    fault: str
    side: str = ""


def snap(rng: Generator, base: str, fault: str) -> Snap:
    """One photo."""
    side = str(rng.choice(_SIDES[:2] if base == SHEETS else _SIDES)) if fault == "cut" else ""
    return Snap(spoilt(rng, _BASES[base](rng, fault, side), fault), base, fault, side)


def spoilt(rng: Generator, image: Image.Image, fault: str) -> Image.Image:
    """The picture with that fault, if it is one of light or of sharpness, as a camera saves it."""
    if fault == "dark":
        image = image.point(
            [round(value * 0.14 * rng.uniform(0.4, 1.0)) for value in range(256)] * 3
        )
        image = _grain(rng, image, 3.0)
    elif fault == "blur":
        image = image.filter(
            ImageFilter.GaussianBlur(max(image.size) / 640 * rng.uniform(3.0, 7.0))
        )
    elif fault == "motion":
        image = _moved(image, rng)
    elif fault == "glare":
        image = _blinded(image, rng)
    image = _grain(rng, image, float(rng.uniform(0, 3)))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=int(rng.integers(80, 95)))
    return Image.open(file).convert("RGB")


def _thing(rng: Generator, fault: str, side: str) -> Image.Image:
    """One or two shapes; one alone where it is cut off or far away."""
    while True:
        scene = draw_scene(rng, size=_SIZE, unknown=0.0)
        alone = len(scene.shapes) == 1
        if scene.cluttered or (fault in ("cut", "far") and not alone):
            continue
        image = render(scene)
        if fault not in ("cut", "far"):
            return image
        shape = scene.shapes[0]
        if fault == "far":
            small = image.resize((_SIZE[0] // 8, _SIZE[1] // 8), Image.Resampling.LANCZOS)
            x, y, radius = shape.x / 8, shape.y / 8, shape.radius / 8
            beside = small.getpixel((round(x - 1.6 * radius) % small.width, round(y)))
            # So dark a ground is a fault of its own.
            if not isinstance(beside, tuple) or max(beside) < 60:
                continue
            # Only what is next to the thing, fading into a ground of that colour.
            near = Image.new("L", small.size)
            around = [x - 1.5 * radius, y - 1.5 * radius, x + 1.5 * radius, y + 1.5 * radius]
            ImageDraw.Draw(near).ellipse(around, fill=255)
            ground = Image.new("RGB", _SIZE, beside)
            at = (int(rng.integers(200, 800)), int(rng.integers(150, 600)))
            ground.paste(small, at, near.filter(ImageFilter.GaussianBlur(0.2 * radius)))
            return ground
        return _cropped(
            image, side, (shape.x, shape.y), shape.radius * float(rng.uniform(-0.3, 0.45))
        )


def _cropped(image: Image.Image, side: str, at: tuple[float, float], beyond: float) -> Image.Image:
    """The picture cut so that a thing's centre lies `beyond` pixels inside of the side."""
    width, height = image.size
    x, y = at
    box = {
        "left": (x - beyond, 0, width, height),
        "right": (0, 0, x + beyond, height),
        "top": (0, y - beyond, width, height),
        "bottom": (0, 0, width, y + beyond),
    }[side]
    left, top, right, bottom = (round(max(0, value)) for value in box)
    return image.crop((left, top, right, bottom))


@cache
def _pages() -> list[Image.Image]:
    files = sorted((_DATA / "reading" / "clean").glob("*.png"))
    return [Image.open(file).convert("RGB") for file in files]


def _sheet(rng: Generator, fault: str, side: str) -> Image.Image:
    """A sheet of writing on a table."""
    page = _pages()[int(rng.integers(len(_pages())))]
    width, height = _SIZE
    part = 0.2 if fault == "far" else float(rng.uniform(0.72, 0.9))
    factor = min(width / page.width, height / page.height) * part
    page = page.resize(
        (round(page.width * factor), round(page.height * factor)), Image.Resampling.LANCZOS
    )
    shade = tuple(int(value) for value in rng.integers(40, 150, 3))
    table = _grain(rng, Image.new("RGB", _SIZE, shade), 4.0)
    lean = (
        float(rng.choice([-1, 1]) * rng.uniform(8, 14))
        if fault == "tilt"
        else float(rng.uniform(-2, 2))
    )
    turned = page.convert("RGBA").rotate(lean, Image.Resampling.BICUBIC, expand=True)
    x, y = (width - turned.width) // 2, (height - turned.height) // 2
    if side:
        across = round(page.width * float(rng.uniform(0.3, 0.45)))
        x = width - turned.width + across if side == "right" else -across
    table.paste(turned, (x, y), turned)
    return table


@cache
def photographs() -> list[Image.Image]:
    return [Image.open(file).convert("RGB") for file in sorted((_DATA / "photos").glob("*.jpg"))]


def _photo(rng: Generator, _fault: str, _side: str) -> Image.Image:
    """A part of a real photograph."""
    image = photographs()[int(rng.integers(len(photographs())))]
    part = float(rng.uniform(0.75, 1.0))
    width, height = round(image.width * part), round(image.height * part)
    x, y = (int(rng.integers(0, rest + 1)) for rest in (image.width - width, image.height - height))
    return image.crop((x, y, x + width, y + height))


def _moved(image: Image.Image, rng: Generator) -> Image.Image:
    """Moved in one direction while the shutter was open, by 2.5 to 5% of its width."""
    length = max(image.size) * float(rng.uniform(0.025, 0.05))
    angle = float(rng.uniform(0, np.pi))
    values = np.zeros((image.height, image.width, 3), np.float32)
    steps = 24
    for step in np.linspace(-0.5, 0.5, steps):
        move = (1, 0, step * length * np.cos(angle), 0, 1, step * length * np.sin(angle))
        values += np.asarray(
            image.transform(image.size, Image.Transform.AFFINE, move, Image.Resampling.BILINEAR)
        )
    margin = round(length / 2) + 1
    moved = Image.fromarray((values / steps).clip(0, 255).astype(np.uint8))
    return moved.crop((margin, margin, image.width - margin, image.height - margin))


def _blinded(image: Image.Image, rng: Generator) -> Image.Image:
    """A lamp's reflection: white, fading out around."""
    height, width = image.height, image.width
    down, right = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = width * rng.uniform(0.25, 0.75), height * rng.uniform(0.25, 0.75)
    radius = min(width, height) * rng.uniform(0.12, 0.25)
    apart = np.hypot((right - x) / rng.uniform(0.8, 1.4), down - y) / radius
    light = np.clip(1.6 - apart, 0, 1)[..., None] ** 1.0
    dimmed = np.asarray(image, np.float32) * 0.75
    return Image.fromarray((dimmed + (300 - dimmed) * light).clip(0, 255).astype(np.uint8))


def _grain(rng: Generator, image: Image.Image, deviation: float) -> Image.Image:
    values = np.asarray(image, np.float32)
    noise = rng.normal(0, deviation, values.shape) if deviation else 0.0
    return Image.fromarray((values + noise).clip(0, 255).astype(np.uint8))


_BASES = {THINGS: _thing, SHEETS: _sheet, PHOTOS: _photo}
