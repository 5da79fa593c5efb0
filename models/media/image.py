"""Image decoding: an upright RGB picture, or one of the `BadPicture` errors."""

from __future__ import annotations

import hashlib
import io
import math
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from models.errors import (
    BadPicture,
    PictureBroken,
    PictureTooHeavy,
    PictureTooLarge,
    PictureUnknown,
)
from models.values import Picture

MAX_BYTES = 20 * 1024 * 1024
"""What Telegram lets a bot fetch."""

MAX_PIXELS = 50_000_000

# Photos and scans only: EPS would start Ghostscript, ICO and ICNS hide a second picture whose
# size their header doesn't tell, and the rarer decoders are where the holes are found.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "HEIF")

_WHITE, _DARK = (255, 255, 255), (64, 64, 64)

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
        image = _decode(data, rough)
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
    return Picture(image, hashlib.sha256(data).hexdigest())


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


def _decode(data: bytes, rough: bool) -> Image.Image:
    teach_heif()
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise PictureTooLarge(megapixels=math.ceil(width * height / 1_000_000))
        if rough:
            # Does nothing to other formats, nor to a JPEG that would come out smaller.
            image.draft(None, (_ROUGH, _ROUGH))
        image.load()
        upright = _turn_upright(image)
    rgb = _to_rgb(upright)
    # A new picture's `info` still holds EXIF, place included.
    rgb.info = {}
    return rgb


@cache
def teach_heif() -> None:
    """Have Pillow read HEIC."""
    # Pillow reads AVIF by itself, HEIC only through this plugin.
    from pillow_heif import register_heif_opener  # loads libheif: 40 ms

    register_heif_opener(thumbnails=False)


def _turn_upright(image: Image.Image) -> Image.Image:
    # Damaged EXIF in a sound picture is common, and no reason to refuse it.
    with suppress(Exception):
        return ImageOps.exif_transpose(image)
    return image


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        image = _to_8_bit(image)
    if image.has_transparency_data:
        see_through = image.convert("RGBA")
        shown = see_through.getchannel("A")
        ground = Image.new("RGB", image.size, _DARK if _all_light(see_through) else _WHITE)
        ground.paste(see_through, mask=shown)
        return ground
    if image.mode == "LAB":
        return _lab_to_rgb(image)
    return image.convert("RGB")


def _all_light(see_through: Image.Image) -> bool:
    """Whether all that an RGBA picture shows is nearly white: on white nothing would be seen."""
    shown = see_through.getchannel("A").point(lambda opaque: 255 * (opaque > 127))
    counted = see_through.convert("L").histogram(shown)
    return sum(counted) > 0 and sum(counted[:200]) < 0.01 * sum(counted)


def _to_8_bit(image: Image.Image) -> Image.Image:
    """Scale 16-bit, 32-bit and float grey to 8 bits; Pillow's `convert` would clip at 255."""
    import numpy as np  # a seventh of a start, and few photos need it here

    values = np.asarray(image).astype(np.float32)
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    if image.mode.startswith("I;16"):
        low, high = 0.0, 65_535.0
    else:
        # These modes have no range of their own: take the smallest usual one that holds it.
        low, high = min(0.0, float(values.min())), float(values.max())
        usual = (1.0,) if image.mode == "F" else ()
        high = next((top for top in (*usual, 255.0, 65_535.0) if high <= top), high)
    scaled = (values - low) * (255.0 / max(high - low, 1e-6))
    return Image.fromarray(np.rint(scaled).clip(0, 255).astype(np.uint8))


def _lab_to_rgb(image: Image.Image) -> Image.Image:
    from PIL import ImageCms  # loads littlecms, for a mode that scanners write

    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    turned = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")
    if turned is None:
        raise PictureUnknown("a LAB picture that littlecms can't turn")
    return turned
