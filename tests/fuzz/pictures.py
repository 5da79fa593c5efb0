"""Sound pictures and films of every kind that the bot takes, small, drawn by code."""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from typing import Any

import av
import numpy as np
from PIL import Image, ImageDraw, TiffImagePlugin

WIDTH, HEIGHT = 97, 61
"""Two numbers that occur in a file hardly anywhere but where its size is declared."""


def pictures() -> dict[str, bytes]:
    """Files by the names of their kinds."""
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    drawn = _drawn()
    turned, hidden = Image.Exif(), Image.Exif()
    turned[0x0112] = 6
    hidden[0x010E] = "x" * 400
    frames = {"save_all": True, "append_images": [drawn.rotate(90), drawn.rotate(180)]}
    grey16 = Image.fromarray((np.asarray(drawn.convert("L")).astype(np.uint16) << 8) + 7)
    return {
        "jpeg": _saved(drawn, "JPEG", exif=hidden),
        "jpeg-progressive": _saved(drawn, "JPEG", progressive=True),
        "jpeg-turned": _saved(drawn, "JPEG", exif=turned),
        "jpeg-cmyk": _saved(drawn.convert("CMYK"), "JPEG"),
        "jpeg-grey": _saved(drawn.convert("L"), "JPEG"),
        "png": _saved(drawn, "PNG", exif=turned),
        "png-1-bit": _saved(drawn.convert("1"), "PNG"),
        "png-16-bit": _saved(grey16, "PNG"),
        "png-palette": _saved(drawn.quantize(16), "PNG", transparency=0),
        "png-alpha": _saved(_see_through(drawn), "PNG"),
        "png-interlaced": _interlaced(drawn),
        "png-animated": _saved(drawn, "PNG", **frames),
        "gif": _saved(drawn.quantize(32), "GIF"),
        "gif-animated": _saved(drawn, "GIF", loop=0, **frames),
        "webp": _saved(drawn, "WEBP"),
        "webp-lossless": _saved(_see_through(drawn), "WEBP", lossless=True, exif=turned),
        "webp-animated": _saved(drawn, "WEBP", **frames),
        "heic": _saved(drawn, "HEIF"),
        "avif": _saved(drawn, "AVIF"),
        "bmp": _saved(drawn, "BMP"),
        "bmp-palette": _saved(drawn.quantize(16), "BMP"),
        "tiff": _saved(drawn, "TIFF", exif=turned),
        "tiff-lzw": _saved(drawn, "TIFF", compression="tiff_lzw"),
        "tiff-jpeg": _saved(drawn, "TIFF", compression="jpeg"),
        "tiff-float": _saved(Image.fromarray(np.asarray(drawn.convert("L"), np.float32)), "TIFF"),
        "tiff-lab": _saved(Image.new("LAB", (WIDTH, HEIGHT), (137, 128, 128)), "TIFF"),
        "tiff-pages": _saved(drawn, "TIFF", **frames),
        "tgs": gzip.compress(b'{"tgs":1,"w":512,"h":512,"layers":[]}', mtime=0),
        "bomb-png": _flat_png(7_000, 7_000),
        "bomb-text": _with_chunk(_flat_png(WIDTH, HEIGHT), b"zTXt", b"k\0\0" + _deflated(60)),
        "bomb-profile": _with_chunk(_flat_png(WIDTH, HEIGHT), b"iCCP", b"k\0\0" + _deflated(60)),
        "bomb-tiff": _tiff_of_one_tag(7_000),
    }


def films() -> dict[str, bytes]:
    """Files by the names of their kinds."""
    return {
        "mp4": _film("mp4", "libx264", "yuv420p"),
        "mp4-long": _film("mp4", "libx264", "yuv420p", seconds=26),
        "webm-sticker": _film("webm", "libvpx-vp9", "yuva420p"),
        "webm-vp8": _film("webm", "libvpx", "yuv420p"),
        "gif-film": _saved(_drawn(), "GIF", save_all=True, append_images=[_drawn().rotate(90)]),
    }


def _drawn() -> Image.Image:
    noise = np.random.default_rng(1).integers(90, 160, (HEIGHT, WIDTH, 3), np.uint8)
    image = Image.fromarray(noise)
    draw = ImageDraw.Draw(image)
    draw.ellipse((20, 10, 60, 50), fill=(220, 20, 20))
    draw.rectangle((65, 20, 90, 45), fill=(20, 20, 220))
    return image


def _see_through(image: Image.Image) -> Image.Image:
    image = image.convert("RGBA")
    image.putalpha(image.getchannel("R"))
    return image


def _saved(image: Image.Image, form: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def _film(form: str, codec: str, pixels: str, seconds: int = 2) -> bytes:
    file, drawn = io.BytesIO(), _see_through(_drawn().resize((96, 64)))
    # As they come, the writers draw lots for ids: the same case would be another one each time.
    with av.open(file, "w", format=form, options={"fflags": "+bitexact"}) as out:
        stream: Any = out.add_stream(codec, rate=5, options={"threads": "1"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, pixels
        for number in range(seconds * 5):
            picture = drawn.rotate(90 * (number // 5))
            frame = av.VideoFrame.from_ndarray(np.asarray(picture), "rgba")
            out.mux(stream.encode(frame.reformat(format=pixels)))
        out.mux(stream.encode())
    return file.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def _with_chunk(png: bytes, kind: bytes, body: bytes) -> bytes:
    """The PNG with another chunk after its head."""
    return png[:33] + _chunk(kind, body) + png[33:]


def _flat_png(width: int, height: int) -> bytes:
    """One bit a pixel, all black: 49 million pixels in 6 kB."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((1 + (width + 7) // 8) * height), 9)
    chunks = _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _deflated(megabytes: int) -> bytes:
    return zlib.compress(bytes(megabytes * 1024 * 1024), 9)


def _interlaced(image: Image.Image) -> bytes:
    """Pillow writes none. Adam7: seven small pictures, each row with its filter byte."""
    values = np.asarray(image)
    passes = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2))
    rows = b"".join(
        b"\0" + row.tobytes()
        for top, left, down, right in (*passes, (1, 0, 2, 1))
        for row in values[top::down, left::right]
    )
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 1)
    chunks = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _tiff_of_one_tag(side: int) -> bytes:
    """A TIFF of 49 million grey pixels in a few kB."""
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[TiffImagePlugin.ROWSPERSTRIP] = side
    image = Image.new("L", (side, side))
    return _saved(image, "TIFF", compression="tiff_adobe_deflate", tiffinfo=info)
