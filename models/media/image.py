"""Image decoding: an upright RGB picture, or one of the `BadPicture` errors."""

from __future__ import annotations

import hashlib
import io
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any, cast

from PIL import Image, ImageFile, PngImagePlugin, UnidentifiedImageError

from models.errors import (
    BadPicture,
    PictureBroken,
    PictureTooHeavy,
    PictureTooLarge,
    PictureUnknown,
    PictureUnsafe,
)
from models.media import inside
from models.media.rgb import to_rgb, upright
from models.values import Picture, Remark

MAX_BYTES = 20 * 1024 * 1024
"""What Telegram lets a bot fetch."""

MAX_PIXELS = 52_000_000
"""What phones call 50 megapixels are 50.33 million: 8,192 x 6,144."""
_MOST_OF_JPEG = 210_000_000
"""Pixels of a JPEG, which can be decoded at a half; phones write 108 and 200 million."""
_PAGES = 4
"""Of a TIFF at most."""
_LOOKED_FOR = 24
"""Frames of an animation in which something is looked for."""
_ENOUGH = 0.25
"""Of a damaged picture: with less of it, what it shows would be made up."""
_ALIKE = 8
"""Of 255: how far a blank frame's colours lie apart."""
_PHOTO = 640 * 480
"""Pixels below which a RAW file's picture is a thumbnail."""
_DNG_VERSION, _REDUCED = 50706, 254  # tags of TIFF

# Photos and scans only: EPS would start Ghostscript, ICO and ICNS hide a second picture whose
# size their header doesn't tell, and the rarer decoders are where the holes are found.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "HEIF")

_ROUGH = 768
"""Pixels of the shorter side that a rough decoding never goes below: twice what models look at."""


