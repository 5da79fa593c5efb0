"""Sound PDF files of every kind that the bot takes, written by hand."""

from __future__ import annotations

import hashlib
import io
import time
import zlib
from collections.abc import Sequence

from PIL import Image, ImageDraw

_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 97 61]/Contents %d 0 R/Resources<<%s>>>>"
_FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
_WORDS = b"BT /F1 6 Tf 4 40 Td (Dear customer, your bill is 1,260 taka.) Tj ET"
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def documents() -> dict[str, bytes]:
    """Files by the names of their kinds."""
    words = _stream(_WORDS)
    return {
        "pdf-text": _pdf([_page(words)]),
        "pdf-packed": _pdf([_page(_stream(zlib.compress(_WORDS), b"/Filter/FlateDecode"))]),
        "pdf-pages": _pdf([_page(words)] * 40),
        "pdf-scan": _scan(),
        "pdf-form": _pdf(
            [_page(words, b"/Annots[3 0 R]")], [_FIELD], b"/AcroForm<</Fields[3 0 R]>>"
        ),
        "pdf-xref-stream": _with_xref_stream(),
        "pdf-locked": _locked(_WORDS, b"secret"),
        "pdf-encrypted": _locked(_WORDS, b""),
        "pdf-bomb": _pdf(
            [_page(_stream(zlib.compress(b" " * 60_000_000, 9), b"/Filter/FlateDecode"))]
        ),
        "pdf-huge-picture": _pdf([_page(_inline(), b"")]),
        "pdf-in-itself": _pdf([_page(_stream(b"/X Do"), b"", b"/XObject<</X 5 0 R>>")]),
    }


_FIELD = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Rahima)/Rect[4 4 60 20]/DA(/F1 6 Tf)>>"


def _stream(body: bytes, keys: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(body), keys, body)


def _inline() -> bytes:
    """A picture that calls itself 30,000 by 30,000."""
    return _stream(b"97 0 0 61 0 0 cm BI /W 30000 /H 30000 /BPC 8 /CS /G ID \0\0\0\0 EI")


def _page(content: bytes, keys: bytes = b"", resources: bytes = _FONT) -> tuple[bytes, ...]:
    return content, keys, resources


def _objects(
    pages: Sequence[tuple[bytes, ...]], more: Sequence[bytes] = (), catalog: bytes = b""
) -> list[bytes]:
    first = 3 + len(more)
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        *more,
    ]
    for content, keys, resources in pages:
        page = _PAGE % (len(objects) + 2, resources)
        objects += [page[:-2] + keys + b">>", content]
    return objects


def _pdf(
    pages: Sequence[tuple[bytes, ...]],
    more: Sequence[bytes] = (),
    catalog: bytes = b"",
    trailer: bytes = b"",
) -> bytes:
    objects = _objects(pages, more, catalog)
    data, places = _body(objects)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    data_end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF"
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return data + head + table + data_end % (size, trailer, len(data))


def _body(objects: Sequence[bytes]) -> tuple[bytes, list[int]]:
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return data, places


def _with_xref_stream() -> bytes:
    """As newer programs write it: the table is a packed stream."""
    objects = _objects([_page(_stream(_WORDS))])
    data, places = _body(objects)
    rows = b"\0\0\0\0" + b"".join(b"\1" + place.to_bytes(3) for place in [*places, len(data)])
    keys = b"/Type/XRef/W[1 3 0]/Root 1 0 R/Size %d/Filter/FlateDecode" % (len(objects) + 2)
    table = b"%d 0 obj\n%s\nendobj\n" % (len(objects) + 1, _stream(zlib.compress(rows), keys))
    return data + table + b"startxref\n%d\n%%%%EOF" % len(data)


def _scan() -> bytes:
    page = Image.new("RGB", (270, 170), "white")
    ImageDraw.Draw(page).text((20, 60), "Paracetamol 500 mg", fill="black", font_size=24)
    file = io.BytesIO()
    then = time.gmtime(0)
    page.save(file, "PDF", resolution=200, creationDate=then, modDate=then)
    return file.getvalue()


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _locked(words: bytes, password: bytes) -> bytes:
    """PDF 1.7, 7.6: the oldest way, 40 bits; an empty password opens by itself."""
    padded = (password + _PADDING)[:32]
    owner = _rc4(_md5(padded)[:5], padded)
    rights = (-4).to_bytes(4, "little", signed=True)
    key = _md5(padded + owner + rights + b"id")[:5]
    user = _rc4(key, _PADDING)
    # The content is object 4.
    content = _rc4(_md5(key + b"\4\0\0\0\0")[:10], words)
    lock = b"/ID[<6964><6964>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>"
    trailer = lock % (owner.hex().encode(), user.hex().encode())
    return _pdf([_page(_stream(content))], trailer=trailer)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()
