"""Hostile files of every kind that is taken, small and made by code; each with its job."""

from __future__ import annotations

import io
import struct
import wave
import zlib
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import av
import numpy as np
from PIL import Image, ImageCms

MEGABYTES = 1024 * 1024
_MOST = 20 * MEGABYTES


def files() -> dict[str, tuple[str, Callable[[], bytes]]]:
    """By name: the sandbox's job, and what makes the file."""
    return {
        "jpeg: 500 scans": ("picture", lambda: _scans(500, 2_000, 1_500)),
        "jpeg: as many scans as are allowed": ("picture", lambda: _scans(40, 6_000, 5_000)),
        "jpeg: 12,000 scans": ("picture", lambda: _scans(12_000, 1_280, 960)),
        "jpeg: 200 megapixels": ("picture", lambda: _grey("JPEG", 16_000, 12_500)),
        "jpeg: 200 megapixels, progressive": (
            "picture",
            lambda: _grey("JPEG", 16_000, 12_500, progressive=True),
        ),
        "png: 50 megapixels": ("picture", lambda: _grey("PNG", 8_192, 6_144)),
        "png: 50 megapixels, 16 bits, see-through": ("picture", _deep_png),
        "png: two million chunks": ("picture", _chunks),
        "png: 50 megapixels with a profile": ("picture", _profiled),
        "gif: 300 blank frames": ("picture", lambda: _blank_frames("GIF", 3_000, 300)),
        "webp: 60 blank frames": ("picture", lambda: _blank_frames("WEBP", 4_000, 60)),
        "tiff: 50 megapixels of floats": ("picture", _floats),
        "tiff: 500 pages": ("picture", _pages),
        "tiff: heads of JPEGs": ("picture", _heads),
        "avif: 50 megapixels": ("picture", lambda: _grey("AVIF", 8_000, 6_400)),
        "heic: 50 megapixels": ("picture", lambda: _grey("HEIF", 8_000, 6_400)),
        "video: frames of 7,000²": ("film", lambda: _film(7_000, 7_000, 2)),
        "video: frames of 4K, many": ("film", lambda: _film(4_096, 2_304, 90)),
        "video: without a length": ("film", lambda: _film(1_280, 720, 6_000, "matroska")),
        "video: its frames larger than it says": ("film", _larger_frames),
        "video: a list of files": ("film", lambda: b"ffconcat version 1.0\nfile pin.txt\n"),
        "video: a session": ("film", _session),
        "video: a gif of 3,000 frames": ("film", lambda: _blank_frames("GIF", 400, 3_000)),
        "sound: a list of files": ("sound", lambda: b"ffconcat version 1.0\nfile a.wav\n"),
        "sound: a session": ("sound", _session),
        "sound: an hour": ("sound", _hour),
        "sound: eight channels": ("sound", _channels),
        "pdf: forms within forms": ("page", _forms),
        "pdf: three million paths": ("page", _paths),
        "pdf: shadings": ("page", _shadings),
        "pdf: a packed gigabyte": ("page", _packed),
        "pdf: a hundred thousand pages": ("document", _many_pages),
    }


