"""Files that other programs show, and that were refused or shown wrongly here."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw, TiffImagePlugin

from models.errors import PictureUnsafe
from models.media.image import open_picture

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
RED, BLUE, GROUND = (220, 30, 30), (40, 60, 220), (90, 90, 100)


def drawn(width: int = 80, height: int = 60) -> Image.Image:
    """A red square left of a blue one."""
    image = Image.new("RGB", (width, height), GROUND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width * 0.1, height * 0.3, width * 0.4, height * 0.7), fill=RED)
    draw.rectangle((width * 0.6, height * 0.3, width * 0.9, height * 0.7), fill=BLUE)
    return image


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def is_drawn(image: Image.Image, within: int = 30) -> bool:
    """Whether the red square is left of the blue one."""
    seen = [image.getpixel((int(image.width * part), image.height // 2)) for part in (0.25, 0.75)]
    return bool(np.allclose(seen, (RED, BLUE), atol=within))


def chunk(kind: bytes, body: bytes, wrong: int = 0) -> bytes:
    return len(body).to_bytes(4) + kind + body + (zlib.crc32(kind + body) ^ wrong).to_bytes(4)


def with_chunk(more: bytes) -> bytes:
    """The drawn PNG with another chunk after its head."""
    data = saved(drawn(), "PNG")
    return data[:33] + more + data[33:]


PNGS = {
    "words of three megabytes": chunk(b"zTXt", b"k\0\0" + zlib.compress(b"x" * 3_000_000)),
    "plain words": chunk(b"tEXt", b"k\0" + b"x" * 1_500_000),
    "words in Unicode": chunk(b"iTXt", b"k\0\1\0\0\0" + zlib.compress(b"x" * 3_000_000)),
    "a profile of two megabytes": chunk(
        b"iCCP",
        b"k\0\0"
        + zlib.compress(
            ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + bytes(2_000_000)
        ),
    ),
    "a bomb of a profile": chunk(b"iCCP", b"k\0\0" + zlib.compress(bytes(60_000_000), 9)),
    "a profile that is none": chunk(b"iCCP", b"k\0\0not packed"),
    "a wrong checksum": chunk(b"pHYs", bytes(9), wrong=1),
    "a wrong checksum of EXIF": chunk(b"eXIf", b"MM\0*", wrong=1),
    "a chunk of nobody's": chunk(b"prVt", b"x" * 100_000),
}


@pytest.mark.parametrize("name", PNGS)
def test_what_a_png_does_not_need_is_no_reason_to_refuse_it(name: str) -> None:
    picture = open_picture(with_chunk(PNGS[name]))
    assert is_drawn(picture.image, within=3)
    assert picture.remark == ""


def test_one_bad_tag_does_not_leave_a_picture_on_its_side() -> None:
    lying = drawn().transpose(Image.Transpose.ROTATE_90)
    # Little-endian: orientation 6, then a rational whose denominator is nought, and one of a kind
    # that doesn't exist, which points out of the file.
    tags = struct.pack("<HHHII", 3, 0x112, 3, 1, 6)
    tags += struct.pack("<HHII", 0x11A, 10, 1, 50) + struct.pack("<HHII", 0x9999, 77, 9, 1 << 30)
    exif = b"Exif\0\0II*\0\x08\0\0\0" + tags + bytes(4) + struct.pack("<iI", -1, 0)
    assert is_drawn(open_picture(saved(lying, "JPEG", exif=exif, quality=95)).image)


def test_what_phones_call_fifty_megapixels_opens() -> None:
    picture = open_picture(saved(Image.new("1", (8_192, 6_144)), "PNG"))
    assert picture.image.size == (8_192, 6_144)


def test_a_jpeg_of_a_hundred_megapixels_is_decoded_at_half_its_size() -> None:
    picture = open_picture(saved(Image.new("L", (12_000, 9_000), 90), "JPEG"))
    assert picture.image.size == (6_000, 4_500)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_white_on_nothing_is_seen(mode: str) -> None:
    image = Image.new("RGBA", (200, 80), (255, 255, 255, 0))
    ImageDraw.Draw(image).rectangle((20, 20, 180, 60), fill=(250, 250, 250, 255))
    data = saved(image.quantize(4) if mode == "PA" else image.convert(mode), "PNG")
    shown = open_picture(data).image
    assert min(shown.getpixel((100, 40))) > 220
    assert max(shown.getpixel((5, 5))) < 80


def test_a_bmp_whose_alpha_nobody_filled_in_is_seen() -> None:
    image = drawn().convert("RGBA")
    image.putalpha(0)
    assert is_drawn(open_picture(saved(image, "BMP")).image)


def test_the_pages_of_a_fax_are_below_one_another() -> None:
    pages = [Image.new("1", (200, 100), number % 2) for number in range(3)]
    fax = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    picture = open_picture(fax)
    assert picture.image.size == (200, 300)
    assert [picture.image.getpixel((100, y))[0] for y in (50, 150, 250)] == [0, 255, 0]
    assert picture.remark == ""
    long = saved(pages[0], "TIFF", save_all=True, append_images=pages * 3)
    assert open_picture(long).remark == "pages"


def raw(inside: bytes) -> bytes:
    """A TIFF of a thumbnail, whose first tag says so, with other bytes behind it."""
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[254] = 1
    return saved(drawn(40, 30), "TIFF", tiffinfo=tags) + inside


def test_the_large_picture_of_a_raw_file_is_shown() -> None:
    picture = open_picture(raw(saved(drawn(1_200, 900), "JPEG")))
    assert picture.image.size == (1_200, 900)
    assert is_drawn(picture.image)
    assert picture.remark == ""
    assert open_picture(raw(b"what no decoder knows")).remark == "preview"


@pytest.mark.parametrize("form", ["WEBP", "GIF", "PNG", "AVIF"])
def test_an_animation_that_begins_with_nothing_shows_what_follows(form: str) -> None:
    blank = Image.new("RGB", (80, 60), "white")
    data = saved(blank, form, save_all=True, append_images=[blank, drawn()])
    assert is_drawn(open_picture(data).image, within=40)


def test_colours_are_those_of_the_profile() -> None:
    wide = ImageCms.ImageCmsProfile(io.BytesIO(rgb_profile()))
    image = Image.new("RGB", (40, 30), (200, 100, 50))
    shown = open_picture(saved(image, "PNG", icc_profile=wide.tobytes())).image
    # Its primaries are swapped: what it calls red is green.
    red, green, _ = shown.getpixel((20, 15))
    assert green > red + 50
    broken = open_picture(saved(image, "PNG", icc_profile=b"none at all")).image
    assert broken.getpixel((20, 15)) == (200, 100, 50)


def rgb_profile() -> bytes:
    """sRGB with its first two primaries exchanged."""
    data = bytearray(SRGB)
    count = int.from_bytes(data[128:132])
    places = {}
    for number in range(count):
        at = 132 + 12 * number
        places[bytes(data[at : at + 4])] = at
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    # A name that is not that of sRGB.
    return bytes(data).replace("sRGB".encode("utf-16-be"), "oRGB".encode("utf-16-be"))


def test_a_jpeg_of_endless_scans_is_refused_before_it_is_decoded() -> None:
    data = saved(drawn(640, 480), "JPEG", progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    with pytest.raises(PictureUnsafe):
        open_picture(data[:-2] + scan * 500 + data[-2:])
    assert is_drawn(open_picture(data).image)
