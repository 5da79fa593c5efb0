"""Tesseract backend, through tesserocr: a page as Tesseract lays it out, or a line as it stands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import WritingUnknown

if TYPE_CHECKING:
    from models.read.crops import Pixels

_LATIN = "eng"
_DOTS_PER_INCH = 200


@dataclass(frozen=True)
class Word:
    """A word: confidence 0 to 1; box in pixels; row: the number of the line it stands in."""

    text: str
    confidence: float
    box: tuple[float, float, float, float]
    row: int = 0


class Tesseract:
    """Tesseract's own models. languages: by its names, such as "ben", "eng".

    A page and a line may be read at once, by two threads. Raises `WritingUnknown` where the
    machine lacks one of the languages.
    """

    def __init__(self, languages: Sequence[str]) -> None:
        import tesserocr  # a compiled library

        folder = str(data_folder(languages))
        # English beside Bangla makes Latin letters of a tenth of the Bangla ones, and takes twice
        # the time. Lines of Latin letters have a reader of their own.
        alone = [name for name in languages if name != _LATIN] or [_LATIN]
        self._page = tesserocr.PyTessBaseAPI(path=folder, lang="+".join(languages))
        self._line = tesserocr.PyTessBaseAPI(path=folder, lang="+".join(alone))

    def page(self, pixels: Pixels, seconds: float) -> list[Word]:
        """The words of the whole picture, as Tesseract finds them; none past so many seconds."""
        import tesserocr

        return _recognised(self._page, pixels, tesserocr.PSM.AUTO, seconds)

    def line(self, pixels: Pixels, seconds: float, mixed: bool = False) -> list[Word]:
        """The words of one line that fills the picture, dark on white.

        It is recognised as it stands. Tesseract's own search for words in it loses most of what
        is on boards and plates: the bar that joins the letters of a Bangla word is a rule to it.
        mixed: Latin letters stand among the others.
        """
        import tesserocr

        engine = self._page if mixed else self._line
        return _recognised(engine, pixels, tesserocr.PSM.RAW_LINE, seconds)

    def close(self) -> None:
        """Give its memory back."""
        self._page.End()
        self._line.End()


def _recognised(engine: Any, pixels: Pixels, mode: int, seconds: float) -> list[Word]:
    import tesserocr
    from PIL import Image

    engine.SetPageSegMode(mode)
    engine.SetImage(Image.fromarray(pixels))
    engine.SetSourceResolution(_DOTS_PER_INCH)
    if seconds <= 0 or not engine.Recognize(int(seconds * 1000)):
        # Too slow, or nothing that Tesseract takes for ink.
        return []
    words, row, level = [], -1, tesserocr.RIL.WORD
    for found in tesserocr.iterate_level(engine.GetIterator(), level):
        if found.Empty(level):
            continue
        row += bool(found.IsAtBeginningOf(tesserocr.RIL.TEXTLINE))
        text, box = (found.GetUTF8Text(level) or "").strip(), found.BoundingBox(level)
        if text and box:
            words.append(Word(text, found.Confidence(level) / 100, tuple(box), row))
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
