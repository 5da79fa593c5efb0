"""Reading pictures: the committed pages, whichever way up, in any colours, and none at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.errors import ReadingSlow, WritingUnknown
from models.media.image import open_picture
from models.read import reader as reading
from models.read.reader import PageReader
from models.read.tesseract import data_folder
from models.values import Picture
from tests.bot.pictures import packed, photo, scene
from tests.data.reading.make import FOLDER, sheets
from tests.models.read.rate import error_rate

PHOTOS = FOLDER.parent / "photos"
TEXTS = {sheet.name: sheet.text for sheet in sheets()}
GREEN, PINK, WHITE, BLACK = (37, 211, 102), (226, 19, 110), (255, 255, 255), (0, 0, 0)


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    made = PageReader(("ben", "eng"))
    yield made
    made.close()


def picture(path: Path) -> Picture:
    return open_picture(path.read_bytes())


def page(name: str, ink: tuple[int, ...] = BLACK, ground: tuple[int, ...] = WHITE) -> Image.Image:
    """A clean page in these colours."""
    drawn = np.asarray(picture(FOLDER / "clean" / f"{name}.png").image.convert("L"))
    share = drawn[..., None] / np.float32(255)
    seen = share * np.float32(ground) + (1 - share) * np.float32(ink)
    return Image.fromarray(seen.astype(np.uint8))


def below(*parts: Image.Image, ground: tuple[int, ...] = WHITE) -> Image.Image:
    """The parts one below the other."""
    size = max(part.width for part in parts), sum(part.height for part in parts)
    whole, down = Image.new("RGB", size, ground), 0
    for part in parts:
        whole.paste(part, (0, down))
        down += part.height
    return whole


def read(reader: PageReader, image: Image.Image) -> str:
    return reader.read(Picture(image, "drawn")).text


@pytest.mark.parametrize("name", ["notice-power", "label-medicine"])
def test_clean_pages_are_read(reader: PageReader, name: str) -> None:
    assert error_rate(read(reader, page(name)), TEXTS[name]) <= 0.03


@pytest.mark.parametrize("name", ["notice-clinic", "sign", "columns"])
def test_photographed_pages_are_read_whichever_way_up(reader: PageReader, name: str) -> None:
    """The page stands upright, upside down (in columns) and on its side."""
    seen = reader.read(picture(FOLDER / "photo" / f"{name}.jpg"))
    assert error_rate(seen.text, TEXTS[name]) <= 0.08


def test_a_page_is_read_though_it_slants(reader: PageReader) -> None:
    slanting = page("notice-clinic").rotate(
        8, Image.Resampling.BICUBIC, expand=True, fillcolor="white"
    )
    assert error_rate(read(reader, slanting), TEXTS["notice-clinic"]) <= 0.03


@pytest.mark.parametrize("ground", [GREEN, PINK])
def test_white_letters_on_a_colour_are_read(
    reader: PageReader, ground: tuple[int, int, int]
) -> None:
    drawn = page("notice-clinic", ink=WHITE, ground=ground)
    assert error_rate(read(reader, drawn), TEXTS["notice-clinic"]) <= 0.03


def test_white_letters_on_a_clear_ground_are_read(reader: PageReader) -> None:
    """A sticker of white letters with nothing behind them."""
    letters = page("notice-clinic", ink=WHITE, ground=BLACK).convert("L")
    clear = Image.new("RGBA", letters.size, (255, 255, 255, 0))
    clear.putalpha(letters)
    seen = open_picture(packed(clear, "PNG"))
    assert error_rate(reader.read(seen).text, TEXTS["notice-clinic"]) <= 0.03


def test_both_halves_of_a_picture_half_dark_are_read(reader: PageReader) -> None:
    names = ("notice-clinic", "label-soap")
    drawn = below(page(names[0]), page(names[1], ink=WHITE, ground=(20, 22, 30)))
    assert error_rate(read(reader, drawn), "\n".join(TEXTS[name] for name in names)) <= 0.03


def test_the_coloured_head_of_a_receipt_is_read_too(reader: PageReader) -> None:
    drawn = below(page("sign", ink=WHITE, ground=PINK), page("bill"))
    assert error_rate(read(reader, drawn), f"{TEXTS['sign']}\n{TEXTS['bill']}") <= 0.03


def test_a_tall_picture_is_read_to_its_end(
    reader: PageReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ninety-odd lines, a chat's length, in strips that overlap; none is read twice or lost."""
    monkeypatch.setattr(reading, "LIMIT", 300.0)
    names = ["notice-clinic", "notice-power", "letter", "label-soap"] * 4
    drawn = below(*(page(name) for name in names))
    assert drawn.height > 6 * drawn.width
    assert error_rate(read(reader, drawn), "\n".join(TEXTS[name] for name in names)) <= 0.03


def test_a_line_longer_than_a_strip_is_read_whole(reader: PageReader) -> None:
    """A wide picture is searched in strips, too: a sign in a panorama, cut by their edges."""
    sign = page("notice-power").crop((0, 60, 700, 140))
    wide = Image.new("RGB", (sign.width * 5, sign.height + 400), "white")
    for at in range(5):
        wide.paste(sign, (at * sign.width, 200))
    text = read(reader, wide)
    assert text.count(TEXTS["notice-power"].split("\n")[0]) == 5


def test_a_line_has_its_place_on_the_photo_that_was_sent(reader: PageReader) -> None:
    """Of a page upside down the first line lies lowest."""
    seen = picture(FOLDER / "clean" / "notice-clinic.png")
    turned = Picture(seen.image.transpose(Image.Transpose.ROTATE_180), "turned")
    upright, over = reader.read(seen).lines[0].box, reader.read(turned).lines[0].box
    width, height = seen.image.size
    mirrored = (width - over[2], height - over[3], width - over[0], height - over[1])
    assert mirrored == pytest.approx(upright, abs=12)
    assert upright[3] < height / 3


def test_nothing_is_read_where_nothing_is_written(reader: PageReader) -> None:
    cat = picture(PHOTOS / "chelsea.jpg")
    drawn = [open_picture(photo(scene(seed, 1 + seed % 2))) for seed in (1, 11)]
    narrow = Picture(Image.new("RGB", (2400, 1), "white"), "narrow")
    assert [reader.read(seen).lines for seen in (cat, *drawn, narrow)] == [(), (), (), ()]


def test_a_page_is_read_without_the_line_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not installed, or its weights are damaged."""

    def damaged() -> None:
        raise ImportError("rapidocr")

    monkeypatch.setattr(reading, "PPOCR", damaged)
    made = PageReader(("ben", "eng"))
    assert error_rate(read(made, page("notice-power")), TEXTS["notice-power"]) <= 0.1
    made.close()


def test_a_page_that_takes_too_long_is_given_up(
    reader: PageReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LIMIT", 0.0)
    with pytest.raises(ReadingSlow):
        read(reader, page("notice-clinic"))


def test_a_language_that_is_not_there_is_named() -> None:
    with pytest.raises(WritingUnknown) as raised:
        data_folder(("ben", "klingon"))
    assert raised.value.arguments == {"languages": "ben+klingon"}
