"""What a picture's bytes hold, looked at before decoding: scans, needless chunks, previews."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, Literal, cast

from PIL import Image

MOST_SCANS = 60
"""Of a progressive JPEG. Cameras, libjpeg and mozjpeg write 6 to 14; each goes over all pixels."""
_MOST_WORK = 1_000
"""Scans times megapixels: 6 scans of 200 megapixels took 10 s on a busy machine."""

_PNG = b"\x89PNG\r\n\x1a\n"
_WORDS = (b"tEXt", b"zTXt", b"iTXt")
LARGEST_PROFILE = 4 * 1024 * 1024
SUB_PICTURES = 330  # a tag of TIFF
_PREVIEWS = 12
"""That are looked at in a RAW file."""


def is_endless(jpeg: bytes, pixels: int) -> bool:
    """Whether a JPEG has so many scans that only who wants to hold others up would write it. Pure.

    267 kB of scans that are repeated take 53 s of a processor.
    """
    # In what is coded no FF is followed by anything but 00 and D0 to D7.
    scans = jpeg.count(b"\xff\xda")
    return scans > MOST_SCANS or scans * pixels > _MOST_WORK * 1_000_000


def lean(data: bytes) -> bytes:
    """A PNG without what its picture doesn't need: words, what is damaged, a bomb of a profile.

    Pillow refuses all of the file for any of these. Other files as they are. Pure.
    """
    if not data.startswith(_PNG):
        return data
    kept, at = [_PNG], len(_PNG)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        kind, end = data[at + 4 : at + 8], at + 12 + size
        # A small letter: a picture can be shown without it (PNG 5.4).
        if not kind[:1].islower() or _matters(kind, data[at + 8 : end - 4], data[end - 4 : end]):
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])


def _matters(kind: bytes, body: bytes, checksum: bytes) -> bool:
    if kind in _WORDS or zlib.crc32(kind + body).to_bytes(4) != checksum:
        return False
    if kind != b"iCCP":
        return True
    _, _, packed = body.partition(b"\0")
    unpacking = zlib.decompressobj()
    try:
        # Pillow itself takes no more than a megabyte.
        return len(unpacking.decompress(packed[1:], LARGEST_PROFILE + 1)) <= LARGEST_PROFILE
    except zlib.error:
        return False


def larger(data: bytes, thumbnail: Image.Image, more_than: int) -> bytes | None:
    """A RAW file's largest picture that Pillow can decode, of more pixels than that, as a file.

    A camera puts its own rendering there, as large as the photo or half as wide, but the picture
    that a decoder of TIFF finds first is a thumbnail. Reads heads alone.
    """
    best, most = None, more_than
    for file in (*_sub_pictures(data, thumbnail), *_jpegs(data)):
        with suppress(Exception):
            with Image.open(io.BytesIO(file), formats=("JPEG", "TIFF")) as image:
                pixels = image.width * image.height
            if pixels > most:
                best, most = file, pixels
    return best


def _sub_pictures(data: bytes, thumbnail: Image.Image) -> Iterator[bytes]:
    """The same file for each of its pictures, whose head says that this one is the first."""
    places = cast("Any", thumbnail).tag_v2.get(SUB_PICTURES, ())
    order: Literal["little", "big"] = "little" if data.startswith(b"II") else "big"
    for place in places[:_PREVIEWS] if isinstance(places, tuple) else (places,):
        yield data[:4] + int(place).to_bytes(4, order) + data[8:]


def _jpegs(data: bytes) -> Iterator[bytes]:
    for found in islice(re.finditer(rb"\xff\xd8\xff[\xc0-\xfe]", data), _PREVIEWS):
        yield data[found.start() :]
