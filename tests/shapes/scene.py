"""The shapes world: one or two coloured shapes on a plain ground, drawn as an RGB picture.

Everything that a picture depends on is in its `Scene`, so a scene renders to the same picture
every time, and a test can say what is in it. A scene without shapes is clutter (`clutter.py`)
or an empty ground: a picture of which the models shall say that it is nothing they know.
"""

from __future__ import annotations

import colorsys
import io
import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw

from tests.shapes.clutter import clutter

COLOURS = ("red", "green", "blue", "yellow", "purple", "white")
KINDS = ("circle", "square", "triangle")

Rgb = tuple[int, int, int]
_Range = tuple[float, float]

# Hue in degrees, saturation and value 0 to 1: the shades that each name covers.
_SHADES: dict[str, tuple[_Range, _Range, _Range]] = {
    "red": ((-10, 9), (0.72, 1), (0.65, 1)),
    "green": ((95, 150), (0.55, 1), (0.42, 1)),
    "blue": ((214, 246), (0.65, 1), (0.55, 1)),
    "yellow": ((48, 62), (0.68, 1), (0.85, 1)),
    "purple": ((270, 302), (0.5, 1), (0.42, 0.95)),
    "white": ((0, 360), (0, 0.05), (0.93, 1)),
}
_GROUNDS: tuple[tuple[_Range, _Range, _Range], ...] = (
    ((0, 360), (0, 0.06), (0.2, 0.8)),  # grey
    ((0, 360), (0, 0.3), (0.0, 0.14)),  # black
    ((18, 34), (0.35, 0.88), (0.22, 0.56)),  # brown
    ((22, 40), (0.7, 1), (0.85, 1)),  # orange
    ((170, 194), (0.35, 1), (0.3, 1)),  # teal and cyan
    ((325, 350), (0.2, 0.6), (0.85, 1)),  # pink
    ((28, 45), (0.12, 0.32), (0.72, 0.88)),  # beige
    ((0, 360), (0.05, 0.25), (0.25, 0.65)),  # any hue, muted
)
# How far two colours must lie apart, as the Euclidean distance of 8-bit RGB, to be told apart.
_APART = 65.0


@dataclass(frozen=True)
class Shape:
    """One shape; x, y: its centre in pixels from the upper left; radius in pixels.

    tilt: degrees, small; stretch: how far its corners reach, as a part of the radius.
    """

    colour: str
    kind: str
    x: float
    y: float
    radius: float
    rgb: Rgb
    tilt: float = 0.0
    stretch: float = 1.0


@dataclass(frozen=True)
class Scene:
    """A picture to be drawn: its shapes in the order in which a caption names them.

    width, height: pixels; ground: the colours between which it shades, in the direction `angle`
    (radians); noise: standard deviation in 8-bit steps; quality: of the JPEG it has been through,
    None for none; smooth: whether edges are antialiased; cluttered: no ground but clutter.
    """

    shapes: tuple[Shape, ...]
    width: int
    height: int
    ground: tuple[Rgb, Rgb]
    angle: float
    noise: float
    quality: int | None
    smooth: bool
    cluttered: bool
    seed: int

    @property
    def relation(self) -> str:
        """How the first of two shapes lies to the second: "above" or "to the left of"."""
        first, second = self.shapes
        across, down = abs(first.x - second.x), abs(first.y - second.y)
        return "above" if down > across else "to the left of"


def draw_scene(
    rng: Generator, size: tuple[int, int] | None = None, unknown: float = 0.18, most: int = 2000
) -> Scene:
    """Samples a scene; size: (width, height) in pixels, otherwise 48 to `most` at 1:2 to 2:1.

    unknown: the share of pictures that show nothing of this world.
    """
    width, height = size or _size(rng, most)
    cluttered = bool(rng.random() < unknown)
    empty = cluttered and rng.random() < 0.12
    ground = _ground(rng)
    shapes = () if cluttered else _shapes(rng, width, height, ground)
    return Scene(
        shapes=shapes,
        width=width,
        height=height,
        ground=ground,
        angle=float(rng.uniform(0, 2 * math.pi)),
        noise=float(rng.choice([0.0, rng.uniform(0, 9)])),
        quality=None if rng.random() < 0.3 else int(rng.integers(60, 96)),
        smooth=bool(rng.random() < 0.85),
        cluttered=cluttered and not empty,
        seed=int(rng.integers(2**31)),
    )


