"""PP-OCR backend, through rapidocr: where lines lie, in any script, and what Latin ones say."""

from __future__ import annotations

import logging
import unicodedata
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.read.crops import Corners, Pixels

_THREADS = 1
_LARGEST, _CLOSER = 1280, 1920
"""Pixels of the longer side of what is searched at once; where a scene is looked at closely."""
_FEW, _SMALL_LINE = 4, 0.05
"""Lines, and height of a line in shares of the shorter side, up to which it is."""
_TALL = 2.0
"""Times that a picture may be as long as it is wide before it is searched in strips."""
_OVERLAP = 0.15
"""Share of a strip that the next one sees again: more than the height of any line there."""


class PPOCR:
    """The models inside rapidocr's package, loaded once; nothing is ever fetched.

    Raises `ImportError` where rapidocr or onnxruntime is not installed.
    """

    def __init__(self) -> None:
        from rapidocr import RapidOCR  # loads onnxruntime

        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        models = files("rapidocr") / "models"
        self._engine: Any = RapidOCR(
            params={
                # A path that is given is never looked up, or fetched.
                "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
                "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
                "Det.limit_type": "max",
                "Det.limit_side_len": 4 * _LARGEST,
                "Global.use_preprocess_img": False,
                "Global.log_level": "error",
                "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def find(self, pixels: Pixels) -> list[tuple[Corners, float]]:
        """The four corners of each line, clockwise from its top left, and how sure it is one."""
        import numpy as np

        found: list[tuple[Corners, float]] = []
        for x, y, strip in _strips(pixels):
            before, found = found, []
            for corners, sure in self._found(strip, min(max(strip.shape), _LARGEST)):
                place = np.add(corners, (x, y), dtype=np.float32)
                twins = [each for each in before if _same(place, each[0])]
                before = [each for each in before if not _same(place, each[0])]
                found.append(_whole([(place, sure), *twins]))
            found = before + found
        return found + self._finer(pixels, found)

    def _finer(
        self, pixels: Pixels, found: list[tuple[Corners, float]]
    ) -> list[tuple[Corners, float]]:
        """What a closer look adds where a few small lines in a scene say that there may be more."""
        short, long = sorted(pixels.shape[:2])
        small = [corners for corners, _ in found if _high(corners) < _SMALL_LINE * short]
        if not 0 < len(found) <= _FEW or len(small) * 2 < len(found) or long > _TALL * short:
            return []
        closer = self._found(pixels, min(round(1.5 * long), _CLOSER))
        return [
            (corners, sure)
            for corners, sure in closer
            if not any(_same(corners, other) for other, _ in found)
        ]

    def _found(self, pixels: Pixels, longest: int) -> list[tuple[Corners, float]]:
        """The lines of one look, at which the longer side has so many pixels."""
        import cv2
        import numpy as np

        scale = longest / max(pixels.shape)
        if scale != 1:
            way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
            pixels = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=way))
        told = self._engine(pixels[:, :, ::-1], use_det=True, use_cls=False, use_rec=False)
        if told.boxes is None:
            return []
        corners = (np.asarray(box / scale, np.float32) for box in told.boxes)
        return list(zip(map(_upright, corners), map(float, told.scores), strict=True))

    def read(self, line: Pixels) -> tuple[str, float]:
        """What the line says, and how sure that is; no letter of Bangla is ever among it."""
        told = self._engine(line[:, :, ::-1], use_det=False, use_cls=False, use_rec=True)
        if not told.txts:
            return "", 0.0
        # Full-width brackets and colons are Chinese print's.
        return unicodedata.normalize("NFKC", told.txts[0]), float(told.scores[0])


def _upright(corners: Corners) -> Corners:
    """The corners from the one from which the first side is the most level, to the right."""
    import numpy as np

    ahead = np.roll(corners, -1, axis=0) - corners
    level = ahead[:, 0] / np.linalg.norm(ahead, axis=1).clip(min=1)
    return np.roll(corners, -int(level.argmax()), axis=0)


def _strips(pixels: Pixels) -> list[tuple[int, int, Pixels]]:
    """The picture whole, or in strips that overlap where it is long: each with its left and top."""
    height, width = pixels.shape[:2]
    short, long = sorted((height, width))
    if long <= _TALL * short or long <= _LARGEST:
        return [(0, 0, pixels)]
    size = max(round(2.5 * short), 320)
    step = round(size * (1 - _OVERLAP))
    starts = [*range(0, max(long - size, 1), step), max(long - size, 0)]
    if height > width:
        return [(0, at, pixels[at : at + size]) for at in starts]
    return [(at, 0, pixels[:, at : at + size]) for at in starts]


def _same(one: Corners, other: Corners) -> bool:
    """Whether both are the same line, seen in two strips, or two pieces of one cut at a strip."""
    low, high = one.min(axis=0), one.max(axis=0)
    lower, higher = other.min(axis=0), other.max(axis=0)
    across, down = high.clip(max=higher) - low.clip(min=lower)
    if across <= 0 or down <= 0:
        return False
    if across * down > 0.5 * min(_area(one), _area(other)):
        return True
    return bool(down > 0.7 * min(high[1] - low[1], higher[1] - lower[1]))


def _whole(lines: list[tuple[Corners, float]]) -> tuple[Corners, float]:
    """The line of which these are views or pieces."""
    import numpy as np

    largest, sure = max(lines, key=lambda each: _area(each[0]))
    if len(lines) == 1:
        return largest, sure
    seen = np.concatenate([corners for corners, _ in lines])
    (x0, y0), (x1, y1) = seen.min(axis=0), seen.max(axis=0)
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32), sure


def _high(corners: Corners) -> float:
    import numpy as np

    return float(np.linalg.norm(corners[3] - corners[0]))


def _area(corners: Corners) -> float:
    return float((corners.max(axis=0) - corners.min(axis=0)).prod())
