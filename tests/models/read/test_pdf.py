"""PDF files: opened with all that can be wrong, drawn no larger than is sane, read."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from models.errors import DocumentBroken, DocumentLocked, DocumentTooHeavy
from models.media.image import MAX_BYTES
from models.read import pdf
from tests.data.reading.make import FOLDER


def of_pictures(*pages: Image.Image) -> bytes:
    """A PDF whose pages are pictures, as a scanner makes it."""
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return file.getvalue()


def test_a_scan_has_pages_to_look_at() -> None:
    page = Image.open(FOLDER / "clean" / "sign.png").convert("L")
    document = pdf.open_document(of_pictures(page, page))
    assert document.pages == 2
    assert pdf.text_of(document, 1) is None
    assert pdf.draw(document, 1).image.size == pytest.approx(page.size, abs=2)


def test_a_page_that_is_kilometres_wide_is_drawn_small() -> None:
    with pypdfium2.PdfDocument.new() as made:
        made.new_page(200_000_000, 100_000_000).close()
        file = io.BytesIO()
        made.save(file)
    assert max(pdf.draw(pdf.open_document(file.getvalue()), 0).image.size) <= 2400


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7 and then nothing"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentBroken):
        pdf.open_document(data)


def test_a_locked_file_is_told_from_a_damaged_one() -> None:
    """Locked by hand: no password opens it, the empty one neither."""
    lock = b"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
    page = Image.open(FOLDER / "clean" / "sign.png").convert("L")
    data = of_pictures(page).replace(b"trailer\n<<", b"trailer\n<<" + lock % (b"0" * 64, b"1" * 64))
    assert b"/Encrypt" in data
    with pytest.raises(DocumentLocked):
        pdf.open_document(data)


def test_a_heavy_file_is_refused_unopened() -> None:
    with pytest.raises(DocumentTooHeavy):
        pdf.open_document(b"%PDF" + bytes(MAX_BYTES))


def test_a_pages_own_text_is_believed_where_it_is_latin() -> None:
    assert pdf.is_sane("Dear customer, your bill is 1,260 taka. Pay by 30 November.")
    # Chromium's own PDF of দুপুর ১টা পর্যন্ত; SutonnyMJ's code for আমার সোনার বাংলা.
    assert not pdf.is_sane("Dear customer, দুপুদু রপু ১টা পর্যন্ত")
    assert not pdf.is_sane("Avgvi †mvbvi evsjv Avwg †Zvgvq fvjevwm")
    assert not pdf.is_sane("page 1")