def render(scene: Scene) -> Image.Image:
    """The scene as an RGB picture of its width and height."""
    rng = np.random.default_rng(scene.seed)
    if scene.cluttered:
        picture = clutter(rng, scene.width, scene.height)
    else:
        picture = _shade(scene)
        for shape in scene.shapes:
            _paint(picture, shape, scene.smooth)
    if scene.noise:
        picture = _grain(picture, scene.noise, rng)
    if scene.quality is None:
        return picture
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=scene.quality)
    return Image.open(file).convert("RGB")


def mirrored(scene: Scene) -> Scene:
    """The scene of the same picture with left and right exchanged."""
    shapes = tuple(replace(s, x=scene.width - s.x, tilt=-s.tilt) for s in scene.shapes)
    if len(shapes) == 2 and scene.relation == "to the left of":
        shapes = shapes[::-1]
    return replace(scene, shapes=shapes, angle=math.pi - scene.angle)


def shade(rng: Generator, colour: str) -> Rgb:
    """One shade of a colour's name, 8-bit RGB."""
    return _sample(rng, _SHADES[colour])


def _sample(rng: Generator, ranges: tuple[_Range, _Range, _Range]) -> Rgb:
    hue, saturation, value = (float(rng.uniform(*r)) for r in ranges)
    red, green, blue = colorsys.hsv_to_rgb(hue / 360 % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def _size(rng: Generator, most: int) -> tuple[int, int]:
    shorter = math.exp(rng.uniform(math.log(48), math.log(most)))
    longer = min(shorter * math.exp(rng.uniform(0, math.log(2))), most)
    sides = round(min(shorter, longer)), round(longer)
    return sides if rng.random() < 0.6 else (sides[1], sides[0])


def _ground(rng: Generator) -> tuple[Rgb, Rgb]:
    first = _sample(rng, _GROUNDS[rng.integers(len(_GROUNDS))])
    if rng.random() < 0.5:
        return first, first
    factor, towards = rng.uniform(0.75, 1.2), rng.uniform(0, 0.3)
    grey = rng.uniform(60, 180)
    mixed = (np.array(first) * (1 - towards) + grey * towards) * factor
    red, green, blue = (int(c) for c in np.clip(mixed, 0, 255))
    # A pale ground must stay a step below white.
    second = (red, green, blue) if min(red, green, blue) < 205 else first
    return first, second


def _apart(rgb: Rgb, ground: tuple[Rgb, Rgb]) -> bool:
    return all(math.dist(rgb, colour) > _APART for colour in ground)


def _shapes(rng: Generator, width: int, height: int, ground: tuple[Rgb, Rgb]) -> tuple[Shape, ...]:
    wanted = 1 if rng.random() < 0.35 else 2
    while True:
        shapes = tuple(_shape(rng, width, height, ground) for _ in range(wanted))
        if wanted == 1:
            return shapes
        first, second = shapes
        across, down = abs(first.x - second.x), abs(first.y - second.y)
        if math.hypot(across, down) < 1.15 * (first.radius + second.radius):
            continue
        # The relation must be clear in pixels and also after the models squeeze it to a square.
        ratios = (across + 1e-6) / (down + 1e-6), (across / width + 1e-6) / (down / height + 1e-6)
        if min(ratios) > 1.4:
            return (first, second) if first.x < second.x else (second, first)
        if max(ratios) < 1 / 1.4:
            return (first, second) if first.y < second.y else (second, first)


def _shape(rng: Generator, width: int, height: int, ground: tuple[Rgb, Rgb]) -> Shape:
    # Both are drawn anew: on a pale ground no shade of white may be far enough away.
    while not _apart(rgb := shade(rng, colour := str(rng.choice(COLOURS))), ground):
        pass
    radius = float(rng.uniform(0.08, 0.2)) * min(width, height)
    return Shape(
        colour=colour,
        kind=str(rng.choice(KINDS)),
        x=float(rng.uniform(radius, width - radius)),
        y=float(rng.uniform(radius, height - radius)),
        radius=radius,
        rgb=rgb,
        tilt=float(rng.choice([0.0, rng.uniform(-6, 6)])),
        stretch=float(rng.uniform(0, 1)),
    )


def outline(shape: Shape) -> list[tuple[float, float]]:
    """Points on its edge as it is drawn, in pixels: its corners, or a circle's quarters."""
    if shape.kind == "circle":
        around = [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)]
    else:
        around = _corners(shape)
    return [(shape.x + x * shape.radius, shape.y + y * shape.radius) for x, y in around]


