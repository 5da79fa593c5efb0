"""Tesseract through tesserocr."""

from __future__ import annotations

from collections.abc import Sequence

from models.abilities import Line, Page, Picture


class TesseractReader:
    """Reads with Tesseract's own models. languages: by its names, such as "ben", "eng"."""

    def __init__(self, languages: Sequence[str]) -> None:
        import tesserocr  # noqa: PLC0415 - a compiled library

        self._api = tesserocr.PyTessBaseAPI(
            path="/usr/share/tesseract-ocr/5/tessdata", lang="+".join(languages)
        )

    def read(self, picture: Picture) -> Page:
        """The lines in reading order."""
        import tesserocr  # noqa: PLC0415

        self._api.SetImage(picture.image)
        self._api.Recognize()
        lines = []
        for found in tesserocr.iterate_level(self._api.GetIterator(), tesserocr.RIL.TEXTLINE):
            text = (found.GetUTF8Text(tesserocr.RIL.TEXTLINE) or "").strip()
            box = found.BoundingBox(tesserocr.RIL.TEXTLINE)
            if text and box:
                sure = found.Confidence(tesserocr.RIL.TEXTLINE) / 100
                x0, y0, x1, y1 = map(float, box)
                lines.append(Line(text, sure, (x0, y0, x1, y1)))
        return Page(tuple(lines))

    def close(self) -> None:
        """Give its memory back."""
        self._api.End()
