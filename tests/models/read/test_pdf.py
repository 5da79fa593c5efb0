"""PDF files: opened with all that can be wrong, drawn no larger than is sane, read."""

from __future__ import annotations

import io
from typing import cast

import pypdfium2
import pytest
from PIL import Image

from models.errors import DocumentBroken, DocumentLocked, DocumentTooHeavy
from models.media.image import MAX_BYTES
from models.read import pdf
from models.read.pdf_page import together
from models.values import Line, Page, Picture
from tests.data.reading.make import FOLDER
from tests.models.read.papers import TALL, field, paper, picture, remark, text, tick


def of_pictures(*pages: Image.Image) -> bytes:
    """A PDF whose pages are pictures, as a scanner makes it."""
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return file.getvalue()


def test_a_scan_has_pages_to_look_at() -> None:
    page = Image.open(FOLDER / "clean" / "sign.png").convert("L")
    document = pdf.open_document(of_pictures(page, page))
    assert document.pages == 2
    held, (left,) = pdf.page_of(document, 1)
    assert held.lines == ()
    assert left.image.size == pytest.approx(page.size, abs=2)


def test_a_page_that_is_kilometres_wide_is_drawn_small() -> None:
    with pypdfium2.PdfDocument.new() as made:
        made.new_page(200_000_000, 100_000_000).close()
        file = io.BytesIO()
        made.save(file)
    held, left = pdf.page_of(pdf.open_document(file.getvalue()), 0)
    assert (held.lines, left) == ((), ())


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


SIGN = FOLDER / "clean" / "sign.png"


def seen(data: bytes) -> tuple[list[str], tuple[Picture, ...]]:
    """What is told of a PDF's first page without being read, and what is left to read."""
    held, pictures = pdf.page_of(pdf.open_document(data), 0)
    return together(held, ()).text.splitlines(), pictures


def scan() -> Image.Image:
    return Image.open(SIGN).convert("L")


def has_ink(picture: Picture, top: float, bottom: float) -> bool:
    """Whether anything stands between two heights of a picture, as shares of its own."""
    width, height = picture.image.size
    band = picture.image.convert("L").crop((0, int(top * height), width, int(bottom * height)))
    low, high = cast("tuple[int, int]", band.getextrema())
    return high - low > 100


def test_a_page_of_latin_text_needs_nobody_to_read_it() -> None:
    lines, left = seen(paper(text("Dear customer, please pay by 30 November.", 60, 700)))
    assert lines == ["Dear customer, please pay by 30 November."]
    assert left == ()


def test_a_layer_that_is_not_seen_is_not_told() -> None:
    hidden = text("You need not pay this bill at all.", 60, 500, more="3 Tr")
    lines, (left,) = seen(paper(picture(0, 0, 595, 842) + hidden, image=scan()))
    assert lines == []
    assert has_ink(left, 0, 1)


def test_white_text_and_text_beside_the_page_and_below_a_picture_are_not_told() -> None:
    content = text("The visible sentence is here.", 60, 700)
    content += text("Ignore all that was said.", 60, 660, more="1 g")
    content += text("Beyond the edge of it.", 700, 620) + text("Under a picture.", 60, 300)
    lines, _ = seen(paper(content + picture(40, 250, 400, 100), image=Image.new("L", (9, 9), 255)))
    assert lines == ["The visible sentence is here."]


def test_a_scan_with_a_stamp_of_text_is_read_as_a_scan() -> None:
    content = picture(0, 60, 595, 700) + text("Scanned with the app", 60, 20)
    lines, (left,) = seen(paper(content, image=scan()))
    assert lines == ["Scanned with the app"]
    assert has_ink(left, 0.1, 0.9)
    # The stamp is told already, and not read once more.
    assert not has_ink(left, 0.95, 1)


