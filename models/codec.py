"""Codec for values on their way to another machine and back.

Msgpack with our own values, and nothing else.

What comes in can only become one of the values below, a picture, an array of float32 or one of
our errors; nothing of it is ever run. A photo travels as the bytes of its file and is decoded
again there; only a picture that was cut out or made smaller here travels as its pixels.
"""

from __future__ import annotations

import weakref
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import prod

import msgpack
from PIL import Image

from models import errors, values
from models.errors import AbilityFailed, ChokhError
from models.values import Picture

# Their place here is their number on the wire: what is new comes last.
_VALUES = (
    *(values.Answer, values.Box, values.Caption, values.Code, values.Conversation),
    *(values.Document, values.Heard, values.Label, values.Line, values.Page, values.Sound),
    *(values.Translation, values.Turn, values.Film, values.Speech),
)
_NUMBERS = {kind: number for number, kind in enumerate(_VALUES)}
_FILE, _PIXELS, _VECTORS, _ERROR, _ASIDE = 100, 101, 102, 103, 104
_ERRORS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, ChokhError)
}


@dataclass(frozen=True)
class File:
    """What a picture was opened from, and how."""

    data: bytes
    rough: bool


class Files(dict[int, File]):
    """What pictures were opened from, by the `id` of their image, while that is there."""

    def keep(self, picture: Picture, file: File) -> Picture:
        """The picture, which travels as its file from now on."""
        self[id(picture.image)] = file
        weakref.finalize(picture.image, self.pop, id(picture.image), None)
        return picture


def pack(
    value: object,
    files: Mapping[int, File] | None = None,
    effort: int = 1,
    aside: list[bytes] | None = None,
) -> bytes:
    """The value's bytes. Blocking: a million pixels take a few hundredths of a second.

    files: of pictures that were opened here; effort: to make pixels
    smaller, as zlib counts it; 0 where they stay on this machine, which takes a tenth of the time;
    aside: takes the pixels as they are, in a hundredth of it.
    """
    known = files or {}

    def number(kind: int, parts: object) -> msgpack.ExtType:
        return msgpack.ExtType(kind, msgpack.packb(parts, default=plain))

    def plain(value: object) -> msgpack.ExtType:
        if isinstance(value, Picture):
            if (file := known.get(id(value.image))) is not None:
                return number(_FILE, (value.digest, file.rough, file.data))
            if aside is not None:
                aside.append(value.image.tobytes())
                return number(
                    _ASIDE, (value.digest, value.image.size, value.remark, len(aside) - 1)
                )
            pixels = zlib.compress(value.image.tobytes(), effort)
            return number(_PIXELS, (value.digest, value.image.size, pixels))
        if isinstance(value, ChokhError):
            return number(_ERROR, (type(value).__name__, str(value), value.arguments))
        if type(value) in _NUMBERS:
            parts = [getattr(value, part.name) for part in fields(value)]  # type: ignore[arg-type]  # all of them are dataclasses
            return number(_NUMBERS[type(value)], parts)
        import numpy as np  # a tenth of a start

        rows = np.asarray(value, dtype="<f4")
        return number(_VECTORS, (rows.shape, rows.tobytes()))

    return bytes(msgpack.packb(value, default=plain))


def unpack(
    data: bytes,
    opening: Callable[[bytes, bool], Picture] | None = None,
    aside: Sequence[bytes | bytearray] = (),
) -> object:
    """What was packed; lists come back as tuples, an error as itself, not raised. Blocking.

    opening: decodes a photo's file, roughly or not, where one may come; aside: pixels that came
    beside it. Raises `BadPicture`s for a file that does not decode, ValueError for what is none of
    ours.
    """

    def value(kind: int, data: bytes) -> object:
        parts = msgpack.unpackb(data, ext_hook=value, use_list=False)
        if kind == _FILE:
            if opening is None:
                raise ValueError("nobody expects a file here")
            digest, rough, file = parts
            return replace(opening(file, rough), digest=digest)
        if kind == _PIXELS:
            digest, size, pixels = parts
            return Picture(_image(size, pixels), digest)
        if kind == _ASIDE:
            digest, size, remark, place = parts
            return Picture(Image.frombytes("RGB", size, aside[place]), digest, remark)
        if kind == _ERROR:
            name, detail, arguments = parts
            return _ERRORS.get(name, AbilityFailed)(detail, **arguments)
        if kind == _VECTORS:
            import numpy as np

            shape, rows = parts
            return np.frombuffer(rows, dtype="<f4").reshape(shape).astype(np.float32)
        if kind >= len(_VALUES):
            raise ValueError(f"no value has the number {kind}")
        return _VALUES[kind](*parts)

    return msgpack.unpackb(data, ext_hook=value, use_list=False)


def _image(size: tuple[int, int], pixels: bytes) -> Image.Image:
    try:
        whole = zlib.decompressobj().decompress(pixels, prod(size) * 3)
    except zlib.error as error:
        raise ValueError("pixels that are none") from error
    return Image.frombytes("RGB", size, whole)
