"""Preprocessing for Tesseract: a photo of writing flattened, cleaned, level, of the right size.

Arrays are grey, uint8, (h, w). Each step hands on the 3x3 matrix that leads from its pixels back
to the photo's, so that a line's box can be told where the person's picture has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Grey = NDArray[np.uint8]
    Matrix = NDArray[np.float64]

LONGEST = 2400
"""Longest side in pixels of what is looked at: A4 at 200 dots an inch is 2,339 high."""
_LETTER = 30.0
"""Height in pixels that letters get; at 26, 34 and 38 more of the test pages were read wrong."""
_STEEPEST = 15.0  # degrees
# Standard deviations of grey noise from which cleaning is worth its time; of the Laplacian below
# which a picture is too blurred to be cleaned without losing more.
_NOISY, _BLURRED = 3.0, 6.0


@dataclass(frozen=True)
class Prepared:
    """A picture to read. back: from its pixels to the photo's."""

    grey: Grey
    back: Matrix

    def turned(self, quarters: int) -> Prepared:
        """Turned by so many quarters, against the clock."""
        import numpy as np

        if quarters % 4 == 0:
            return self
        height, width = self.grey.shape
        # Where a pixel of the turned picture was before.
        once: Any = {
            1: [[0, -1, width], [1, 0, 0], [0, 0, 1]],
            2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
            3: [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
        }[quarters % 4]
        grey = np.ascontiguousarray(np.rot90(self.grey, quarters))
        return Prepared(grey, self.back @ np.array(once, np.float64))

    def scaled(self, factor: float) -> Prepared:
        """Made larger or smaller."""
        import cv2
        import numpy as np

        if abs(factor - 1) < 0.05:
            return self
        way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        grey = cv2.resize(self.grey, None, fx=factor, fy=factor, interpolation=way)
        back = self.back @ np.diag([1 / factor, 1 / factor, 1.0])
        return Prepared(grey.astype(np.uint8), back)

    def place(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """The box, upright, around the same in the photo."""
        import numpy as np

        x0, y0, x1, y1 = box
        corners = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]], np.float64)
        found = corners @ self.back.T
        points = found[:, :2] / found[:, 2:]
        low, high = points.min(axis=0), points.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def prepare(image: Image) -> Prepared:
    """The photo, ready but for its turn: lines of writing lie level, or stand upright."""
    import cv2
    import numpy as np

    grey = np.asarray(image.convert("L"))
    seen = Prepared(grey, np.eye(3))
    seen = seen.scaled(min(1.0, LONGEST / max(grey.shape)))
    seen = _flattened(seen)
    even: Any = _even(seen.grey)
    sharp = cv2.Laplacian(even, cv2.CV_32F).std()
    if _noise(even) > _NOISY and sharp > _BLURRED:
        even = cv2.fastNlMeansDenoising(even, h=12, templateWindowSize=5, searchWindowSize=11)
    seen = _level(Prepared(even, seen.back))
    height = letter_height(seen.grey)
    if height:
        largest = LONGEST / max(seen.grey.shape)
        seen = seen.scaled(min(_LETTER / height, max(1.0, largest), 3.0))
    return seen


def _flattened(seen: Prepared) -> Prepared:
    """A sheet that lies in the photo, seen straight from above; the photo where none is found."""
    import cv2
    import numpy as np

    corners = outline(seen.grey)
    if corners is None:
        return seen
    top, right, bottom, left = (
        float(np.linalg.norm(corners[(side + 1) % 4] - corners[side])) for side in range(4)
    )
    width, height = round(max(top, bottom)), round(max(left, right))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    warp = cv2.getPerspectiveTransform(corners, flat)
    grey = cv2.warpPerspective(seen.grey, warp, (width, height), flags=cv2.INTER_CUBIC)
    # A sheet's edge is dark and would be read as a stroke.
    edge = max(2, round(0.012 * min(width, height)))
    grey = grey[edge:-edge, edge:-edge]
    shift = np.array([[1, 0, edge], [0, 1, edge], [0, 0, 1]], np.float64)
    return Prepared(np.ascontiguousarray(grey), seen.back @ np.linalg.inv(warp) @ shift)