def open_picture(data: bytes, rough: bool = False) -> Picture:
    """Decode a file's bytes to an upright 8-bit RGB picture without metadata.

    The first frame of an animation; what is see-through lies on white, or on grey where all else
    is white. Blocking: a 12-megapixel JPEG takes about 0.1 s. rough: it is captioned or compared,
    and neither read nor measured, so a large JPEG may be decoded at a half, a quarter or an
    eighth, in a fifth of the time.

    Raises `PictureTooHeavy`, `PictureTooLarge`, `PictureBroken`, `PictureUnknown`, and
    `MemoryError` where the machine has no room for it.
    """
    if len(data) > MAX_BYTES:
        raise PictureTooHeavy(megabytes=math.ceil(len(data) / 1024 / 1024))
    # A decoder that meets mutilated bytes may raise anything: struct.error, IndexError,
    # SyntaxError, libheif's own. All of it means one thing to the person.
    try:
        image, remark = _decode(data, rough)
    except (BadPicture, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        pixels = re.search(r"\d+", str(error))
        megapixels = int(pixels.group()) / 1_000_000 if pixels else MAX_PIXELS / 1_000_000
        raise PictureTooLarge(megapixels=math.ceil(megapixels)) from error
    except UnidentifiedImageError as error:
        raise PictureUnknown("no decoder knows these bytes") from error
    except Exception as error:
        raise PictureBroken(f"{type(error).__name__} while decoding") from error
    return Picture(image, hashlib.sha256(data).hexdigest(), remark)


def shrink(picture: Picture, longest: int) -> Picture:
    """The picture with no side over `longest` pixels; the digest says that it is another one."""
    if max(picture.image.size) <= longest:
        return picture
    image = picture.image.copy()
    image.thumbnail((longest, longest))
    return replace(picture, image=image, digest=f"{picture.digest}/{longest}")


def resized(images: Sequence[Image.Image], processor: Any) -> list[Image.Image]:
    """The pictures at the size that a transformers image processor resizes them to.

    With its own filter, so that it makes the same numbers of them; but by way of arrays it takes
    three times as long. As they are where it has no fixed size.
    """
    size = getattr(processor, "size", None) or {}
    if not (processor.do_resize and size.get("height") and size.get("width")):
        return list(images)
    return [image.resize((size["width"], size["height"]), processor.resample) for image in images]


def _decode(data: bytes, rough: bool) -> tuple[Image.Image, Remark]:
    teach_heif()
    with Image.open(io.BytesIO(inside.lean(data)), formats=FORMATS) as image:
        raw = _is_raw(image)
        if raw and (larger := inside.larger(data, image, image.width * image.height)):
            return _decode(larger, rough)
        _bound(image, data, rough)
        try:
            image.load()
            remark: Remark = ""
            _fill_alpha(image)
        except (OSError, SyntaxError, EOFError) as error:
            return _what_is_there(data, error), "incomplete"
        if getattr(image, "n_frames", 1) > 1:
            if image.format == "TIFF":
                return _pages(image)
            _pass_blank_frames(image)
        shown = to_rgb(upright(image))
    # A new picture's `info` still holds EXIF, place included.
    shown.info = {}
    if raw and shown.width * shown.height < _PHOTO:
        remark = "preview"
    return shown, remark


def _bound(image: Image.Image, data: bytes, rough: bool) -> None:
    """Raise where it is too much; have a JPEG decoded smaller where that is enough, or all."""
    pixels = image.width * image.height
    if image.format in ("JPEG", "MPO"):
        if inside.is_endless(data, pixels):
            raise PictureUnsafe("a JPEG of too many scans")
        if rough:
            # Does nothing to a JPEG that would come out smaller.
            image.draft(None, (_ROUGH, _ROUGH))
        elif MAX_PIXELS < pixels <= _MOST_OF_JPEG:
            image.draft(None, (image.width // 2, image.height // 2))
        pixels = image.width * image.height
    if pixels > MAX_PIXELS:
        raise PictureTooLarge(megapixels=math.ceil(pixels / 1_000_000))


def _what_is_there(data: bytes, error: Exception) -> Image.Image:
    """The part of a damaged picture that decodes. Raises the error again where nothing does."""
    with _forgiving(), Image.open(io.BytesIO(inside.lean(data)), formats=FORMATS) as image:
        image.load()
        shown = to_rgb(upright(image))
    shown.info = {}
    if _rows_seen(shown) < _ENOUGH:
        raise error
    return shown


def _rows_seen(image: Image.Image) -> float:
    """The part of its rows, 0 to 1, that are not of one colour."""
    small = image.resize((32, 32), Image.Resampling.BOX)
    return sum(not is_blank(small.crop((0, top, 32, top + 1))) for top in range(32)) / 32


@contextmanager
def _forgiving() -> Iterator[None]:
    """Have Pillow show what it has. One switch for all threads: in the sandbox there is but one."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _pages(image: Image.Image) -> tuple[Image.Image, Remark]:
    """A fax's or a scan's pages below one another, as many as are looked at."""
    count = min(getattr(image, "n_frames", 1), _PAGES)
    pages: list[Image.Image] = []
    for number in range(count):
        try:
            image.seek(number)
            if image.width * image.height > MAX_PIXELS // count:
                break
            page = to_rgb(upright(image))
        except (OSError, SyntaxError, ValueError, EOFError):
            break
        # What is much smaller than the first is its thumbnail, or a mask of it.
        if not pages or page.width * 2 > pages[0].width:
            pages.append(page)
    whole = Image.new("RGB", (max(p.width for p in pages), sum(p.height for p in pages)), "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole, "pages" if getattr(image, "n_frames", 1) > count else ""


def _pass_blank_frames(image: Image.Image) -> None:
    """Stay at the first frame on which there is something to see, if there is one."""
    for number in range(min(getattr(image, "n_frames", 1), _LOOKED_FOR)):
        image.seek(number)
        if not is_blank(to_rgb(image)):
            return
    image.seek(0)


def _fill_alpha(image: Image.Image) -> None:
    """Many programs leave a BMP's fourth byte at nought: nothing of it would be seen."""
    if image.format == "BMP" and image.mode == "RGBA" and not image.getchannel("A").getextrema()[1]:
        image.putalpha(255)


def is_blank(image: Image.Image) -> bool:
    """Whether an RGB picture is of one colour, but for what packing leaves of one."""
    small = image.resize((32, 32), Image.Resampling.BOX)
    return all(high - low < _ALIKE for low, high in cast("Any", small.getextrema()))


def _is_raw(image: Image.Image) -> bool:
    """Whether it is a camera's RAW file: a TIFF whose first picture is a small one of another."""
    if image.format != "TIFF":
        return False
    tags = cast("Any", image).tag_v2
    return _DNG_VERSION in tags or bool(tags.get(_REDUCED, 0) & 1) or inside.SUB_PICTURES in tags


@cache
def teach_heif() -> None:
    """Have Pillow read HEIC, and leave limits to us."""
    # Pillow reads AVIF by itself, HEIC only through this plugin.
    from pillow_heif import register_heif_opener  # loads libheif: 40 ms

    register_heif_opener(thumbnails=False)
    # A JPEG of 200 megapixels may be decoded smaller: `_bound`. A profile may be larger than 1 MB.
    Image.MAX_IMAGE_PIXELS = None
    PngImagePlugin.MAX_TEXT_CHUNK = inside.LARGEST_PROFILE
