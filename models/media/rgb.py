"""Any decoded picture as upright 8-bit sRGB: orientation, colour profile, transparency, depth."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

from PIL import Image

from models.errors import PictureUnknown

_WHITE, _DARK = (255, 255, 255), (64, 64, 64)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""By EXIF's orientation."""


def upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF says. Other tags may be as broken as they like: only this one is read."""
    # TIFF is the one format whose decoder turns by itself, and then has the tag no more.
    with suppress(Exception):
        turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
        if turn is not None:
            turned = image.transpose(turn)
            # `transpose` leaves behind what belongs to the pixels.
            for name in ("icc_profile", "transparency"):
                if name in image.info:
                    turned.info[name] = image.info[name]
            return turned
    return image


def to_rgb(image: Image.Image) -> Image.Image:
    """In sRGB, on a ground that what is seen stands out from. Raises `PictureUnknown`."""
    if image.mode.startswith("I") or image.mode == "F":
        image = _to_8_bit(image)
    if image.has_transparency_data:
        return on_ground(_in_srgb(image.convert("RGBA"), image.info.get("icc_profile")))
    if image.mode == "LAB":
        return _from_lab(image)
    return _in_srgb(image, image.info.get("icc_profile")).convert("RGB")


def on_ground(image: Image.Image) -> Image.Image:
    """An RGBA picture on white, or on dark grey where all that it shows is nearly white itself."""
    ground = Image.new("RGB", image.size, _DARK if _all_light(image) else _WHITE)
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _all_light(see_through: Image.Image) -> bool:
    """Whether nothing of what an RGBA picture shows would be seen on white."""
    shown = see_through.getchannel("A").point(lambda opaque: 255 * (opaque > 127))
    counted = see_through.convert("L").histogram(shown)
    return sum(counted) > 0 and sum(counted[:200]) < 0.01 * sum(counted)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Its colours as a screen shows them: CMYK and wide gamuts mean something else by the same
    numbers. As it is where it has no profile, or one that does not fit."""
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    from PIL import ImageCms  # loads littlecms

    # A profile is a program of its own: whatever it raises, its picture is sound.
    with suppress(Exception):
        theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(theirs).lower():
            return image
        turned = ImageCms.profileToProfile(
            image,
            theirs,
            ImageCms.createProfile("sRGB"),
            outputMode="RGBA" if image.mode == "RGBA" else "RGB",
        )
        if turned is not None:
            return turned
    return image


def _to_8_bit(image: Image.Image) -> Image.Image:
    """Scale 16-bit, 32-bit and float grey to 8 bits; Pillow's `convert` would clip at 255."""
    import numpy as np  # a seventh of a start, and few photos need it here

    # In place: 50 megapixels are 200 MB each time.
    values: Any = np.array(image, dtype=np.float32)
    np.nan_to_num(values, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    if image.mode.startswith("I;16"):
        low, high = 0.0, 65_535.0
    else:
        # These modes have no range of their own: take the smallest usual one that holds it.
        low, high = min(0.0, float(values.min())), float(values.max())
        usual = (1.0,) if image.mode == "F" else ()
        high = next((top for top in (*usual, 255.0, 65_535.0) if high <= top), high)
    values -= low
    values *= 255.0 / max(high - low, 1e-6)
    np.clip(np.rint(values, out=values), 0, 255, out=values)
    return Image.fromarray(values.astype(np.uint8))


def _from_lab(image: Image.Image) -> Image.Image:
    from PIL import ImageCms  # loads littlecms, for a mode that scanners write

    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    turned = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")
    if turned is None:
        raise PictureUnknown("a LAB picture that littlecms can't turn")
    return turned
