"""Recompression of photos as Telegram does it."""

from __future__ import annotations

import asyncio
import io

from PIL import Image, UnidentifiedImageError

from bot.trial.bot_api.state import Cloud, Json
from models.media.containers import opened

# The longest side of each size; the last is what a bot that takes the largest gets.
_SIDES = (90, 320, 800, 1280)
_QUALITY = 87
_FRAMES_A_SECOND = 25


class NotAPicture(Exception):
    """The bytes can't be read as a picture."""


async def store_photo(cloud: Cloud, data: bytes) -> list[Json]:
    """Keep a picture in Telegram's sizes, recompressed; smallest first. Raises `NotAPicture`."""
    return [
        {**cloud.store(packed, "photos", ".jpg", "image/jpeg").described(), **size}
        for packed, size in await asyncio.to_thread(_sizes, data)
    ]


async def as_mp4(data: bytes) -> bytes:
    """A GIF as the film without sound that Telegram makes of it; what is none stays as it is."""
    from av.error import FFmpegError  # ffmpeg's libraries take 0.2 s to load

    try:
        return await asyncio.to_thread(_mp4, data)
    except (FFmpegError, IndexError, ValueError):
        return data


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


def _mp4(data: bytes) -> bytes:
    import av

    packed = io.BytesIO()
    with opened(data) as moving, av.open(packed, "w", format="mp4") as film:
        shown = film.add_stream("libx264", rate=_FRAMES_A_SECOND)
        # H.264 takes even sides only.
        drawn = moving.streams.video[0]
        width, height = drawn.width & ~1, drawn.height & ~1
        shown.width, shown.height, shown.pix_fmt = width, height, "yuv420p"
        for frame in moving.decode(video=0):
            even = frame.reformat(width, height, "yuv420p")
            film.mux(shown.encode(even))
        film.mux(shown.encode(None))
    return packed.getvalue()
