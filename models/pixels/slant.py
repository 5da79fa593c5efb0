"""By how much the lines of a picture slant, from the sums of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

_STEEPEST = 15.0  # degrees


def slant(grey: Grey) -> float:
    """By how many degrees, against the clock, turning would level the lines: -15 to 15.

    Where ink lies in rows, the sums of the rows (or, of writing that stands upright, of the
    columns) differ most.
    """
    import cv2
    import numpy as np

    factor = min(1.0, 700 / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = _ink_of(small.astype(np.uint8)).astype(np.float32)
    height, width = ink.shape

    def contrast(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        turned = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_LINEAR)
        return max(_rows(turned), _rows(turned.T))

    coarse = max(np.arange(-_STEEPEST, _STEEPEST + 0.5, 1.0), key=contrast)
    return float(max(np.arange(coarse - 1, coarse + 1.01, 0.2), key=contrast))


def _rows(ink: NDArray[Any]) -> float:
    """How much the sums of neighbouring rows differ, on the average of its columns."""
    import numpy as np

    sums = ink.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(sums)).sum())


def _ink_of(grey: Grey) -> Grey:
    """1 where it is dark."""
    import cv2
    import numpy as np

    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return ink.astype(np.uint8)
