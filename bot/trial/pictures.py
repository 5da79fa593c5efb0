"""What Telegram makes of a picture that is sent as a photo."""

from __future__ import annotations

import asyncio
import io

from PIL import Image, UnidentifiedImageError

from bot.trial.cloud import Cloud, Json

# The longest side of each size; the last is what a bot that takes the largest gets.
_SIDES = (90, 320, 800, 1280)
_QUALITY = 87


class NotAPicture(Exception):
    """The bytes can't be read as a picture."""


async def store_photo(cloud: Cloud, data: bytes) -> list[Json]:
    """Keep a picture in Telegram's sizes, recompressed; smallest first. Raises `NotAPicture`."""
    return [
        {**cloud.store(packed, "photos", ".jpg", "image/jpeg").described(), **size}
        for packed, size in await asyncio.to_thread(_sizes, data)
    ]


def store_broken_photo(cloud: Cloud, data: bytes) -> list[Json]:
    """Keep bytes that are no picture as a photo all the same, for what must bear it."""
    file = cloud.store(data, "photos", ".jpg", "image/jpeg")
    return [{**file.described(), "width": 100, "height": 100}]


def _sizes(data: bytes) -> list[tuple[bytes, dict[str, int]]]:
    try:
        with Image.open(io.BytesIO(data)) as opened:
            image = opened.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise NotAPicture from None
    longest = max(image.size)
    # A picture between two sizes also comes as large as it is.
    sides = [side for side in _SIDES if side < longest]
    if len(sides) < len(_SIDES):
        sides.append(longest)
    sizes = []
    for side in sides:
        small = image.copy()
        small.thumbnail((side, side))
        packed = io.BytesIO()
        small.save(packed, "JPEG", quality=_QUALITY)
        sizes.append((packed.getvalue(), {"width": small.width, "height": small.height}))
    return sizes
