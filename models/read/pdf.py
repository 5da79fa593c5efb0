"""PDF files as pictures of their pages, and the text that they hold, by pypdfium2."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from models.errors import DocumentBroken, DocumentLocked, DocumentTooHeavy
from models.media.image import MAX_BYTES
from models.values import Document, Line, Page, Picture

_DOTS_PER_INCH = 200
_LONGEST = 2400
"""Pixels of a drawn page's longer side at most: a page may call itself kilometres wide."""
_PASSWORD = 4
"""pdfium's FPDF_ERR_PASSWORD."""


def open_document(data: bytes) -> Document:
    """How many pages it has. Raises `DocumentBroken`, `DocumentLocked`, `DocumentTooHeavy`."""
    if len(data) > MAX_BYTES:
        raise DocumentTooHeavy(megabytes=math.ceil(len(data) / 1024 / 1024))
    with _opened(data) as document:
        pages = len(document)
    if not pages:
        raise DocumentBroken("a PDF without pages")
    return Document(data, pages)


def draw(document: Document, number: int) -> Picture:
    """The page as a picture at 200 dots an inch, 2,400 pixels at most. Raises `DocumentBroken`."""
    with _opened(document.data) as opened:
        page = opened[number]
        longest = max(*page.get_size(), 1.0)
        scale = min(_DOTS_PER_INCH / 72, _LONGEST / longest)
        image = page.render(scale=scale).to_pil().convert("RGB")
    digest = hashlib.sha256(document.data + b"#%d" % number).hexdigest()
    return Picture(image, digest)


def text_of(document: Document, number: int) -> Page | None:
    """What the page itself says is written on it, where that can be believed; None to look at it.

    Boxes are the whole page, in pixels as drawn. Scanned pages hold no text. What pages hold of
    Bangla is the order of their glyphs: Chromium's own PDF of "দুপুর" gives "দুপুদু রপু", so that
    Tesseract reads Bangla better than the page knows it.
    """
    with _opened(document.data) as opened:
        page = opened[number]
        width, height = page.get_size()
        scale = min(_DOTS_PER_INCH / 72, _LONGEST / max(width, height, 1.0))
        text = page.get_textpage().get_text_bounded()
    lines = [" ".join(line.split()) for line in text.splitlines()]
    whole = "\n".join(line for line in lines if line)
    if not is_sane(whole):
        return None
    box = (0.0, 0.0, width * scale, height * scale)
    return Page(tuple(Line(line, 1.0, box) for line in whole.splitlines()))


def is_sane(text: str) -> bool:
    """Whether a page's own text can be read out: some words, in the Latin script alone.

    Old Bangla fonts keep their letters in the places of Latin ones: such words have few vowels.
    """
    written = [letter for letter in text if not letter.isspace()]
    if len(written) < 20:
        return False
    known = sum(letter.isascii() or letter in "–—‘’“”•…€£৳©®°" for letter in written)
    words = [word for word in text.split() if word.isascii() and word.isalpha() and len(word) > 2]
    sound = sum(any(letter in "aeiouyAEIOUY" for letter in word) for word in words)
    return known >= 0.98 * len(written) and bool(words) and sound >= 0.8 * len(words)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2  # a compiled library

    try:
        with pypdfium2.PdfDocument(data) as document:
            yield document
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise DocumentLocked("it asks for a password") from error
        raise DocumentBroken(str(error)) from error
