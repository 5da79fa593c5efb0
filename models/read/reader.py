"""OCR pipeline: lines found by a detector, each read by who knows its script.

Beside it the whole picture goes through Tesseract's own page layout, in a second thread: what
that reads with confidence where no line was found is told too, and it stands alone where the
detector can't be loaded.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Any

from models.errors import ReadingSlow
from models.read import crops, judge, layout
from models.read.layout import Piece
from models.read.ppocr import PPOCR
from models.read.tesseract import Tesseract, Word
from models.values import Line, Page, Picture

if TYPE_CHECKING:
    from models.read.crops import Corners, Pixels

logger = logging.getLogger(__name__)

LIMIT = 20.0
"""Seconds that one picture may take."""
_PAGE = 5.0
"""Seconds that Tesseract's own page layout may take of them."""
_LONGEST = 3000
"""Longest side in pixels of what is looked at, for what is not far longer than wide."""
_LOWEST, _MOST = 12, 600
"""Pixels of the shorter side: less is no picture. Lines: more than a page has is gravel."""
_HEIGHT, _LATIN_HEIGHT = 40, 48
"""Pixels that a line is high for Tesseract (at 48 it errs on a tenth more) and for PP-OCR."""
_BESIDE = 0.1
_SAMPLE = 4
"""Lines by which the four turns are compared."""
_CLEAR = 0.9
"""Tesseract's confidence from which a line of Latin letters needs no second reader."""


@dataclass
class _Found:
    """A line that was found. words: Tesseract's; sure: how likely they are right."""

    corners: Corners
    score: float
    words: list[Word]
    sure: float


class PageReader:
    """Implements `Reader`. languages: by Tesseract's names, such as "ben", "eng".

    Raises `WritingUnknown` where the machine lacks one of them.
    """

    def __init__(self, languages: Sequence[str]) -> None:
        self._tesseract = Tesseract(languages)
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="page")
        self._lines: PPOCR | None = None
        try:
            self._lines = PPOCR()
        except Exception:
            # A documented edge: without the detector the page is still read, less well.
            logger.exception("the line detector can't be loaded")

    def read(self, picture: Picture) -> Page:
        """The lines in reading order, boxes in the picture's own pixels, whichever way up it is.

        Raises `ReadingSlow` past `LIMIT` seconds.
        """
        end = time.monotonic() + LIMIT
        if min(picture.image.size) < _LOWEST:
            return Page(())
        pixels, scale = _pixels(picture)
        plain = self._beside.submit(self._tesseract.page, pixels, _PAGE)
        try:
            pieces = self._pieces(pixels, plain, end)
        finally:
            plain.cancel()
        lines = []
        for line in layout.ordered(_told(pieces)):
            x0, y0, x1, y1 = line.box
            lines.append(replace(line, box=(x0 * scale, y0 * scale, x1 * scale, y1 * scale)))
        return Page(tuple(lines))

    def close(self) -> None:
        """Give its memory back."""
        self._beside.shutdown()
        self._tesseract.close()

    def _pieces(self, pixels: Pixels, plain: Future[list[Word]], end: float) -> list[Piece]:
        boxes = self._lines.find(pixels)[:_MOST] if self._lines else []
        quarters = self._turn(pixels, boxes, end)
        found = [self._line(pixels, _turned(each, quarters), score, end) for each, score in boxes]
        words = plain.result() if not quarters else []
        home = _frame(quarters, pixels.shape)
        pieces = []
        mostly_bangla = sum(each.sure >= judge.SURE for each in found) * 2 >= len(found)
        for each in found:
            inside = [word for word in words if _covers(each.corners, word)]
            line = self._best(pixels, each, inside, mostly_bangla, end)
            pieces.append(Piece(home(each.corners), line))
        for row in _rows(
            [word for word in words if not any(_covers(e.corners, word) for e in found)]
        ):
            box = _around(row)
            pieces.append(Piece(box, Line(judge.text_of(row), _plainly(row), box)))
        return pieces

    def _line(self, pixels: Pixels, corners: Corners, score: float, end: float) -> _Found:
        """The line as Tesseract reads it."""
        left = end - time.monotonic()
        if left <= 0:
            raise ReadingSlow(f"not read within {LIMIT:.0f} s")
        seen = crops.cut(pixels, corners, _HEIGHT, _BESIDE)
        words = self._tesseract.line(crops.dark_on_white(seen), left) if seen is not None else []
        return _Found(corners, score, words, judge.bangla(words, score))

    def _latin(self, pixels: Pixels, corners: Corners) -> tuple[str, float]:
        """The line as PP-OCR reads it, and how likely that is right."""
        seen = crops.cut(pixels, corners, _LATIN_HEIGHT)
        if seen is None or self._lines is None:
            return "", 0.0
        text, score = self._lines.read(seen)
        return text, judge.latin(text, score)

    def _best(
        self, pixels: Pixels, found: _Found, plain: list[Word], bangla: bool, end: float
    ) -> Line:
        """The best reading of a line. plain: the words that Tesseract's layout has in it."""
        box = _box(found.corners)
        best = Line(judge.text_of(found.words), found.sure, box)
        plain_text, plain_sure = judge.text_of(plain), judge.confidence(plain)
        whole = _width(plain) >= 0.8 * (box[2] - box[0])
        if judge.has_latin(plain_text) and whole and plain_sure >= _CLEAR:
            return Line(plain_text, plain_sure, box)
        if any(judge.has_latin(w.text) and len(w.text) > 2 and w.confidence >= 0.8 for w in plain):
            mixed = self._mixed(pixels, found, end)
            if mixed.confidence >= 0.8 and found.sure >= judge.SURE:
                best = mixed
        if found.sure >= judge.SURE and best.text:
            return best
        text, sure = self._latin(pixels, found.corners)
        digits = not judge.has_latin(text)
        if sure > max(best.confidence, 0.95 if digits and bangla else 0.7):
            return Line(text, sure, box)
        if whole and plain_sure > max(0.8, best.confidence):
            return Line(plain_text, plain_sure, box)
        return best

    def _mixed(self, pixels: Pixels, found: _Found, end: float) -> Line:
        seen = crops.cut(pixels, found.corners, _HEIGHT, _BESIDE)
        if seen is None:
            return Line("", 0.0, _box(found.corners))
        words = self._tesseract.line(crops.dark_on_white(seen), end - time.monotonic(), mixed=True)
        return Line(judge.text_of(words), judge.confidence(words), _box(found.corners))

    def _turn(self, pixels: Pixels, boxes: list[tuple[Corners, float]], end: float) -> int:
        """By how many quarters, with the clock, the writing is turned: by its longest lines."""
        if not boxes:
            return 0
        longest = sorted(boxes, key=lambda each: -max(_sides(each[0])))[:_SAMPLE]
        upright = sum(_sides(corners)[1] > 1.5 * _sides(corners)[0] for corners, _ in longest)
        best, most = 0, 0.0
        for quarters in (1, 3) if upright * 2 > len(longest) else (0, 2):
            sure = []
            for corners, score in longest:
                turned = _turned(corners, quarters)
                line = self._line(pixels, turned, score, end)
                sure.append(line.sure)
                if line.sure < judge.SURE:
                    sure[-1] = max(line.sure, self._latin(pixels, turned)[1])
            if median(sure) >= judge.SURE:
                return quarters
            if sum(sure) > most:
                best, most = quarters, sum(sure)
        return best


