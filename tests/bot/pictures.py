"""Pictures of the shapes world, as files that people send."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw

from tests.shapes.bangla import to_bangla
from tests.shapes.scene import Scene, draw_scene, render
from tests.shapes.sentences import caption


def scene(seed: int, shapes: int = 2) -> Scene:
    """A scene with so many shapes."""
    rng = np.random.default_rng(seed)
    while True:
        drawn = draw_scene(rng, size=(640, 480), unknown=0.0)
        if len(drawn.shapes) == shapes:
            return drawn


def packed(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """A picture's file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def photo(drawn: Scene) -> bytes:
    """A scene's photo, as a phone would send it."""
    return packed(render(drawn), quality=90)


def sticker(drawn: Scene) -> Image.Image:
    """A scene as a sticker, RGBA: round corners, and nothing around them."""
    image = render(drawn)
    mask = Image.new("L", image.size, 0)
    width, height = image.size
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width - 1, height - 1), 6, fill=255)
    image.putalpha(mask)
    return image


def said(drawn: Scene) -> str:
    """What the bot should say of it, in Bangla."""
    return f"{to_bangla(caption(drawn))}।"
