"""Draws the pages that reading is measured on: clean ones, and the same as if photographed.

`python -m tests.data.reading.make` writes clean/*.png and photo/*.jpg beside this file. It needs
the fonts of Debian's fonts-noto-core and fonts-lohit-beng-bengali. pages.json is what stands on
them: blocks of lines, each block a column where `columns` says so.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FOLDER = Path(__file__).parent
_FONTS = Path("/usr/share/fonts/truetype")
FONTS = (
    _FONTS / "noto/NotoSansBengali-Regular.ttf",
    _FONTS / "noto/NotoSerifBengali-Regular.ttf",
    _FONTS / "lohit-bengali/Lohit-Bengali.ttf",
)
_LATIN = _FONTS / "noto/NotoSans-Regular.ttf"

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Sheet:
    """A page of the set: its lines, block after block. columns: whether blocks stand abreast."""

    name: str
    blocks: tuple[tuple[str, ...], ...]
    columns: bool = False

    @property
    def text(self) -> str:
        """What should be read."""
        return "\n".join(line for block in self.blocks for line in block)


def sheets() -> list[Sheet]:
    """The pages, in the set's order."""
    found = json.loads((FOLDER / "pages.json").read_text(encoding="utf-8"))
    return [
        Sheet(each["name"], tuple(map(tuple, each["blocks"])), each.get("columns", False))
        for each in found
    ]


def draw(sheet: Sheet, font: Path, size: int = 34) -> Image.Image:
    """A clean page, grey. size: of the letters, in pixels."""
    bangla, latin = ImageFont.truetype(font, size), ImageFont.truetype(_LATIN, size)
    margin, leading = size * 2, round(size * 1.75)
    widths = [max(_width(line, bangla, latin) for line in block) for block in sheet.blocks]
    heights = [len(block) * leading for block in sheet.blocks]
    gap = size * 3
    if sheet.columns:
        width, height = sum(widths) + gap * (len(widths) - 1), max(heights)
    else:
        width, height = max(widths), sum(heights) + size * (len(heights) - 1)
    image = Image.new("L", (round(width) + 2 * margin, height + 2 * margin), 252)
    pen = ImageDraw.Draw(image)
    x, y = float(margin), float(margin)
    for block, wide, high in zip(sheet.blocks, widths, heights, strict=True):
        for index, line in enumerate(block):
            _write(pen, line, x, y + index * leading, bangla, latin)
        if sheet.columns:
            x += wide + gap
        else:
            y += high + size
    return image


def photograph(page: Image.Image, seed: int) -> Image.Image:
    """The page as photographed on a table.

    Turned by up to 10° and by a quarter (`seed` of them), in perspective, unevenly lit, noisy; a
    JPEG's losses are the writer's.
    """
    rng = np.random.default_rng(seed)
    sheet = np.asarray(page, np.uint8)
    high, wide = sheet.shape
    border = round(0.22 * max(high, wide))
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    angle = np.deg2rad(rng.uniform(-10, 10))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.array([wide / 2, high / 2])
    placed = (corners - middle) @ turn.T + middle + border
    placed += rng.uniform(-0.035, 0.035, (4, 2)) * min(high, wide)
    size = (wide + 2 * border, high + 2 * border)
    warp = cv2.getPerspectiveTransform(corners, placed.astype(np.float32))
    table = _table(rng, size)
    paper = cv2.warpPerspective(sheet, warp, size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full_like(sheet, 255), warp, size)
    seen = np.where(mask > 127, paper, table).astype(np.float32)
    down, across = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    slope = rng.uniform(-1, 1, 2)
    shade = 0.72 + 0.28 * np.tanh(slope[0] * (across / size[0] - 0.5) * 3)
    shade = shade * (0.85 + 0.15 * np.tanh(slope[1] * (down / size[1] - 0.5) * 3))
    lit = seen * shade + rng.normal(0, 7, seen.shape)
    turned = np.rot90(lit.clip(0, 255).astype(np.uint8), seed % 4)
    return Image.fromarray(np.ascontiguousarray(turned))


def _table(rng: np.random.Generator, size: tuple[int, int]) -> Pixels:
    """Wood, more or less: streaks along one way."""
    streaks = rng.normal(0, 12, (size[1], 24))
    grain = cv2.resize(streaks, size, interpolation=cv2.INTER_CUBIC)
    return np.asarray((95 + grain).clip(0, 255), np.uint8)


def _runs(line: str) -> list[tuple[str, bool]]:
    """The line in runs of one script each, with whether it is Latin; Bangla fonts lack those."""
    runs: list[tuple[str, bool]] = []
    for letter in line:
        latin = letter.isascii() and (letter.isalnum() or letter in "@/:&%+")
        if letter == " " and runs:
            latin = runs[-1][1]
        if runs and runs[-1][1] == latin:
            runs[-1] = (runs[-1][0] + letter, latin)
        else:
            runs.append((letter, latin))
    return runs


Font = ImageFont.FreeTypeFont


def _width(line: str, bangla: Font, latin: Font) -> float:
    return sum((latin if is_latin else bangla).getlength(run) for run, is_latin in _runs(line))


def _write(
    pen: ImageDraw.ImageDraw, line: str, x: float, y: float, bangla: Font, latin: Font
) -> None:
    for run, is_latin in _runs(line):
        font = latin if is_latin else bangla
        pen.text((x, y + bangla.size), run, fill=18, font=font, anchor="ls")
        x += font.getlength(run)


def write(pages: Sequence[Sheet]) -> None:
    """Write the set."""
    for kind in ("clean", "photo"):
        (FOLDER / kind).mkdir(exist_ok=True)
    for number, sheet in enumerate(pages):
        # Clean scans of several sizes: 34 pixels are 12 points at 200 dots an inch.
        page = draw(sheet, FONTS[number % len(FONTS)], (34, 28, 40, 24)[number // 3 % 4])
        page.quantize(16).save(FOLDER / "clean" / f"{sheet.name}.png", optimize=True)
        quality = int(np.random.default_rng(number).integers(40, 61))
        photo = photograph(draw(sheet, FONTS[number % len(FONTS)], 34), number)
        photo.save(FOLDER / "photo" / f"{sheet.name}.jpg", quality=quality)


if __name__ == "__main__":
    write(sheets())
