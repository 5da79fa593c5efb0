"""Crop of a picture, enlarged for another look."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image

from models.values import Picture

_LEAST = 768
"""The longer side, in pixels, that a smaller part is enlarged to."""


def crop(picture: Picture, box: tuple[float, float, float, float]) -> Picture:
    """The part within x0, y0, x1, y1 in pixels, enlarged where it is small. Blocking: some ms."""
    width, height = picture.image.size
    x0, y0 = max(0, int(box[0])), max(0, int(box[1]))
    x1, y1 = min(width, max(x0 + 1, round(box[2]))), min(height, max(y0 + 1, round(box[3])))
    part = picture.image.crop((x0, y0, x1, y1))
    larger = _LEAST / max(part.size)
    if larger > 1:
        size = (max(1, round(part.width * larger)), max(1, round(part.height * larger)))
        part = part.resize(size, Image.Resampling.LANCZOS)
    return replace(picture, image=part, digest=f"{picture.digest}/{x0},{y0},{x1},{y1}")
