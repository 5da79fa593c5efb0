"""Video decoding: the few frames that tell what happens."""

from __future__ import annotations

import hashlib
import math
import struct
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from models.errors import FilmBroken, PictureTooHeavy, PictureTooLarge
from models.media.containers import opened
from models.media.image import MAX_BYTES, is_blank
from models.media.rgb import on_ground
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
_DRIFTED = 0.12
"""The same from a scene's first frame."""
_CHANGED, _PART = 0.2, 0.02
"""Difference of a part of two thumbs from which on something came or went there, and how large
that part is at least: three of 144. A mean over all of the picture doesn't see it."""
_SEEK_FROM = 20.0
"""Seconds from which on it is faster to jump from frame to frame than to decode them all."""
_LONGEST_SIDE = 1_280
_PATIENCE = 5.0
"""Seconds of decoding after which what was found is enough."""
_LARGEST = 9_500_000
"""Pixels of a frame: 4,096 x 2,304 and less. At 7,000 x 7,000 a few kB took 3 GB."""
_BOUND = {"max_pixels": str(_LARGEST), "threads": "1"}
"""Where a frame inside declares another size than the file does, as one made to harm may."""
_SEE_THROUGH = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""Decoders that keep what is see-through, by the name of the one that does not."""
_TURNS = {
    (-1, 0, 0, 1): Image.Transpose.FLIP_LEFT_RIGHT,
    (1, 0, 0, -1): Image.Transpose.FLIP_TOP_BOTTOM,
    (-1, 0, 0, -1): Image.Transpose.ROTATE_180,
    (0, 1, -1, 0): Image.Transpose.ROTATE_270,
    (0, -1, 1, 0): Image.Transpose.ROTATE_90,
    (0, 1, 1, 0): Image.Transpose.TRANSPOSE,
    (0, -1, -1, 0): Image.Transpose.TRANSVERSE,
}
"""By the first four numbers of a display matrix, a b c d: x' = ax + cy, y' = bx + dy."""


def open_film(data: bytes) -> Film:
    """Decode the frames that differ, eight at most. Blocks; ffmpeg's libraries must be loaded.

    Raises `PictureTooHeavy`, `PictureTooLarge`, `FilmBroken`.
    """
    from av.error import FFmpegError  # ffmpeg's libraries take 0.2 s to load

    if len(data) > MAX_BYTES:
        raise PictureTooHeavy(megabytes=math.ceil(len(data) / 1024 / 1024))
    found = _Found()
    try:
        seconds = _look(data, found)
    # An IndexError: no pictures in the file. The rest is what mutilated bytes raise.
    except (FFmpegError, IndexError, ValueError, ArithmeticError, AssertionError) as error:
        raise FilmBroken(f"{type(error).__name__} while decoding") from error
    frames = _seen(found.frames)
    if not frames:
        raise FilmBroken("no frame")
    kept = key_frames([_thumb(image) for _, image in frames], MOST)
    digest = hashlib.sha256(data).hexdigest()
    return Film(
        frames=tuple(Picture(frames[i][1], f"{digest}/{frames[i][0]:.2f}") for i in kept),
        seconds=max(seconds, frames[-1][0]),
    )


@dataclass
class _Found:
    """Frames at even distances, as (seconds, upright RGB image), and never many more than needed:
    where a film is longer than it says, every other one goes, and the next are further apart."""

    step: float = 0.1
    frames: list[tuple[float, Image.Image]] = field(default_factory=list)

    def wants(self, at: float) -> bool:
        return not self.frames or at + 1e-6 >= self.frames[-1][0] + self.step

    def add(self, at: float, image: Image.Image) -> None:
        self.frames.append((at, image))
        if len(self.frames) >= 2 * _LOOKED_AT:
            self.frames = self.frames[::2]
            self.step *= 2


def _seen(frames: list[tuple[float, Image.Image]]) -> list[tuple[float, Image.Image]]:
    """Without those on which there is nothing, where there is something on others."""
    return [each for each in frames if not is_blank(each[1])] or frames


def key_frames(thumbs: Sequence[Thumb], most: int) -> list[int]:
    """Which frames tell what happens: one from the middle of each scene, in order. Pure.

    Where there are more scenes than `most`, they are evenly spread, the first and last included.
    """
    scenes: list[list[int]] = []
    for index, thumb in enumerate(thumbs):
        if scenes and not _differ(thumb, thumbs[index - 1], thumbs[scenes[-1][0]]):
            scenes[-1].append(index)
        else:
            scenes.append([index])
    count = min(most, len(scenes))
    chosen = np.linspace(0, len(scenes) - 1, count).round().astype(int) if count > 1 else [0]
    return [scenes[index][len(scenes[index]) // 2] for index in chosen]


def _differ(thumb: Thumb, before: Thumb, first: Thumb) -> bool:
    """Whether another scene begins, or something has come or gone. first: of the scene so far, so
    that what changes slowly is seen, too."""
    apart = np.abs(thumb - first)
    part = float((apart.max(axis=2) > _CHANGED).mean())
    cut = float(np.abs(thumb - before).mean()) >= _ANOTHER
    return cut or float(apart.mean()) >= _DRIFTED or part >= _PART


def _look(data: bytes, found: _Found) -> float:
    """Gather frames, and return the film's length in seconds, 0.0 where nobody knows."""
    with opened(data) as file:
        stream = file.streams.video[0]
        if stream.codec_context is None:
            raise FilmBroken("nobody knows how it is packed")
        stream.thread_type = "NONE"
        stream.codec_context.options = _BOUND
        width, height = stream.codec_context.width, stream.codec_context.height
        if width * height > _LARGEST:
            raise PictureTooLarge(megapixels=math.ceil(width * height / 1_000_000))
        seconds = (file.duration or 0) / 1_000_000 or _end(file, stream)
        found.step = max(seconds / _LOOKED_AT, 0.1)
        late = time.monotonic() + _PATIENCE
        if seconds <= _SEEK_FROM:
            for frame in _decoded(file, stream):
                at = float(frame.time or 0.0)
                if found.wants(at):
                    found.add(at, _upright(frame))
                if time.monotonic() > late:
                    break
            return seconds
        last = -1.0
        for number in range(_LOOKED_AT):
            if time.monotonic() > late:
                break
            file.seek(int((number + 0.5) * seconds / _LOOKED_AT * 1_000_000))
            for frame in file.decode(stream):
                # Where key frames are rare, two jumps end at the same one.
                if (at := float(frame.time or 0.0)) > last:
                    last = at
                    found.add(at, _upright(frame))
                break
        return seconds