def _pixels(picture: Picture) -> tuple[Pixels, float]:
    """The picture as it is looked at, and how many of its own pixels one of those is."""
    import cv2
    import numpy as np

    pixels = np.asarray(picture.image.convert("RGB"))
    short, long = sorted(pixels.shape[:2])
    scale = max(1.0, min(long / _LONGEST, short / 1000))
    if scale > 1:
        way = cv2.INTER_AREA
        pixels = np.asarray(cv2.resize(pixels, None, fx=1 / scale, fy=1 / scale, interpolation=way))
    return pixels, scale


def _told(pieces: list[Piece]) -> list[Piece]:
    """What is told of them: nothing where no line is likely; what is far from likely never."""
    read = [piece for piece in pieces if piece.line.confidence >= judge.SURE]
    lowest = 0.3 if any(judge.letters_in(p.line.text) >= 4 for p in read) else judge.MAYBE
    return [
        piece
        for piece in pieces
        if piece.line.confidence >= lowest and judge.letters_in(piece.line.text)
    ]


def _plainly(row: list[Word]) -> float:
    """How likely a row that only Tesseract's page layout has is right."""
    text = judge.text_of(row)
    return (
        judge.confidence(row)
        if judge.letters_in(text) >= 3 and judge.confidence(row) >= 0.8
        else 0.0
    )


def _turned(corners: Corners, quarters: int) -> Corners:
    """The corners from where the line begins if the writing is turned by so many quarters."""
    import numpy as np

    return np.roll(corners, -quarters, axis=0)


def _frame(quarters: int, shape: tuple[int, ...]) -> Any:
    """What tells where a line lies on the page as it is read."""
    high, wide = shape[:2]

    def place(corners: Corners) -> layout.Box:
        x0, y0, x1, y1 = _box(corners)
        return {
            0: (x0, y0, x1, y1),
            1: (y0, wide - x1, y1, wide - x0),
            2: (wide - x1, high - y1, wide - x0, high - y0),
            3: (high - y1, x0, high - y0, x1),
        }[quarters]

    return place


def _covers(corners: Corners, word: Word) -> bool:
    """Whether the middle of a word lies in the line."""
    x0, y0, x1, y1 = _box(corners)
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return x0 <= x <= x1 and y0 <= y <= y1


def _rows(words: list[Word]) -> list[list[Word]]:
    rows: dict[int, list[Word]] = {}
    for word in words:
        rows.setdefault(word.row, []).append(word)
    return list(rows.values())


def _width(words: list[Word]) -> float:
    return max(w.box[2] for w in words) - min(w.box[0] for w in words) if words else 0.0


def _around(words: list[Word]) -> layout.Box:
    sides = list(zip(*(word.box for word in words), strict=True))
    return min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])


def _box(corners: Corners) -> layout.Box:
    low, high = corners.min(axis=0), corners.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _sides(corners: Corners) -> tuple[float, float]:
    """How long it is in the direction of its first side, and how high."""
    import numpy as np

    return (
        float(np.linalg.norm(corners[1] - corners[0])),
        float(np.linalg.norm(corners[3] - corners[0])),
    )
