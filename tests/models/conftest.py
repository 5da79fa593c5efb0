"""A picture of the shapes world, and the checkpoints that know it."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from models.media.image import open_picture
from models.values import Picture

SHAPES = Path(__file__).parents[2] / "models/shapes"


def scene(colour: tuple[int, int, int], below: tuple[int, int, int]) -> Image.Image:
    """A circle above a square, on grey."""
    image = Image.new("RGB", (300, 260), (96, 92, 88))
    pen = ImageDraw.Draw(image)
    pen.ellipse((115, 25, 195, 105), colour)
    pen.rectangle((110, 150, 190, 230), below)
    return image


def opened(image: Image.Image) -> Picture:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return open_picture(stream.getvalue())


@pytest.fixture(scope="session")
def red_above_blue() -> Picture:
    return opened(scene((210, 30, 35), (30, 60, 205)))


@pytest.fixture(scope="session")
def green_above_yellow() -> Picture:
    return opened(scene((30, 150, 50), (235, 205, 40)))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with a copy of the captioner, to be damaged."""
    return Path(shutil.copytree(SHAPES / "caption", tmp_path / "caption"))