def _end(file: Any, stream: Any) -> float:
    """When the last packet ends: a recording that was sent as it was made says nothing itself."""
    ends = (packet.pts + (packet.duration or 0) for packet in file.demux(stream) if packet.pts)
    last = max(ends, default=0)
    file.seek(0)
    return float(last * stream.time_base)


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


def _upright(frame: Any) -> Image.Image:
    image: Image.Image = frame.to_image()
    if frame.format.name.startswith("yuva"):
        # What is see-through lies on a ground, as in a picture.
        image = on_ground(Image.fromarray(frame.to_ndarray(format="rgba")))
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    turn = _TURNS.get(_matrix(frame))
    if turn is not None:
        return image.transpose(turn)
    turned = int(getattr(frame, "rotation", 0) or 0)
    return image.rotate(turned, expand=True) if turned % 180 else image


def _matrix(frame: Any) -> tuple[int, int, int, int]:
    """The signs of a display matrix: `rotation` knows nothing of mirrors."""
    from av.sidedata.sidedata import Type

    told = frame.side_data.get(Type.DISPLAYMATRIX)
    if told is None:
        return (1, 0, 0, 1)
    numbers = struct.unpack("=9i", bytes(told))
    a, b, c, d = ((number > 0) - (number < 0) for number in (*numbers[:2], *numbers[3:5]))
    return a, b, c, d


def _thumb(image: Any) -> Thumb:
    return np.asarray(image.resize((12, 12)), dtype=np.float32) / np.float32(255)
