"""OCR pipeline: lines found by a detector, each read by who knows its script.

Beside it the whole picture goes through Tesseract's own page layout, in a second thread: what
that reads with confidence where no line was found is told too, and it stands alone where the
detector can't be loaded.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from models.errors import ReadingSlow
from models.read import crops, judge, layout
from models.read.crops import Cut
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
_LATIN_HEIGHT = 48
"""Pixels that a line is high for PP-OCR."""
_WAYS = (Cut(40), Cut(48), Cut(36), Cut(40, stretch=1.5), Cut(40, stretch=0.75))
"""How a line is cut out for Tesseract: the next where the one before isn't sure."""
_STRETCHED = 8
"""Times its height from which a line may be stretched: of a short one too little is left to tell
by which way is right."""
_HOPELESS = 0.05
"""How likely a line is below which no other way is tried: Latin letters, or a pattern."""
_SAMPLE, _OVER = 6, 1.2
"""Lines by which the turns are compared; times that the second has to be surer than the first."""
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
        lies = _level([each.corners for each in found])
        pieces = []
        for each in found:
            inside = [word for word in words if _covers(each.corners, word)]
            pieces.append(Piece(lies(each.corners), self._best(pixels, each, inside, end)))
        missed = [word for word in words if not any(_covers(each.corners, word) for each in found)]
        for row in _rows(missed):
            box = _around(row)
            pieces.append(Piece(lies(_corners(box)), Line(judge.text_of(row), _plainly(row), box)))
        return pieces

    def _line(self, pixels: Pixels, corners: Corners, score: float, end: float) -> _Found:
        """The line as Tesseract reads it: in another way, too, where the usual one isn't sure."""
        best = _Found(corners, score, [], 0.0)
        wide, high = _sides(corners)
        for way in _WAYS:
            left = end - time.monotonic()
            if left <= 0:
                raise ReadingSlow(f"not read within {LIMIT:.0f} s")
            seen = crops.cut(pixels, corners, way)
            if seen is None or (way.stretch != 1 and wide < _STRETCHED * high):
                continue
            words = self._tesseract.line(crops.dark_on_white(seen), left)
            sure = judge.bangla(words, score)
            if sure > best.sure:
                best = _Found(corners, score, words, sure)
            if best.sure >= judge.SURE or best.sure < _HOPELESS:
                break
        return best

    def _latin(self, pixels: Pixels, corners: Corners) -> tuple[str, float]:
        """The line as PP-OCR reads it, and how likely that is right."""
        seen = crops.cut(pixels, corners, Cut(_LATIN_HEIGHT, beside=0.0))
        if seen is None or self._lines is None:
            return "", 0.0
        text, score = self._lines.read(seen)
        return text, judge.latin(text, score)

    def _best(self, pixels: Pixels, found: _Found, inside: list[Word], end: float) -> Line:
        """The best reading of a line. inside: the words that Tesseract's page layout has in it."""
        box = _box(found.corners)
        own = Line(judge.text_of(found.words), found.sure, box)
        plain = Line(judge.text_of(inside), judge.confidence(inside), box)
        whole = _width(inside) >= 0.8 * (box[2] - box[0])
        if whole and judge.has_latin(plain.text) and plain.confidence >= _CLEAR:
            return plain
        if judge.is_mixed(inside):
            mixed = self._mixed(pixels, found, end)
            if mixed.confidence >= judge.CLEAR_WORD:
                return mixed
        if (own.text and own.confidence >= judge.SURE) or judge.is_number(own.text):
            return own
        text, sure = self._latin(pixels, found.corners)
        if sure > max(own.confidence, judge.LATIN):
            # PP-OCR loses spaces that Tesseract keeps.
            agreed = "".join(plain.text.split()) == "".join(text.split())
            return Line(plain.text if agreed else text, sure, box)
        if whole and plain.confidence > max(judge.CLEAR_WORD, own.confidence):
            return plain
        return own

    def _mixed(self, pixels: Pixels, found: _Found, end: float) -> Line:
        """The line as Tesseract reads it in both scripts."""
        box = _box(found.corners)
        seen = crops.cut(pixels, found.corners, _WAYS[0])
        if seen is None:
            return Line("", 0.0, box)
        left = end - time.monotonic()
        words = self._tesseract.line(crops.dark_on_white(seen), left, mixed=True)
        return Line(judge.text_of(words), judge.confidence(words), box)

    def _turn(self, pixels: Pixels, boxes: list[tuple[Corners, float]], end: float) -> int:
        """By how many quarters, with the clock, the writing is turned: by its longest lines."""
        longest = sorted(boxes, key=lambda each: -max(_sides(each[0])))[:_SAMPLE]
        upright = sum(_sides(corners)[1] > 1.5 * _sides(corners)[0] for corners, _ in longest)
        best, most = 0, 0.0
        for quarters in (1, 3) if upright * 2 > len(longest) else (0, 2):
            sure = []
            for corners, score in longest:
                turned = _turned(corners, quarters)
                line = self._line(pixels, turned, score, end)
                latin = self._latin(pixels, turned)[1] if line.sure < judge.SURE else 0.0
                sure.append(max(line.sure, latin))
            if sum(each >= judge.SURE for each in sure) * 2 > len(sure):
                return quarters
            if sum(sure) > most * _OVER:
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
    """What is told of them: what is likely, and what else of its script may be right beside it.

    Without one likely line of four letters, patterns were taken for writing.
    """
    read = {
        judge.has_bangla(piece.line.text)
        for piece in pieces
        if piece.line.confidence >= judge.MAYBE and judge.letters_in(piece.line.text) >= 4
    }
    told = []
    for piece in pieces:
        line = piece.line
        if not judge.letters_in(line.text) or judge.has_bangla(line.text) not in read:
            continue
        if line.confidence >= judge.BESIDE:
            told.append(replace(piece, line=replace(line, confidence=judge.beside(line))))
    return told


def _plainly(row: list[Word]) -> float:
    """How likely a row that only Tesseract's page layout has is right."""
    sure = judge.confidence(row)
    return sure if judge.letters_in(judge.text_of(row)) >= 3 and sure >= judge.CLEAR_WORD else 0.0


def _turned(corners: Corners, quarters: int) -> Corners:
    """The corners from where the line begins if the writing is turned by so many quarters."""
    import numpy as np

    return np.roll(corners, -quarters, axis=0)


def _level(lines: list[Corners]) -> Callable[[Corners], layout.Box]:
    """What tells where a line lies once the page is turned so that its lines are level."""
    import numpy as np

    ahead = sum((corners[1] - corners[0] for corners in lines), np.zeros(2))
    c, s = ahead / np.linalg.norm(ahead) if np.any(ahead) else (1.0, 0.0)
    turn = np.array([[c, -s], [s, c]])
    return lambda corners: _box(corners @ turn)


def _covers(corners: Corners, word: Word) -> bool:
    """Whether the middle of a word lies in the line."""
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return all(
        (x1 - x0) * (y - y0) >= (y1 - y0) * (x - x0)
        for (x0, y0), (x1, y1) in pairwise([*corners.tolist(), corners[0].tolist()])
    )


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


def _corners(box: layout.Box) -> Corners:
    import numpy as np

    x0, y0, x1, y1 = box
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


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