def outline(grey: Grey) -> NDArray[np.float32] | None:
    """The corners of a bright sheet on something darker, clockwise from its top left.

    float32 (4, 2) in pixels; None where nothing of four corners takes a fifth of the picture.
    """
    import cv2
    import numpy as np

    factor = min(1.0, 640 / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    # Letters vanish, the sheet stays.
    small = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    small = cv2.GaussianBlur(small, (5, 5), 0)
    _, bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    shapes, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not shapes:
        return None
    largest = max(shapes, key=cv2.contourArea)
    area = cv2.contourArea(largest)
    share = area / small.size
    found = cv2.approxPolyDP(largest, 0.03 * cv2.arcLength(largest, True), True)
    if not 0.2 < share < 0.97 or len(found) != 4 or not cv2.isContourConvex(found):
        return None
    points = found.reshape(4, 2).astype(np.float32)
    # What fills less of its four corners than this is no sheet.
    if area < 0.9 * cv2.contourArea(points):
        return None
    around = points - points.mean(axis=0)
    points = points[np.argsort(np.arctan2(around[:, 1], around[:, 0]))]
    first = int(np.argmin(points.sum(axis=1)))
    return np.asarray(np.roll(points, -first, axis=0) / factor, np.float32)


def _even(grey: Grey) -> Grey:
    """Dark writing on an even white ground, whatever the light, and whichever is the darker."""
    import cv2
    import numpy as np

    if float(np.median(grey)) < 90:
        grey = (255 - grey).astype(np.uint8)
    factor = min(1.0, 400 / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21)
    ground = cv2.resize(ground, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, np.maximum(ground, 1), scale=245).astype(np.uint8)


def _noise(grey: Grey) -> float:
    """Standard deviation of the grain (Immerkær 1996), of the flatter half of the picture."""
    import cv2
    import numpy as np

    mask = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    found = np.abs(cv2.filter2D(grey.astype(np.float32), -1, mask))
    return float(np.median(found) / 0.6745 / 6)


def _level(seen: Prepared) -> Prepared:
    """Turned by a few degrees so that its lines lie level, or stand straight up."""
    import cv2
    import numpy as np

    angle = slant(seen.grey)
    if abs(angle) < 0.2:
        return seen
    height, width = seen.grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    # The whole of the turned picture has to fit.
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    size = (round(width * cos + height * sin), round(width * sin + height * cos))
    turn[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    grey = cv2.warpAffine(
        seen.grey, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    back = seen.back @ np.linalg.inv(np.vstack([turn, [0, 0, 1]]))
    return Prepared(grey.astype(np.uint8), back)


def slant(grey: Grey) -> float:
    """By how many degrees, against the clock, turning would level the lines: -15 to 15.

    Where ink lies in rows, the sums of the rows (or, of writing that stands upright, of the
    columns) differ most.
    """
    import cv2
    import numpy as np

    factor = min(1.0, 700 / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = ink_of(small.astype(np.uint8)).astype(np.float32)
    height, width = ink.shape

    def contrast(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        turned = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_LINEAR)
        return max(_rows(turned), _rows(turned.T))

    coarse = max(np.arange(-_STEEPEST, _STEEPEST + 0.5, 1.0), key=contrast)
    return float(max(np.arange(coarse - 1, coarse + 1.01, 0.2), key=contrast))


def lies(grey: Grey) -> bool:
    """Whether its lines lie level, as far as can be told, rather than stand upright."""
    ink = ink_of(grey)
    return _rows(ink) >= _rows(ink.T)


def _rows(ink: NDArray[Any]) -> float:
    """How much the sums of neighbouring rows differ, on the average of its columns."""
    import numpy as np

    sums = ink.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(sums)).sum())


def letter_height(grey: Grey) -> float:
    """The usual height of its letters in pixels; 0 where nothing is like a letter."""
    import cv2
    import numpy as np

    _, _, found, _ = cv2.connectedComponentsWithStats(ink_of(grey), connectivity=8)
    found = found[1:][~are_rules(found[1:])]
    # Bangla's letters hang together in words, upright or turned: the shorter side is their height.
    sides = np.minimum(found[:, cv2.CC_STAT_WIDTH], found[:, cv2.CC_STAT_HEIGHT])
    fit = (sides >= 6) & (sides < 0.3 * min(grey.shape)) & (found[:, cv2.CC_STAT_AREA] >= 20)
    return float(np.percentile(sides[fit], 60)) if fit.sum() >= 2 else 0.0


def are_rules(found: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of OpenCV's connected components, (n, 5), are bars and strokes of no letter: (n,)."""
    import cv2
    import numpy as np

    wide, high = found[:, cv2.CC_STAT_WIDTH], found[:, cv2.CC_STAT_HEIGHT]
    full = found[:, cv2.CC_STAT_AREA] > 0.7 * wide * high
    return np.asarray(full & (np.maximum(wide, high) > 8 * np.minimum(wide, high)))


def ink_of(grey: Grey) -> Grey:
    """1 where it is dark."""
    import cv2
    import numpy as np

    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return ink.astype(np.uint8)