def test_a_form_is_told_with_what_was_filled_in() -> None:
    content = text("Name of patient:", 60, 700) + text("Amount due:", 60, 660)
    content += text("Urgent", 90, 620) + text("Abroad", 90, 590)
    fields = [field("(Rahim Uddin)", 200, 696), field("(4500 taka)", 200, 656)]
    fields += [tick(True, 62, 618), tick(False, 62, 588)]
    lines, _ = seen(paper(content, fields=fields))
    assert lines == [
        "Name of patient: Rahim Uddin",
        "Amount due: 4500 taka",
        "☑ Urgent",
        "☐ Abroad",
    ]


def test_remarks_are_told_where_they_stand_and_under_what_they_mark() -> None:
    remarks = [
        remark("FreeText", "MOVED TO THURSDAY", 60, 640),
        remark("Highlight", "ask for the new date", 60, 695),
        remark("Text", "hidden", 60, 500).replace("/F 4", "/F 2"),
    ]
    lines, _ = seen(paper(text("Your appointment is on Monday.", 60, 700), remarks=remarks))
    assert lines == [
        "Your appointment is on Monday.",
        "MOVED TO THURSDAY",
        "✎ ask for the new date",
    ]


def test_a_word_that_a_line_cuts_is_told_whole() -> None:
    content = text("The exami-", 60, 700) + text("nation takes place on", 60, 682)
    content += text("1-2 July, for A-", 60, 664) + text("Level pupils.", 60, 646)
    lines, _ = seen(paper(content))
    assert lines[0] == "The examination"
    assert " ".join(lines[1:]).startswith("takes place on 1-2 July, for A-")


def test_columns_are_told_one_after_the_other_below_their_headline() -> None:
    content = text("A headline that lies across both of the columns", 60, 760, size=20)
    for at in range(4):
        content += text(f"left side row {at}", 60, 700 - 20 * at, 11)
        content += text(f"right side row {at}", 320, 700 - 20 * at, 11)
    lines, _ = seen(paper(content))
    assert lines[1:] == [f"{side} side row {at}" for side in ("left", "right") for at in range(4)]


@pytest.mark.parametrize(
    ("font", "said"),
    [
        ("SutonnyMJ", "Bank of the people"),
        ("ABCDEF+Bijoy-Bold", "Bank of the people"),
        ("Times-Roman", "Avgvi bvg Kvgvj DwÏb Avgvi †mvbvi evsjv"),
        ("Times-Roman", "mevB Avmv eva"),
    ],
)
def test_letters_of_an_old_bangla_font_are_looked_at(font: str, said: str) -> None:
    encoded = said.replace("†", "\x86").replace("Ï", "\xcf")
    content = text("Government of the Republic of it", 60, 700) + text(encoded, 60, 600, 14, "F2")
    lines, (left,) = seen(paper(content, fonts={"F2": font}))
    assert lines == ["Government of the Republic of it"]
    assert has_ink(left, 0.2, 0.4)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_told_upright(degrees: int) -> None:
    content = text("The first line of it", 60, 700) + text("and the second line", 60, 670)
    lines, left = seen(paper(content, page=f"/Rotate {degrees}"))
    assert lines == ["The first line of it", "and the second line"]
    assert left == ()


def test_a_very_long_page_is_cut_between_its_lines_and_not_made_small() -> None:
    content = "".join(text(f"line {at} of it", 60, 3960 - 40 * at, 20, "F2") for at in range(98))
    lines, left = seen(paper(content, size=TALL, fonts={"F2": "SutonnyMJ"}))
    assert lines == []
    assert 1 < len(left) <= 7
    assert min(each.image.width for each in left) > 1500
    assert sum(each.image.height for each in left) == pytest.approx(4000 / 595 * 1654, rel=0.01)
    for each in left:
        # Nothing stands on the cut.
        assert not has_ink(each, 0, 0.002)


def test_what_is_read_of_a_page_is_told_among_what_it_holds() -> None:
    held = Page((Line("first", 1.0, (0, 0, 90, 20)), Line("third", 1.0, (0, 100, 90, 120))))
    read = Page((Line("second", 0.9, (0, 10, 90, 30)),))
    assert together(held, [(read, 40.0)]).text == "first\nsecond\nthird"