def photo(width: int = 1_280, height: int = 960) -> bytes:
    """An ordinary photo, as Telegram sends it."""
    values = np.random.default_rng(1).integers(0, 255, (height // 8, width // 8, 3), np.uint8)
    return _saved(Image.fromarray(values).resize((width, height)), "JPEG", quality=87)


def _saved(image: Image.Image, form: str, **options: Any) -> bytes:
    if form == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def _grey(form: str, width: int, height: int, **options: Any) -> bytes:
    return _saved(Image.new("L", (width, height), 90), form, **options)


def _scans(count: int, width: int, height: int) -> bytes:
    data = _saved(Image.new("L", (width, height), 90), "JPEG", progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + scan * count + data[-2:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def _png(width: int, height: int, depth: int, colour: int, bytes_each: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    packing = zlib.compressobj(9)
    row = bytes(1 + width * bytes_each)
    rows = b"".join([*(packing.compress(row) for _ in range(height)), packing.flush()])
    chunks = _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _deep_png() -> bytes:
    return _png(8_192, 6_144, 16, 6, 8)


def _chunks() -> bytes:
    data = _grey("PNG", 100, 100)
    return data[:33] + _chunk(b"prVt", b"") * ((_MOST - len(data)) // 12) + data[33:]


def _profiled() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    other = profile.replace("sRGB".encode("utf-16-be"), "oRGB".encode("utf-16-be"))
    return _saved(Image.new("RGB", (8_192, 6_144), "red"), "PNG", icc_profile=other)


def _blank_frames(form: str, side: int, count: int) -> bytes:
    frames = [Image.new("P" if form == "GIF" else "RGB", (side, side), n % 2) for n in range(2)]
    more = [frames[(number + 1) % 2] for number in range(count - 1)]
    return _saved(frames[0], form, save_all=True, append_images=more, duration=20)


def _floats() -> bytes:
    image = Image.fromarray(np.zeros((6_144, 8_192), np.float32))
    return _saved(image, "TIFF", compression="tiff_adobe_deflate")


def _pages() -> bytes:
    page = Image.new("1", (3_500, 3_500))
    return _saved(page, "TIFF", compression="group4", save_all=True, append_images=[page] * 499)


def _heads() -> bytes:
    from PIL import TiffImagePlugin

    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[254] = 1
    head = _grey("JPEG", 8, 8)[:160]
    thumbnail = _saved(Image.new("RGB", (40, 30)), "TIFF", tiffinfo=tags)
    return thumbnail + head * ((_MOST - len(thumbnail)) // len(head))


def _film(width: int, height: int, frames: int, form: str = "mp4") -> bytes:
    file = io.BytesIO()
    options = {"live": "1"} if form == "matroska" else {}
    with av.open(file, "w", format=form, options=options) as out:
        stream: Any = out.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.thread_count = 1
        shown = [Image.new("RGB", (width, height), colour) for colour in ("red", "blue")]
        planes = [av.VideoFrame.from_image(image).reformat(format="yuv420p") for image in shown]
        for number in range(frames):
            frame = planes[number // 30 % 2]
            frame.pts, frame.time_base = number, Fraction(1, 30)
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return file.getvalue()


def _larger_frames() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="webm") as out:
        stream: Any = out.add_stream("libvpx", rate=10)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for _ in range(20):
            out.mux(stream.encode(av.VideoFrame.from_image(Image.new("RGB", (96, 64), "red"))))
        out.mux(stream.encode())
    begin = b"\x9d\x01\x2a"  # of a key frame; its width and height follow
    there = begin + struct.pack("<HH", 96, 64)
    return file.getvalue().replace(there, begin + struct.pack("<HH", 16_383, 16_383))


def _session() -> bytes:
    lines = ("v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0")
    return "\n".join((*lines, "m=video 45654 RTP/AVP 96", "a=rtpmap:96 H264/90000", "")).encode()


def _hour() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="ogg") as out:
        stream: Any = out.add_stream("libopus", rate=24_000, layout="mono")
        stream.bit_rate = 6_000
        second = av.AudioFrame.from_ndarray(np.zeros((1, 24_000), np.int16), "s16", "mono")
        second.sample_rate = 24_000
        for _ in range(3_600):
            second.pts = None
            out.mux(stream.encode(second))
        out.mux(stream.encode(None))
    return file.getvalue()


def _channels() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((8, 2, 192_000, 0, "NONE", ""))
        out.writeframes(bytes(_MOST - 1_000))
    return file.getvalue()


def _pdf(*objects: bytes) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return data + head + table + end % (len(objects) + 1, len(data))


def _stream(body: bytes, keys: bytes = b"") -> bytes:
    packed = zlib.compress(body, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), keys, packed)


def _one_page(content: bytes, resources: bytes, *more: bytes) -> bytes:
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>>>"
        % resources,
        content,
        *more,
    )


def _forms() -> bytes:
    """Each draws the next ten times: 10⁸ of them in 2 kB."""
    depth, forms = 8, []
    for number in range(depth):
        inner = b"/X Do " * 10 if number < depth - 1 else b"0 0 9 9 re f "
        keys = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>>>"
        forms.append(_stream(inner, keys % (6 + number)))
    return _one_page(_stream(b"/X Do " * 10), b"/XObject<</X 5 0 R>>", *forms)


def _paths() -> bytes:
    return _one_page(_stream(b"0 0 m 600 800 l S\n" * 3_000_000), b"")


def _shadings() -> bytes:
    shading = (
        b"<</ShadingType 1/ColorSpace/DeviceRGB/Domain[0 1 0 1]/Matrix[600 0 0 800 0 0]"
        b"/Function 6 0 R>>"
    )
    sums = b"{" + b" ".join([b"dup mul sin"] * 4_000) + b" dup dup 3 -1 roll}"
    function = (
        b"<</FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]/Length %d>>stream\n%s\nendstream"
    )
    content = _stream(b"/S sh\n" * 500)
    return _one_page(content, b"/Shading<</S 5 0 R>>", shading, function % (len(sums), sums))


def _packed() -> bytes:
    return _one_page(_stream(b" " * 1_000_000_000), b"")


def _many_pages() -> bytes:
    count = 100_000
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        *[page] * count,
    )
