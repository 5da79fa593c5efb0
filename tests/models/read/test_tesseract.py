"""Reading with Tesseract: the committed pages, whichever way up, and pictures without writing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from models.errors import ReadingSlow, WritingUnknown
from models.media.image import open_picture
from models.read import tesseract
from models.read.tesseract import TesseractReader, data_folder
from models.values import Picture
from tests.bot.pictures import photo, scene
from tests.data.reading.make import FOLDER, sheets
from tests.models.read.rate import error_rate

PHOTOS = FOLDER.parent / "photos"
TEXTS = {sheet.name: sheet.text for sheet in sheets()}


@pytest.fixture(scope="module")
def reader() -> Iterator[TesseractReader]:
    made = TesseractReader(("ben", "eng"))
    yield made
    made.close()


def picture(path: Path) -> Picture:
    return open_picture(path.read_bytes())


@pytest.mark.parametrize("name", ["notice-power", "label-medicine"])
def test_clean_pages_are_read(reader: TesseractReader, name: str) -> None:
    page = reader.read(picture(FOLDER / "clean" / f"{name}.png"))
    assert error_rate(page.text, TEXTS[name]) <= 0.03


@pytest.mark.parametrize("name", ["notice-clinic", "sign", "columns"])
def test_photographed_pages_are_read_whichever_way_up(reader: TesseractReader, name: str) -> None:
    """The page stands upright, upside down (in columns) and on its side."""
    page = reader.read(picture(FOLDER / "photo" / f"{name}.jpg"))
    assert error_rate(page.text, TEXTS[name]) <= 0.08


def test_a_page_is_levelled_where_no_edge_of_paper_shows_how(reader: TesseractReader) -> None:
    seen = picture(FOLDER / "clean" / "notice-clinic.png").image
    slanting = seen.rotate(8, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    page = reader.read(Picture(slanting, "slanting"))
    assert error_rate(page.text, TEXTS["notice-clinic"]) <= 0.03


def test_a_line_has_its_place_on_the_photo_that_was_sent(reader: TesseractReader) -> None:
    """Of a page upside down the first line lies lowest."""
    seen = picture(FOLDER / "clean" / "notice-clinic.png")
    turned = Picture(seen.image.transpose(Image.Transpose.ROTATE_180), "turned")
    upright, over = reader.read(seen).lines[0].box, reader.read(turned).lines[0].box
    width, height = seen.image.size
    mirrored = (width - over[2], height - over[3], width - over[0], height - over[1])
    assert mirrored == pytest.approx(upright, abs=12)
    assert upright[3] < height / 3


def test_nothing_is_read_where_nothing_is_written(reader: TesseractReader) -> None:
    cat = picture(PHOTOS / "chelsea.jpg")
    drawn = [open_picture(photo(scene(seed, 1 + seed % 2))) for seed in (1, 11)]
    narrow = Picture(Image.new("RGB", (2400, 1), "white"), "narrow")
    assert [reader.read(seen).lines for seen in (cat, *drawn, narrow)] == [(), (), (), ()]


def test_a_page_that_takes_too_long_is_given_up(
    reader: TesseractReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "LIMIT", 0.2)
    with pytest.raises(ReadingSlow):
        reader.read(picture(FOLDER / "clean" / "notice-clinic.png"))


def test_a_language_that_is_not_there_is_named() -> None:
    with pytest.raises(WritingUnknown) as raised:
        data_folder(("ben", "klingon"))
    assert raised.value.arguments == {"languages": "ben+klingon"}
