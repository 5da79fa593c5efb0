"""PDF files as pictures of their pages, by pypdfium2."""

from __future__ import annotations

import hashlib

from models.abilities import Document, Picture
from models.errors import DocumentBroken

_DOTS_PER_INCH = 200


def open_document(data: bytes) -> Document:
    """How many pages it has. Raises `DocumentBroken`, `DocumentLocked`, `DocumentTooHeavy`."""
    import pypdfium2  # noqa: PLC0415 - a compiled library

    try:
        with pypdfium2.PdfDocument(data) as document:
            return Document(data, len(document))
    except pypdfium2.PdfiumError as error:
        raise DocumentBroken(str(error)) from error


def draw(document: Document, number: int) -> Picture:
    """The page as a picture at 200 dots an inch. Raises `DocumentBroken`."""
    import pypdfium2  # noqa: PLC0415

    with pypdfium2.PdfDocument(document.data) as opened:
        image = opened[number].render(scale=_DOTS_PER_INCH / 72).to_pil().convert("RGB")
    digest = hashlib.sha256(document.data + b"#%d" % number).hexdigest()
    return Picture(image, digest)
