"""Any picture becomes upright 8-bit RGB, and any bytes at all a picture or a `BadPicture`."""

from __future__ import annotations

import io
import random
import time
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFile

from models.errors import (
    BadPicture,
    PictureBroken,
    PictureTooHeavy,
    PictureTooLarge,
    PictureUnknown,
)
from models.media.image import MAX_BYTES, open_picture, resized, shrink
from tests.models.conftest import SHAPES

RED, WHITE, GREY = (255, 0, 0), (255, 255, 255), (128, 128, 128)


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    if form == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def plain(mode: str, colour: Any) -> Image.Image:
    return Image.new(mode, (40, 30), colour)


def half_grey(dtype: Any, top: float) -> Image.Image:
    """Black on the left, half of `top` on the right."""
    values = np.zeros((30, 40), dtype)
    values[:, 20:] = top / 2
    values[0, 0] = top
    return Image.fromarray(values)


def transparent_palette() -> bytes:
    image = plain("P", 0)
    image.putpalette([0, 0, 0, 255, 0, 0])
    image.paste(1, (20, 0, 40, 30))
    return saved(image, "PNG", transparency=0)


def two_frames(form: str) -> bytes:
    return saved(plain("RGB", RED), form, save_all=True, append_images=[plain("RGB", (0, 0, 255))])


# What the file is, and the colour of its right half.
MODES: dict[str, tuple[Callable[[], bytes], tuple[int, int, int]]] = {
    "JPEG": (lambda: saved(plain("RGB", RED), "JPEG", quality=95), RED),
    "JPEG grey": (lambda: saved(plain("L", 128), "JPEG"), GREY),
    "JPEG CMYK": (lambda: saved(plain("CMYK", (0, 255, 255, 0)), "JPEG", quality=95), RED),
    "PNG black and white": (lambda: saved(plain("1", 1), "PNG"), WHITE),
    "PNG palette": (lambda: saved(plain("RGB", RED).quantize(4), "PNG"), RED),
    "PNG see-through palette": (transparent_palette, RED),
    "PNG alpha": (lambda: saved(plain("RGBA", (255, 0, 0, 0)), "PNG"), WHITE),
    "PNG half alpha": (lambda: saved(plain("RGBA", (0, 0, 0, 127)), "PNG"), GREY),
    "PNG grey and alpha": (lambda: saved(plain("LA", (128, 255)), "PNG"), GREY),
    "PNG 16-bit": (lambda: saved(half_grey(np.uint16, 65535), "PNG"), GREY),
    "TIFF 16-bit": (lambda: saved(half_grey(np.uint16, 65535), "TIFF"), GREY),
    "TIFF 32-bit": (lambda: saved(half_grey(np.int32, 65535), "TIFF"), GREY),
    "TIFF float 0 to 1": (lambda: saved(half_grey(np.float32, 1), "TIFF"), GREY),
    "TIFF float 0 to 255": (lambda: saved(half_grey(np.float32, 255), "TIFF"), GREY),
    "TIFF LAB": (lambda: saved(plain("LAB", (137, 128, 128)), "TIFF"), GREY),
    "BMP": (lambda: saved(plain("RGB", RED), "BMP"), RED),
    "GIF, first frame": (lambda: two_frames("GIF"), RED),
    "WebP, first frame": (lambda: two_frames("WEBP"), RED),
    "AVIF": (lambda: saved(plain("RGB", RED), "AVIF", quality=95), RED),
    "HEIC": (lambda: saved(plain("RGB", RED), "HEIF", quality=95), RED),
}


