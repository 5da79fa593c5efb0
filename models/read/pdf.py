"""PDF files as they are seen: pages drawn by pypdfium2, and the part of their own text that shows.

A page's text layer says what a program meant, not what is seen: recognised text lies unseen over a
scan, a sentence is white on white, a stamp stands under a letter that is a picture. So a page is
drawn twice, with its text and without. A line is believed where its letters make a difference;
it is then painted out, and what is left of the page is read as a picture.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from models.errors import DocumentBroken, DocumentLocked, DocumentTooHeavy
from models.media.image import MAX_BYTES
from models.read import pdf_forms, pdf_text
from models.values import Document, Page, Picture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from models.read.pdf_text import Box

    Pixels = NDArray[np.uint8]

_DOTS_PER_INCH = 200
_LONGEST = 2400
"""Pixels of a drawn page's longer side at most: a page may call itself kilometres wide."""
_LONG, _LONGEST_STRIP = 2.5, 16_000
"""How many times longer than wide a strip is, and pixels of its length at most."""
_PARTS = 7
"""Pictures of one page at most: the sandbox answers with no more."""
_PASSWORD = 4
"""pdfium's FPDF_ERR_PASSWORD."""
_SEEN = 40
"""By how much a letter changes the page to be seen, of 255: pale grey is meant to be read."""
_AGREES = 0.9
"""Share of a line's letters that must make a difference."""
_AROUND = 13
"""Rows around a cut that are empty, where there are such."""
_INK = 30
"""Pixels that differ from the paper from which a page is looked at."""


def open_document(data: bytes) -> Document:
    """How many pages it has. Raises `DocumentBroken`, `DocumentLocked`, `DocumentTooHeavy`."""
    if len(data) > MAX_BYTES:
        raise DocumentTooHeavy(megabytes=math.ceil(len(data) / 1024 / 1024))
    with _opened(data) as document:
        pages = len(document)
    if not pages:
        raise DocumentBroken("a PDF without pages")
    return Document(data, pages)


def page_of(document: Document, number: int) -> tuple[Page, tuple[Picture, ...]]:
    """The page's own text where it is seen, and the rest as pictures, one below the other.

    Boxes are in pixels of the whole page as drawn, at 200 dots an inch or less. No picture where
    nothing else is on it. Raises `DocumentBroken`.
    """
    with _opened(document.data) as opened:
        opened.init_forms()
        page = opened[number]
        page.set_rotation((page.get_rotation() + pdf_text.turn_of(page)) % 360)
        scale = _scale(*page.get_size())
        seen = _drawn(page, scale)
        size = seen.shape[1], seen.shape[0]
        lines = pdf_text.lines_of(page, size)
        filled = pdf_forms.filled_in(page, opened.formenv, size)
        remarks, notes = pdf_forms.remarks_of(page, size)
        kept, rest = [*filled, *remarks], seen
        if lines or kept:
            pdf_text.hide(page)
            bare = _drawn(page, scale, marks=False)
            change = _change(seen, bare)
            believable = [each for each in lines if each.believable]
            shown = [each.line for each in believable if _agrees(change, each.letters)]
            rest = seen.copy()
            for line in (*shown, *kept):
                x0, y0, x1, y1 = _within(line.box, size, 2)
                rest[y0:y1, x0:x1] = bare[y0:y1, x0:x1]
            kept = [*pdf_forms.beside(shown, filled), *remarks]
    digest = hashlib.sha256(document.data + b"#%d" % number).hexdigest()
    return Page((*kept, *notes)), tuple(_pictures(rest, digest))


def _drawn(page: Any, scale: float, marks: bool = True) -> Pixels:
    """The page's pixels; marks: with remarks and the fields of its form."""
    import numpy as np

    image = page.render(scale=scale, may_draw_forms=marks, draw_annots=marks).to_pil()
    return np.asarray(image.convert("RGB"))


def _scale(width: float, height: float) -> float:
    short, long = sorted((max(width, 1.0), max(height, 1.0)))
    if long <= _LONG * short:
        return min(_DOTS_PER_INCH / 72, _LONGEST / long)
    return min(_DOTS_PER_INCH / 72, _LONGEST / short, _LONGEST_STRIP / long)


def _change(seen: Pixels, bare: Pixels) -> NDArray[np.bool_]:
    """Where the text makes a difference."""
    import numpy as np
    from PIL import Image, ImageChops

    both = ImageChops.difference(Image.fromarray(seen), Image.fromarray(bare))
    red, green, blue = (np.asarray(band) > _SEEN for band in both.split())
    return red | green | blue


def _agrees(change: NDArray[np.bool_], letters: Sequence[Box]) -> bool:
    """Whether nearly all letters of a line change what is seen where they stand."""
    size = change.shape[1], change.shape[0]
    seen = 0
    for box in letters:
        x0, y0, x1, y1 = _within(box, size, 1)
        seen += bool(change[y0:y1, x0:x1].any())
    return seen >= _AGREES * len(letters)


def _within(box: Box, size: tuple[int, int], more: int) -> tuple[int, int, int, int]:
    """The box in whole pixels of the page, with so many more around it."""
    width, height = size
    x0, y0, x1, y1 = box
    return (
        max(0, min(width, math.floor(x0) - more)),
        max(0, min(height, math.floor(y0) - more)),
        max(0, min(width, math.ceil(x1) + more)),
        max(0, min(height, math.ceil(y1) + more)),
    )


def _pictures(rest: Pixels, digest: str) -> Iterator[Picture]:
    """What is left to read, a strip cut between its lines; nothing of an empty page."""
    import numpy as np
    from PIL import Image

    image = Image.fromarray(rest)
    # White on colour counts as well: what differs from most of the page in any way is ink.
    grey = np.asarray(image.convert("L"))
    paper = int(np.bincount(grey.ravel(), minlength=256).argmax())
    ink = (grey > paper + _SEEN) | (grey < paper - _SEEN)
    if ink.sum() < _INK:
        return
    height, width = grey.shape
    if height <= _LONG * width:
        yield Picture(image, digest)
        return
    part = max(_LONGEST, math.ceil(height / (_PARTS * 0.8)))
    near_ink = np.convolve(ink.any(axis=1), np.ones(_AROUND), "same") > 0
    empty = np.flatnonzero(~near_ink)
    top = 0
    while top < height:
        end = height
        if height - top > part:
            # Where no row is empty, it is a picture, and cut anywhere.
            near = empty[(empty > top + part * 0.8) & (empty <= top + part)]
            end = int(near[-1]) if len(near) else top + part
        yield Picture(Image.fromarray(rest[top:end]), f"{digest}-{top}")
        top = end


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
