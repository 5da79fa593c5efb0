"""Tesseract backend, through tesserocr."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import ReadingSlow, WritingUnknown
from models.read import layout, line_boxes
from models.read.layout import Word
from models.read.preprocess import Prepared, lies, prepare
from models.values import Page, Picture

if TYPE_CHECKING:
    from models.read.preprocess import Grey

LIMIT = 20.0
"""Seconds that one picture may take."""
_SEARCH = 6.0
"""Seconds for which writing is looked for in all four turns, where there may be none."""
_LOWEST, _LONGEST_SHAPE = 12, 40
"""Pixels of the shorter side, and times that the longer may be as long: less is no page."""
_MARGIN = 10
"""White pixels around what is read: writing that touches the edge is read badly."""
_SAMPLE = 3
"""Lines by which the four turns are compared."""
_PROMISING = 2.0
"""Letters, each times its confidence squared, without which the rest is not worth reading."""
_RIGHT = 0.85
"""Confidence from which writing is taken to stand upright, without trying the other turns."""
_LIKELY, _SURE = 0.5, 0.93
"""Confidence below which a line is hopeless, and from which it needs no second look."""


class TesseractReader:
    """Reads with Tesseract's own models. languages: by its names, such as "ben", "eng".

    Raises `WritingUnknown` where the machine lacks one of them.
    """

    def __init__(self, languages: Sequence[str]) -> None:
        import tesserocr  # a compiled library

        self._api = tesserocr.PyTessBaseAPI(
            path=str(data_folder(languages)), lang="+".join(languages)
        )

    def read(self, picture: Picture) -> Page:
        """The lines in reading order, boxes in the picture's own pixels.

        Whichever way up it is. Raises `ReadingSlow` past `LIMIT` seconds.
        """
        end = time.monotonic() + LIMIT
        low, high = sorted(picture.image.size)
        if low < _LOWEST or high > _LONGEST_SHAPE * low:
            return Page(())
        seen = self._upright(prepare(picture.image), end)
        if seen is None:
            return Page(())
        words = [
            word
            for number, box in enumerate(line_boxes.find(seen.grey))
            for word in self._line(seen.grey, box, number, end)
        ]
        return Page(tuple(replace(line, box=seen.place(line.box)) for line in layout.lines(words)))

    def close(self) -> None:
        """Give its memory back."""
        self._api.End()

    def _upright(self, seen: Prepared, end: float) -> Prepared | None:
        """The picture in the turn in which its longest lines read best; None where none does."""
        best, most = None, _PROMISING
        for quarters in (0, 2, 1, 3) if lies(seen.grey) else (1, 3, 0, 2):
            if time.monotonic() > end - LIMIT + _SEARCH:
                break
            turned = seen.turned(quarters)
            longest = sorted(line_boxes.find(turned.grey), key=lambda box: box[0] - box[2])[
                :_SAMPLE
            ]
            words = [word for box in longest for word in self._line(turned.grey, box, 0, end)]
            words = [word for word in words if word.confidence >= _LIKELY]
            letters = sum(len(word.text) for word in words)
            weight = sum(
                len(word.text) * word.confidence**2 for word in words if len(word.text) > 2
            )
            if letters > 12 and layout.confidence(words) >= _RIGHT:
                return turned
            if weight > most:
                best, most = turned, weight
        return best

    def _line(self, grey: Grey, box: line_boxes.Box, number: int, end: float) -> list[Word]:
        """The words of the line in the box.

        Tesseract's search for words loses whole lines of Bangla (see models/read/line_boxes.py) and
        taking the line as it is errs on more letters: whichever is surer of itself is right more
        often than either.
        """
        import tesserocr

        words = self._recognise(grey, box, number, tesserocr.PSM.SINGLE_LINE, end)
        if not words or _LIKELY < layout.confidence(words) < _SURE:
            raw = self._recognise(grey, box, number, tesserocr.PSM.RAW_LINE, end)
            words = max(words, raw, key=layout.confidence)
        return words

    def _recognise(
        self, grey: Grey, box: line_boxes.Box, number: int, mode: int, end: float
    ) -> list[Word]:
        import tesserocr
        from PIL import Image, ImageOps

        around = round(0.15 * (box[3] - box[1]))
        x, y = max(0, box[0] - around), max(0, box[1] - around)
        crop = Image.fromarray(grey[y : box[3] + around, x : box[2] + around].copy())
        self._api.SetPageSegMode(mode)
        self._api.SetImage(ImageOps.expand(crop, _MARGIN, 245))
        self._api.SetSourceResolution(200)
        left = end - time.monotonic()
        done = left > 0 and self._api.Recognize(int(left * 1000))
        if time.monotonic() > end:
            raise ReadingSlow(f"not read within {LIMIT:.0f} s")
        if not done:
            # Nothing that Tesseract takes for ink.
            return []
        words, level = [], tesserocr.RIL.WORD
        for found in tesserocr.iterate_level(self._api.GetIterator(), level):
            if found.Empty(level):
                continue
            text, place = (found.GetUTF8Text(level) or "").strip(), found.BoundingBox(level)
            if text and place:
                x0, y0, x1, y1 = place
                where = (x + x0 - _MARGIN, y + y0 - _MARGIN, x + x1 - _MARGIN, y + y1 - _MARGIN)
                words.append(Word(text, found.Confidence(level) / 100, where, number))
        return words


def data_folder(languages: Sequence[str]) -> Path:
    """Where Tesseract's models of all these languages lie. Raises `WritingUnknown`."""
    for folder in _folders():
        if all((folder / f"{language}.traineddata").is_file() for language in languages):
            return folder
    wanted = "+".join(languages)
    raise WritingUnknown(f"no folder has Tesseract's {wanted}", languages=wanted)


def _folders() -> Iterator[Path]:
    prefix = os.environ.get("TESSDATA_PREFIX")
    if prefix:
        yield from (Path(prefix), Path(prefix) / "tessdata")
    # Debian and Ubuntu; Fedora and Arch; built by hand; conda; Homebrew.
    shares = ["/usr/share", "/usr/local/share", f"{sys.prefix}/share", "/opt/homebrew/share"]
    yield from sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"), reverse=True)
    yield from (Path(share) / "tessdata" for share in shares)
    program = shutil.which("tesseract")
    if program:
        told = subprocess.run(  # noqa: S603 - the program that the machine's owner installed
            [program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False
        )
        found = re.search(r'"(.+)"', told.stdout + told.stderr)
        if found:
            yield Path(found[1])
