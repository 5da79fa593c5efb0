"""How a photo was taken: too dark, blurred, blinded, cut off. Measured from its pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from models.abilities import Aim, Picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.float32]
    """(h, w), 0 to 1."""

_SIDE = 640
"""The longest side, in pixels, of what is measured; blur is told in these pixels."""
_EDGES = 30
"""Fewest edge pixels of a direction that tell of blur."""
_STRONG = 0.006
"""The weakest edge that counts: a slope of the whole range in 170 pixels, seen coarsely."""
_FINE, _COARSE = 1.0, 3.0
"""Standard deviations, in pixels, of the two Gaussians that tell how soft an edge is."""
_BLINDED = 250
_PLAIN = 0.16
"""How far, of 1, the border may spread around its middle colour and still be one ground."""
_MOSTLY = 0.85
"""The part of the border that must be ground: around photographs of the world it seldom is."""
_APART = 0.16
"""How far from that colour, of 1, something else is."""
_CUT = 0.03
"""The part of a side, 0 to 1, along which something must end there."""
_BROAD = 0.6
"""How broad it must be there, as a part of its greatest breadth: a ball that lies at the edge is
not cut off."""
_SIDES: tuple[Literal["left", "right", "top", "bottom"], ...] = ("left", "right", "top", "bottom")


def measure(picture: Picture) -> Aim:
    """Look at how the photo was taken. Blocks."""
    import cv2  # noqa: PLC0415 - loads OpenCV

    image = picture.image.copy()
    image.thumbnail((_SIDE, _SIDE))
    rgb = np.asarray(image)
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32) / np.float32(255)
    share, sides = _subject(rgb)
    return Aim(
        light=_light(grey),
        blur=_blur(grey) * _SIDE / max(image.size),
        glare=_glare(rgb, grey),
        subject=share,
        cut=sides,
    )


def slant_of(picture: Picture) -> float:
    """By how many degrees its lines of writing lean, -15 to 15."""
    import cv2  # noqa: PLC0415

    from models.read.prepare import slant  # noqa: PLC0415

    image = picture.image.convert("L")
    image.thumbnail((1_000, 1_000))
    even: Any = cv2.equalizeHist(np.asarray(image))
    return float(slant(even))


def _light(grey: Grey) -> float:
    """How light its lightest parts are, 0 to 1, without the grain of a dark photo."""
    import cv2  # noqa: PLC0415

    small = cv2.resize(grey, (64, 48), interpolation=cv2.INTER_AREA)
    return float(np.percentile(small, 99.7))


def _blur(grey: Grey) -> float:
    """How soft the sharpest edges are: the standard deviation of what blurred them, in pixels.

    Of each of four directions by itself, and the softest of them: a hand that moved sideways
    blurs only the upright edges. An edge seen through a Gaussian of s pixels has a slope of
    1 / sqrt(s² + b²), so that two of them tell b. 0 where there are too few edges to tell.
    """
    import cv2  # noqa: PLC0415

    fine_x, fine_y = _slopes(cv2.GaussianBlur(grey, (0, 0), _FINE))
    coarse_x, coarse_y = _slopes(cv2.GaussianBlur(grey, (0, 0), _COARSE))
    coarse = np.hypot(coarse_x, coarse_y)
    turned = (np.rint(np.arctan2(coarse_y, coarse_x) / (np.pi / 4)) % 4).astype(int)
    edges = _crests(coarse, turned)
    edges &= coarse >= max(_STRONG, 0.12 * float(np.percentile(coarse, 99.5)))
    ratio = np.hypot(fine_x, fine_y)[edges] / coarse[edges]
    squared = ratio.clip(1.02, _COARSE / _FINE) ** 2
    soft = np.sqrt((_COARSE**2 - squared * _FINE**2) / (squared - 1))
    found = [
        float(np.percentile(soft[turned[edges] == direction], 30))
        for direction in range(4)
        if (turned[edges] == direction).sum() >= _EDGES
    ]
    return max(found, default=0.0)


def _crests(slope: Grey, turned: NDArray[np.int_]) -> NDArray[np.bool_]:
    """Where a slope is steepest on its way across the edge; only there it tells how soft it is."""
    found = np.zeros(slope.shape, dtype=bool)
    for direction, (down, right) in enumerate(((0, 1), (1, 1), (1, 0), (1, -1))):
        before = np.roll(slope, (down, right), (0, 1))
        after = np.roll(slope, (-down, -right), (0, 1))
        found |= (turned == direction) & (slope >= before) & (slope >= after)
    found[[0, 1, -2, -1]] = False
    found[:, [0, 1, -2, -1]] = False
    return found


def _slopes(grey: Any) -> tuple[Any, Any]:
    import cv2  # noqa: PLC0415

    return (
        cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=1 / 8),
        cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=1 / 8),
    )


def _glare(rgb: NDArray[np.uint8], grey: Grey) -> float:
    """The share of the picture that a light blinds: white without shape, fading out around.

    White paper and white paint end at an edge; a light's halo doesn't.
    """
    import cv2  # noqa: PLC0415

    white = (rgb.min(axis=2) >= _BLINDED).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(white)
    around = np.ones((9, 9), np.uint8)
    blinded = 0
    for label in range(1, count):
        area = int(stats[label, cv2.CC_STAT_AREA])
        if not 0.002 * white.size <= area <= 0.5 * white.size:
            continue
        spot = (labels == label).astype(np.uint8)
        ring = (cv2.dilate(spot, around, iterations=2) > 0) & (cv2.dilate(spot, around) == 0)
        if ring.any() and float(np.percentile(grey[ring], 25)) > 0.75 > float(np.median(grey)):
            blinded += area
    return float(blinded / white.size)


def _subject(rgb: NDArray[np.uint8]) -> tuple[float | None, tuple[Any, ...]]:
    """The share of the picture that stands out from a plain ground, and the sides that cut it.

    None where there is no plain ground: then nobody knows what is the subject.
    """
    import cv2  # noqa: PLC0415

    small = cv2.GaussianBlur(rgb, (0, 0), 1.5).astype(np.float32) / np.float32(255)
    off = np.linalg.norm(small - _ground(small), axis=2)
    border = np.concatenate([off[0], off[-1], off[:, 0], off[:, -1]])
    if float((border < _PLAIN).mean()) < _MOSTLY:
        return None, ()
    standing = (off > _APART).astype(np.uint8)
    share = float(standing.mean())
    return share, tuple(side for side in _SIDES if _ends_at(standing, side))


def _ends_at(standing: NDArray[np.uint8], side: str) -> bool:
    """Whether something goes on beyond that side: it is broad there, and doesn't just touch it."""
    import cv2  # noqa: PLC0415

    turned = np.rot90(standing, {"top": 0, "right": 1, "bottom": 2, "left": 3}[side])
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(turned))
    for label in range(1, count):
        along = int((labels[0] == label).sum())
        broad = int(stats[label, cv2.CC_STAT_WIDTH])
        if along >= _CUT * turned.shape[1] and along >= _BROAD * broad:
            return True
    return False


def _ground(small: NDArray[np.float32]) -> NDArray[np.float32]:
    """The ground's colours, (h, w, 3): a slope laid through the border, without what touches it."""
    height, width = small.shape[:2]
    down, right = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    everywhere = np.stack([np.ones_like(down), down, right], axis=2).astype(np.float32)
    edge = np.zeros((height, width), dtype=bool)
    edge[[0, -1]] = edge[:, [0, -1]] = True
    points, colours = everywhere[edge], small[edge]
    kept = np.ones(len(points), dtype=bool)
    slope = np.zeros((3, 3), np.float32)
    for _ in range(4):
        slope = np.linalg.lstsq(points[kept], colours[kept], rcond=None)[0]
        off = np.linalg.norm(points @ slope - colours, axis=1)
        kept = off <= max(0.05, float(np.percentile(off, 75)))
    return np.asarray(everywhere @ slope, dtype=np.float32)
