"""PP-OCR backend, through rapidocr: where lines lie, in any script, and what Latin ones say."""

from __future__ import annotations

import logging
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.read.crops import Corners, Pixels

_THREADS = 2
_LONGEST = 1280
"""Longest side in pixels of what is searched at once: the model's own training was on less."""
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
                "Det.limit_side_len": _LONGEST,
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
            told = self._engine(strip[:, :, ::-1], use_det=True, use_cls=False, use_rec=False)
            boxes = [] if told.boxes is None else np.add(told.boxes, (x, y), dtype=np.float32)
            before, found = found, []
            for corners, sure in zip(map(_upright, boxes), told.scores or (), strict=True):
                twins = [each for each in before if _same(corners, each[0])]
                before = [each for each in before if not _same(corners, each[0])]
                found.append(_whole([(corners, float(sure)), *twins]))
            found = before + found
        return found

    def read(self, line: Pixels) -> tuple[str, float]:
        """What the line says, and how sure that is; no letter of Bangla is ever among it."""
        told = self._engine(line[:, :, ::-1], use_det=False, use_cls=False, use_rec=True)
        return (told.txts[0], float(told.scores[0])) if told.txts else ("", 0.0)


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
    if long <= _TALL * short or long <= _LONGEST:
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
    least = min(_area(one), _area(other))
    return bool(
        across * down > 0.5 * least or down > 0.7 * max(high[1] - low[1], higher[1] - lower[1])
    )


def _whole(lines: list[tuple[Corners, float]]) -> tuple[Corners, float]:
    """The line of which these are views or pieces."""
    import numpy as np

    largest, sure = max(lines, key=lambda each: _area(each[0]))
    if len(lines) == 1:
        return largest, sure
    seen = np.concatenate([corners for corners, _ in lines])
    (x0, y0), (x1, y1) = seen.min(axis=0), seen.max(axis=0)
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32), sure


def _area(corners: Corners) -> float:
    return float((corners.max(axis=0) - corners.min(axis=0)).prod())
