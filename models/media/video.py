"""Video decoding: the few frames that tell what happens."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from models.errors import FilmBroken, PictureTooHeavy, PictureTooLarge
from models.media.containers import opened
from models.media.image import MAX_BYTES, MAX_PIXELS
from models.values import Film, Picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Thumb = NDArray[np.float32]
    """(12, 12, 3), 0 to 1: what is left of a frame when it is told apart from the others."""

MOST = 8
"""Frames of one film that are looked at."""
_LOOKED_AT = 48
"""Frames that are compared, evenly spread over the film."""
_ANOTHER = 0.06
"""Mean difference of two thumbs, 0 to 1, from which on they show another scene. Between drawn
scenes it is 0.1 and more, within one that moves by a tenth of its width 0.03 and less."""
_SEEK_FROM = 20.0
"""Seconds from which on it is faster to jump from frame to frame than to decode them all."""
_LONGEST_SIDE = 1_280
_PATIENCE = 8.0
"""Seconds of decoding after which what was found is enough: others wait for the same thread."""
_BOUND = {"max_pixels": str(MAX_PIXELS)}
"""Where a frame inside declares another size than the file does, as one made to harm may."""
_SEE_THROUGH = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""Decoders that keep what is see-through, by the name of the one that does not."""


def open_film(data: bytes) -> Film:
    """Decode the frames that differ, eight at most. Blocks; ffmpeg's libraries must be loaded.

    Raises `PictureTooHeavy`, `PictureTooLarge`, `FilmBroken`.
    """
    from av.error import FFmpegError  # ffmpeg's libraries take 0.2 s to load

    if len(data) > MAX_BYTES:
        raise PictureTooHeavy(megabytes=math.ceil(len(data) / 1024 / 1024))
    try:
        found = list(_frames(data))
    # An IndexError: no pictures in the file. The rest is what mutilated bytes raise.
    except (FFmpegError, IndexError, ValueError, ArithmeticError, AssertionError) as error:
        raise FilmBroken(f"{type(error).__name__} while decoding") from error
    if not found:
        raise FilmBroken("no frame")
    kept = key_frames([_thumb(image) for _, image in found], MOST)
    digest = hashlib.sha256(data).hexdigest()
    return Film(
        frames=tuple(Picture(found[i][1], f"{digest}/{found[i][0]:.2f}") for i in kept),
        seconds=found[-1][0],
    )


def key_frames(thumbs: Sequence[Thumb], most: int) -> list[int]:
    """Which frames tell what happens: one from the middle of each scene, in order. Pure.

    Where there are more scenes than `most`, they are evenly spread, the first and last included.
    """
    scenes: list[list[int]] = []
    for index, thumb in enumerate(thumbs):
        # By the frame before, too: what moves slowly stays one scene.
        if scenes and float(np.abs(thumb - thumbs[index - 1]).mean()) < _ANOTHER:
            scenes[-1].append(index)
        else:
            scenes.append([index])
    count = min(most, len(scenes))
    chosen = np.linspace(0, len(scenes) - 1, count).round().astype(int) if count > 1 else [0]
    return [scenes[index][len(scenes[index]) // 2] for index in chosen]


def _frames(data: bytes) -> Iterator[tuple[float, Any]]:
    """Frames at even distances, as (seconds, upright RGB image)."""
    with opened(data) as file:
        stream = file.streams.video[0]
        if stream.codec_context is None:
            raise FilmBroken("nobody knows how it is packed")
        stream.thread_type = "AUTO"
        stream.codec_context.options = _BOUND
        width, height = stream.codec_context.width, stream.codec_context.height
        if width * height > MAX_PIXELS:
            raise PictureTooLarge(megapixels=math.ceil(width * height / 1_000_000))
        seconds = (file.duration or 0) / 1_000_000
        step = max(seconds / _LOOKED_AT, 0.1)
        due, late = 0.0, time.monotonic() + _PATIENCE
        if seconds <= _SEEK_FROM:
            for frame in _decoded(file, stream):
                at = float(frame.time or 0.0)
                if at + 1e-6 >= due:
                    yield at, _upright(frame)
                    due = at + step
                if time.monotonic() > late:
                    return
            return
        last = -1.0
        for number in range(_LOOKED_AT):
            if time.monotonic() > late:
                return
            file.seek(int((number + 0.5) * step * 1_000_000))
            for found in file.decode(stream):
                # Where key frames are rare, two jumps end at the same one.
                if (at := float(found.time or 0.0)) > last:
                    last = at
                    yield at, _upright(found)
                break


def _decoded(file: Any, stream: Any) -> Iterator[Any]:
    """All frames. What is see-through, as around a video sticker, stays so: libvpx alone does."""
    import av

    if stream.metadata.get("alpha_mode") != "1" or stream.codec_context.name not in _SEE_THROUGH:
        yield from file.decode(stream)
        return
    codec: Any = av.CodecContext.create(_SEE_THROUGH[stream.codec_context.name], "r")
    codec.options = _BOUND
    for packet in file.demux(stream):
        yield from codec.decode(packet)


def _upright(frame: Any) -> Any:
    image = frame.to_image()
    if frame.format.name.startswith("yuva"):
        # What is see-through lies on white, as in a picture.
        drawn = Image.fromarray(frame.to_ndarray(format="rgba"))
        image = Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn).convert("RGB")
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    turned = int(getattr(frame, "rotation", 0) or 0)
    return image.rotate(turned, expand=True) if turned else image


def _thumb(image: Any) -> Thumb:
    return np.asarray(image.resize((12, 12)), dtype=np.float32) / np.float32(255)
