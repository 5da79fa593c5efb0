"""Line crops: writing cut out of a picture, level, dark on white, of a recogniser's height."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Corners = NDArray[np.float32]

_LONGEST = 8_000
"""Pixels that a line may be long at its recogniser's height: what is longer is no line."""


@dataclass(frozen=True)
class Cut:
    """How a line is cut out. height: in pixels; beside: how much more at its ends, in heights of
    the line; stretch: how much wider it is made, for letters that are too narrow."""

    height: int
    beside: float = 0.1
    stretch: float = 1.0


def cut(pixels: Pixels, corners: Corners, way: Cut) -> Pixels | None:
    """What lies between the four corners; None where it is too narrow or too long for a line.

    pixels: (h, w, 3). corners: (4, 2), clockwise from where the line begins, at its top.
    """
    import cv2
    import numpy as np

    ahead, down = corners[1] - corners[0], corners[3] - corners[0]
    wide = max(np.linalg.norm(ahead), np.linalg.norm(corners[2] - corners[3]))
    high = max(np.linalg.norm(down), np.linalg.norm(corners[2] - corners[1]))
    if wide < 4 or high < 4:
        return None
    more = ahead / max(float(np.linalg.norm(ahead)), 1.0) * way.beside * high
    grown = corners + np.stack([-more, more, more, -more])
    height = way.height
    length = round((wide + 2 * way.beside * high) * way.stretch * height / high)
    if not 4 <= length <= _LONGEST:
        return None
    # What is made much smaller is averaged, not sampled: thin strokes would vanish.
    times = max(1, round(high / height))
    size = (length * times, height * times)
    flat = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], np.float32)
    warp = cv2.getPerspectiveTransform(grown.astype(np.float32), flat)
    seen: Any = cv2.warpPerspective(
        pixels, warp, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    if times > 1:
        seen = cv2.resize(seen, (length, height), interpolation=cv2.INTER_AREA)
    return np.asarray(seen, np.uint8)


def dark_on_white(line: Pixels) -> Pixels:
    """The line in grey, whatever its colours: what takes less room is ink, and made dark.

    Where both take as much, what lies along the edge is the ground.
    """
    import cv2
    import numpy as np

    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY)
    _, light = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    share = float(light.mean())
    if not 0 < share < 1:
        return np.asarray(grey, np.uint8)
    if abs(share - 0.5) <= 0.1:
        edge = np.concatenate([light[:3].ravel(), light[-3:].ravel(), light[:, :3].ravel()])
        share = float(edge.mean())
    ink, ground = np.median(grey[light == 0]), np.median(grey[light == 1])
    if share < 0.5:
        ink, ground = ground, ink
    even = (grey.astype(np.float32) - ink) / (ground - ink) * 215 + 20
    return np.asarray(even.clip(0, 255), np.uint8)
