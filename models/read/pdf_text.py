"""A PDF page's own text: its lines, where each letter stands, and which fonts can be believed."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models.values import Line

Box = tuple[float, float, float, float]

HYPHEN = "\u00ad"
"""A word's hyphen at the end of a line, as pdfium finds it."""
_HYPHENS = {0x02: HYPHEN, 0xFFFE: HYPHEN}
_MOST = 30_000
"""Letters of a page: who holds more than a newspaper hides something."""
_APART = 1.5
"""Heights of a line that lie between two columns, or two cells of a table."""
_SIGNS = "–—‘’“”•…€£¥§©®™°±×÷·½¼¾«»¡¿" + HYPHEN
# What keeps Bangla letters in the places of Latin ones. SutonnyOMJ and Nikosh are Unicode.
_LEGACY = re.compile(r"(?<!O)MJ\b|sutonnye?mj|bijoy|boishakhi|proshika|moina", re.IGNORECASE)
_CAPITAL_INSIDE = re.compile(r"[a-z][A-Z]")


@dataclass(frozen=True)
class TextLine:
    """A line of the text layer. letters: where each one stands; believable: what its fonts call
    its letters is what they look like, as far as that can be told from the text alone."""

    line: Line
    letters: tuple[Box, ...]
    believable: bool


@dataclass(frozen=True)
class _Letter:
    text: str
    box: Box
    font: str


def lines_of(page: Any, size: tuple[int, int]) -> list[TextLine]:
    """The lines of a pypdfium2 page, in no order. size: of the page as drawn, in pixels."""
    letters = list(_letters(page, size))
    fonts: dict[str, list[str]] = {}
    for each in letters:
        if each is not None:
            fonts.setdefault(each.font, []).append(each.text)
        else:
            for spaced in fonts.values():
                spaced.append(" ")
    sound = {font for font, of in fonts.items() if is_sound(font, "".join(of))}
    return [_line(each, sound) for each in _rows(letters)]


def is_sound(font: str, text: str) -> bool:
    """Whether a font's letters are what they are called, by its name and all its text on a page.

    Only Latin ones: of Bangla a page holds the order of its glyphs. Chromium's own PDF of "দুপুর"
    gives "দুপুদু রপু". Old Bangla fonts keep their letters in the places of Latin ones: "আমার সোনার
    বাংলা" is "Avgvi †mvbvi evsjv". Such words have few vowels, capitals inside, and many a "v".
    """
    if _LEGACY.search(font):
        return False
    written = [letter for letter in text if not letter.isspace()]
    known = sum(
        (letter.isascii() and letter.isprintable()) or letter in _SIGNS for letter in written
    )
    if known < 0.98 * len(written):
        return False
    words = [word for word in re.findall(r"[A-Za-z]+", text) if len(word) > 2]
    small = [word for word in words if not word.isupper()]
    odd = sum(
        not re.search("[aeiouyAEIOUY]", word) or bool(_CAPITAL_INSIDE.search(word))
        for word in small
    )
    count = sum(map(len, small))
    many = sum(letter in "vV" for word in small for letter in word)
    return odd <= 0.2 * len(small) and many <= max(1.0, 0.05 * count)


def turn_of(page: Any) -> int:
    """By how many degrees, with the clock, the page is turned so that its text stands upright."""
    width, height = page.get_size()
    ways = Counter[int]()
    for row in _rows(list(_letters(page, (round(width), round(height))))):
        letters = [each for each in row if each is not None]
        if len(letters) < 3:
            continue
        ahead = letters[-1].box[0] - letters[0].box[0]
        down = letters[-1].box[1] - letters[0].box[1]
        if abs(ahead) >= abs(down):
            ways[0 if ahead >= 0 else 180] += len(letters)
        else:
            ways[270 if down > 0 else 90] += len(letters)
    # `most_common` would import heapq, and the sandbox opens no file.
    return max(ways, key=ways.__getitem__) if ways else 0


def hide(page: Any) -> None:
    """Have the page drawn without its text from now on."""
    import pypdfium2.raw as pdfium

    def walk(container: Any, count: Any, get: Any, depth: int) -> None:
        for index in range(count(container)):
            each = get(container, index)
            kind = pdfium.FPDFPageObj_GetType(each)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                pdfium.FPDFPageObj_SetIsActive(each, False)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
                walk(each, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth - 1)

    walk(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, 8)


def placed(page: Any, size: tuple[int, int], box: Box) -> Box:
    """A box of the page, from its lower left corner, in pixels of the page as drawn."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_int(), ctypes.c_int()
    found = []
    # In quarters of a pixel: pdfium gives whole ones.
    for left, top in ((box[0], box[1]), (box[2], box[3])):
        pdfium.FPDF_PageToDevice(page, 0, 0, size[0] * 4, size[1] * 4, 0, left, top, x, y)
        found.append((x.value / 4, y.value / 4))
    (x0, y0), (x1, y1) = found
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _letters(page: Any, size: tuple[int, int]) -> Iterator[_Letter | None]:
    """The page's letters in the order of its text; None for a space, twice for a line's end."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    for index in range(min(text.count_chars(), _MOST)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        letter = _HYPHENS.get(code) or unicodedata.normalize("NFKC", chr(code) if code else " ")
        if letter in "\r\n":
            yield from (None, None)
        elif letter.isspace():
            yield None
        elif pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            length = pdfium.FPDFText_GetFontInfo(text, index, name, len(name), flags)
            font = name.raw[: max(0, length - 1)].decode("utf-8", "replace") if length else ""
            box = (left.value, bottom.value, right.value, top.value)
            yield _Letter(letter, placed(page, size, box), font)


def _rows(letters: Sequence[_Letter | None]) -> Iterator[list[_Letter | None]]:
    """The letters line by line, a line cut where columns lie apart."""
    row: list[_Letter | None] = []
    last: _Letter | None = None
    for each in letters:
        if each is None:
            ends = bool(row) and row[-1] is None
            row.append(None)
            if ends:
                # A second space in a row is a line's end.
                yield row
                row, last = [], None
            continue
        if last is not None:
            high = max(each.box[3] - each.box[1], last.box[3] - last.box[1], 8.0)
            gap = max(each.box[0] - last.box[2], last.box[0] - each.box[2])
            if gap > _APART * high and each.box[1] < last.box[3] and last.box[1] < each.box[3]:
                yield row
                row = []
        row.append(each)
        last = each
        if each.text == HYPHEN:
            yield row
            row, last = [], None
    yield row


def _line(row: Sequence[_Letter | None], sound: set[str]) -> TextLine:
    letters = [each for each in row if each is not None]
    boxes = [each.box for each in letters] or [(0.0, 0.0, 0.0, 0.0)]
    sides = list(zip(*boxes, strict=True))
    around = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
    text = " ".join("".join(each.text if each else " " for each in row).split())
    believable = bool(letters) and all(each.font in sound for each in letters)
    return TextLine(Line(text, 1.0, around), tuple(each.box for each in letters), believable)