def _corners(shape: Shape) -> list[tuple[float, float]]:
    """Corners around (0, 0) for a radius of 1; between inscribed in the circle and around it."""
    if shape.kind == "square":
        reach = math.sqrt(0.5) + (1 - math.sqrt(0.5)) * shape.stretch
        corners = [(-reach, -reach), (reach, -reach), (reach, reach), (-reach, reach)]
    else:
        side = math.sqrt(0.75) + (1 - math.sqrt(0.75)) * shape.stretch
        foot = 0.5 + 0.5 * shape.stretch
        corners = [(0, -1), (side, foot), (-side, foot)]
    turn = math.radians(shape.tilt)
    cos, sin = math.cos(turn), math.sin(turn)
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in corners]


def _paint(picture: Image.Image, shape: Shape, smooth: bool) -> None:
    finer = 4 if smooth and shape.radius < 120 else 1
    left, top = math.floor(shape.x - shape.radius) - 2, math.floor(shape.y - shape.radius) - 2
    side = math.ceil(2 * shape.radius) + 5
    mask = Image.new("L", (side * finer, side * finer))
    x, y, radius = ((v * finer) for v in (shape.x - left, shape.y - top, shape.radius))
    pen = ImageDraw.Draw(mask)
    if shape.kind == "circle":
        pen.ellipse((x - radius, y - radius, x + radius - 1, y + radius - 1), fill=255)
    else:
        pen.polygon([(x + a * radius, y + b * radius) for a, b in _corners(shape)], fill=255)
    if finer > 1:
        mask = mask.resize((side, side), Image.Resampling.BOX)
    picture.paste(shape.rgb, (left, top), mask)


def _shade(scene: Scene) -> Image.Image:
    if scene.ground[0] == scene.ground[1]:
        return Image.new("RGB", (scene.width, scene.height), scene.ground[0])
    across = np.linspace(-0.5, 0.5, scene.width, dtype=np.float32)[None, :] * math.cos(scene.angle)
    down = np.linspace(-0.5, 0.5, scene.height, dtype=np.float32)[:, None] * math.sin(scene.angle)
    mask = Image.fromarray(((across + down) * 180 + 127.5).clip(0, 255).astype(np.uint8))
    first, second = (Image.new("RGB", mask.size, colour) for colour in scene.ground)
    return Image.composite(first, second, mask)


def _grain(picture: Image.Image, noise: float, rng: Generator) -> Image.Image:
    """Adds noise; past 320 pixels a block of it repeats, which no model of 64 pixels can see."""
    pixels = np.asarray(picture, dtype=np.int16)
    height, width, _ = pixels.shape
    block = rng.normal(0, noise, (min(height, 320), min(width, 320), 3)).astype(np.int16)
    rows, columns = np.arange(height) % block.shape[0], np.arange(width) % block.shape[1]
    return Image.fromarray((pixels + block[rows][:, columns]).clip(0, 255).astype(np.uint8))