@pytest.mark.parametrize("kind", MODES)
def test_every_kind_of_picture_becomes_rgb(kind: str) -> None:
    make, colour = MODES[kind]
    picture = open_picture(make())
    assert (picture.image.mode, picture.image.size) == ("RGB", (40, 30))
    seen = picture.image.getpixel((32, 15))
    assert np.allclose(seen, colour, atol=6), seen


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_turns_a_picture_upright_and_is_dropped(form: str, orientation: int) -> None:
    upright = Image.new("RGB", (48, 32), WHITE)
    upright.paste(RED, (0, 0, 16, 16))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    lying = upright.transpose(undo[orientation]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "a secret place"
    image = open_picture(saved(lying, form, exif=exif)).image
    assert image.size == (48, 32)
    assert np.allclose(image.getpixel((4, 4)), RED, atol=12)
    assert np.allclose(image.getpixel((40, 28)), WHITE, atol=12)
    assert image.info == {}
    assert not image.getexif()


def test_a_large_jpeg_is_decoded_roughly_where_that_is_enough() -> None:
    large = Image.new("RGB", (3200, 2400), RED)
    large.paste(WHITE, (1600, 1200, 3200, 2400))
    exif = Image.Exif()
    exif[0x0112] = 3
    data = saved(large.transpose(Image.Transpose.ROTATE_180), "JPEG", exif=exif)
    rough, whole = open_picture(data, rough=True), open_picture(data)
    assert whole.image.size == (3200, 2400)
    assert rough.image.size == (1600, 1200)
    assert rough.digest == whole.digest
    assert np.allclose(rough.image.getpixel((400, 300)), RED, atol=12)
    assert np.allclose(rough.image.getpixel((1200, 900)), WHITE, atol=12)


@pytest.mark.parametrize(
    ("form", "size"), [("JPEG", (1280, 960)), ("JPEG", (9000, 900)), ("PNG", (3200, 2400))]
)
def test_rough_decoding_leaves_small_sides_and_other_formats(
    form: str, size: tuple[int, int]
) -> None:
    assert open_picture(saved(Image.new("RGB", size), form), rough=True).image.size == size


@pytest.mark.parametrize(
    ("name", "kind"), [("caption", "blip"), ("embed", "siglip"), ("embed-clip", "clip")]
)
def test_resized_pictures_give_a_processor_the_same_numbers(name: str, kind: str) -> None:
    import transformers

    processor = transformers.AutoImageProcessor.from_pretrained(SHAPES / name, backend="pil")
    assert kind in type(processor).__name__.lower()
    noise = np.random.default_rng(4).integers(0, 255, (2, 90, 130, 3), np.uint8)
    images = [Image.fromarray(each) for each in noise]
    small = resized(images, processor)
    assert small[0].size == (64, 64)
    plain = processor(images, return_tensors="np")["pixel_values"]
    assert np.array_equal(processor(small, return_tensors="np")["pixel_values"], plain)


def test_pictures_that_are_cropped_afterwards_stay_as_they_are() -> None:
    import transformers

    processor = transformers.CLIPImageProcessorPil()
    image = Image.new("RGB", (90, 60))
    assert resized([image], processor) == [image]


def test_a_file_over_20_mb_is_refused_before_it_is_read() -> None:
    with pytest.raises(PictureTooHeavy) as caught:
        open_picture(bytes(MAX_BYTES + 1))
    assert caught.value.arguments == {"megabytes": 21}


def png_that_claims(width: int, height: int) -> bytes:
    """A small PNG whose header tells another size."""
    small = saved(plain("L", 0), "PNG")
    body = b"IHDR" + width.to_bytes(4) + height.to_bytes(4) + small[24:29]
    return small[:12] + body + zlib.crc32(body).to_bytes(4) + small[33:]


# Past Pillow's own limits too: it warns from 89 megapixels on and raises from 179.
@pytest.mark.parametrize("size", [(10_000, 6_000), (20_000, 5_000), (30_000, 20_000)])
def test_a_picture_over_52_megapixels_is_refused_without_decoding(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(_: ImageFile.ImageFile) -> None:
        pytest.fail("it was decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", load)
    begun = time.process_time()
    with pytest.raises(PictureTooLarge) as caught:
        open_picture(png_that_claims(*size))
    assert caught.value.arguments == {"megapixels": size[0] * size[1] // 1_000_000}
    assert time.process_time() - begun < 0.2


def noise(width: int = 80, height: int = 60) -> Image.Image:
    """What no format packs into nothing."""
    values = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    return Image.fromarray(values)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "BMP", "TIFF"])
def test_a_file_that_ends_early_is_shown_as_far_as_it_goes_and_marked(form: str) -> None:
    data = saved(noise(), form)
    whole = open_picture(data)
    assert whole.remark == ""
    # A BMP begins at the bottom.
    rows = slice(20, 60) if form == "BMP" else slice(40)
    for missing in (2, len(data) // 10):
        picture = open_picture(data[:-missing])
        # Some formats end in bytes that no pixel needs.
        assert missing == 2 or picture.remark == "incomplete"
        seen, sound = (np.asarray(each.image)[rows].astype(int) for each in (picture, whole))
        assert np.abs(seen - sound).mean() < 1
    with pytest.raises(BadPicture):
        open_picture(data[: int(len(data) * 0.15)])


@pytest.mark.parametrize("form", ["WEBP", "AVIF", "HEIF"])
def test_a_truncated_file_of_what_decodes_only_whole_is_refused(form: str) -> None:
    data = saved(noise(), form)
    for part in (0.3, 0.7):
        with pytest.raises(BadPicture):
            open_picture(data[: int(len(data) * part)])


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"%PDF-1.7\n", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"<svg/>", bytes(1000)]
)
def test_what_is_no_picture_is_unknown(data: bytes) -> None:
    with pytest.raises(PictureUnknown):
        open_picture(data)


def test_mutilated_files_never_raise_anything_else() -> None:
    dice = random.Random(7)
    image = noise(32, 24)
    exif = Image.Exif()
    exif[0x0112] = 6
    forms = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "HEIF")
    sound = [saved(image, form, **({"exif": exif} if form == "JPEG" else {})) for form in forms]
    opened = refused = 0
    for _ in range(60):
        for data in sound:
            broken = bytearray(data)
            for _ in range(dice.choice((1, 3, 12))):
                # The beginning is where the structure lies.
                place = dice.randrange(min(len(broken), dice.choice((64, 400, 10_000))))
                broken[place] = dice.randrange(256)
            try:
                open_picture(bytes(broken))
                opened += 1
            except BadPicture:
                refused += 1
    assert opened + refused == 480
    assert refused > 50


def test_broken_pixels_are_told_from_unknown_bytes() -> None:
    with pytest.raises(PictureBroken):
        open_picture(saved(noise(), "JPEG")[:400])


def test_the_same_bytes_have_the_same_digest_and_a_smaller_picture_another() -> None:
    data = saved(plain("RGB", RED), "PNG")
    picture = open_picture(data)
    assert picture.digest == open_picture(data).digest
    small = shrink(picture, 20)
    assert small.image.size == (20, 15)
    assert small.digest != picture.digest
    assert shrink(picture, 40) is picture
