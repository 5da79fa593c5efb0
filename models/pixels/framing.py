"""Framing and exposure of a photo: too dark, blurred, dazzled, cut off. Measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from models.values import Aim, Picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.float32]
    """(h, w), 0 to 1."""

_SIDE = 640
"""The longest side, in pixels, of what is measured; blur is told in these pixels."""
_GRID = 0.9
"""The blur, in pixels, of a sharp picture that was made no larger than it is shown."""
_EDGES = 30
"""Fewest edge pixels of a direction that tell of blur."""
_STRONG = 0.006
"""The weakest edge that counts: a slope of the whole range in 170 pixels, seen coarsely."""
_STRONGEST, _SHARPEST = 0.3, 20
"""Which part of a direction's edges tells, and the percentile of theirs that does: what is behind
a thing is soft in many a fine photo."""
_FINE, _COARSE = 1.0, 3.0
"""Standard deviations, in pixels, of the two Gaussians that tell how soft an edge is."""
_BLINDED = 250
_SHAPED = 0.75
"""How light a halo still is next to the white, and what the picture's usual light is below."""
_ROUND = 0.85
"""How much of its hull a halo's white fills: lit snow, water and sky are ragged."""
_AROUND = 4
"""Pixels from the white to where its halo is looked for, and the halo's breadth."""
_PLAIN = 0.16
"""How far, of 1, the border may spread around its middle colour and still be one ground."""
_MOSTLY = 0.85
"""The part of the border that must be ground: around photographs of the world it seldom is."""
_APART = 0.16
"""How far from that colour, of 1, something else is."""
_CUT = 0.03
"""The part of a side, 0 to 1, along which something must end there."""
_BROAD = 0.5
"""How broad it must be there, as a part of its greatest breadth: a ball that lies at the edge is
not cut off."""
_ALONE = 0.85
"""The part of all that stands out which one thing must be to be what the photo was taken of."""
_CORNERED = 0.85
"""How much of the smallest rectangle around it a sheet fills."""
_MARKED = 0.06
"""The standard deviation, of 1, of how light a sheet is that is written on."""
_SIDES: tuple[Literal["left", "right", "top", "bottom"], ...] = ("left", "right", "top", "bottom")


def measure(picture: Picture) -> Aim:
    """Look at how the photo was taken. Blocks."""
    import cv2  # loads OpenCV

    rgb = _small(picture)
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32) / np.float32(255)
    share, sides, written = _subject(rgb)
    return Aim(
        light=_light(grey),
        blur=_seen_at_large(_blur(grey), max(grey.shape)),
        glare=_glare(rgb, grey),
        subject=share,
        cut=sides,
        written=written,
    )


def slant_of(picture: Picture) -> float:
    """By how many degrees its lines of writing lean, -15 to 15."""
    import cv2

    from models.pixels.slant import slant

    image = picture.image.convert("L")
    image.thumbnail((1_000, 1_000))
    even: Any = cv2.equalizeHist(np.asarray(image))
    return float(slant(even))


def _small(picture: Picture) -> NDArray[np.uint8]:
    """uint8 RGB, (h, w, 3), no side over `_SIDE`; a smaller picture as it is."""
    import cv2

    image = picture.image
    # In whole steps first: the most part of a large photo is never copied.
    step = max(1, max(image.size) // (2 * _SIDE))
    rgb = np.asarray(image.reduce(step) if step > 1 else image)
    factor = _SIDE / max(rgb.shape)
    if factor < 1:
        height, width = (max(1, round(side * factor)) for side in rgb.shape[:2])
        rgb = cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8)
    return rgb


def _seen_at_large(blur: float, longest: int) -> float:
    """A blur in a small picture's pixels as that of the same photo at `_SIDE`.

    What is no softer than any sharp picture of few pixels isn't blurred, only small.
    """
    factor = _SIDE / longest
    return float(np.sqrt(max(0.0, (blur * factor) ** 2 - _GRID**2 * (factor**2 - 1))))


def _light(grey: Grey) -> float:
    """How light its lightest parts are, 0 to 1, without the grain of a dark photo."""
    import cv2

    small = cv2.resize(grey, (64, 48), interpolation=cv2.INTER_AREA)
    return float(np.percentile(small, 99.7))


def _blur(grey: Grey) -> float:
    """How soft the sharpest edges are: the standard deviation of what blurred them, in pixels.

    Of each of four directions by itself, and the softest of them: a hand that moved sideways
    blurs only the upright edges. An edge seen through a Gaussian of s pixels has a slope of
    1 / sqrt(s² + b²), so that two of them tell b. 0 where there are too few edges to tell.
    """
    import cv2

    coarse_x, coarse_y = _slopes(cv2.GaussianBlur(grey, (0, 0), _COARSE))
    coarse: Grey = cv2.magnitude(coarse_x, coarse_y)
    weakest = max(_STRONG, 0.12 * float(np.percentile(coarse[::2, ::2], 99.5)))
    inner = np.zeros(coarse.shape, dtype=bool)
    inner[2:-2, 2:-2] = coarse[2:-2, 2:-2] >= weakest
    at = np.flatnonzero(inner)
    turned = _directions(coarse_x.ravel()[at], coarse_y.ravel()[at])
    crest = _crests(coarse, at, turned)
    at, turned = at[crest], turned[crest]
    fine_x, fine_y = _slopes(cv2.GaussianBlur(grey, (0, 0), _FINE))
    strength = coarse.ravel()[at]
    ratio = np.hypot(fine_x.ravel()[at], fine_y.ravel()[at]) / strength
    squared = ratio.clip(1.02, _COARSE / _FINE) ** 2
    soft = np.sqrt((_COARSE**2 - squared * _FINE**2) / (squared - 1))
    found = [0.0]
    for direction in range(4):
        there = np.flatnonzero(turned == direction)
        if len(there) >= _EDGES:
            # Only the strongest: thin strokes that were smeared have faint but sharp rims.
            count = round(_STRONGEST * len(there))
            strongest = there[np.argpartition(strength[there], -count)[-count:]]
            found.append(float(np.percentile(soft[strongest], _SHARPEST)))
    return max(found)


def _directions(across: Grey, down: Grey) -> NDArray[np.int_]:
    """Which way each slope goes: 0 across, 1 down to the right, 2 down, 3 down to the left."""
    turn = np.rint(np.arctan2(down, across) / np.float32(np.pi / 4)).astype(int)
    return np.asarray(turn % 4)


def _crests(slope: Grey, at: NDArray[np.int_], turned: NDArray[np.int_]) -> NDArray[np.bool_]:
    """Where a slope is steepest on its way across the edge; only there it tells how soft it is.

    at: places in the flattened picture, none at its border.
    """
    width = slope.shape[1]
    step = np.array([1, width + 1, width, width - 1])[turned]
    flat = slope.ravel()
    return np.asarray((flat[at] >= flat[at - step]) & (flat[at] >= flat[at + step]))


def _slopes(grey: Any) -> tuple[Any, Any]:
    import cv2

    return (
        cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=1 / 8),
        cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=1 / 8),
    )


def _glare(rgb: NDArray[np.uint8], grey: Grey) -> float:
    """The share of the picture that a light blinds: white without shape, fading out around.

    White paper and white paint end at an edge; a light's halo doesn't.
    """
    import cv2

    white = cv2.inRange(rgb, (_BLINDED,) * 3, (255,) * 3)
    if float(np.median(grey[::2, ::2])) >= _SHAPED:
        return 0.0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(white)
    area = stats[:, cv2.CC_STAT_AREA]
    blinded = 0
    for label in np.flatnonzero((area >= 0.002 * white.size) & (area <= 0.5 * white.size)):
        if label and _fades(grey, labels, int(label), stats[label]):
            blinded += int(area[label])
    return float(blinded / white.size)


def _fades(grey: Grey, labels: Any, label: int, stats: Any) -> bool:
    """Whether a white spot is round and fades out around, rather than ends at an edge."""
    import cv2

    x, y, width, height = (int(value) for value in stats[:4])
    room = 2 * _AROUND
    part = slice(max(0, y - room), y + height + room), slice(max(0, x - room), x + width + room)
    spot = (labels[part] == label).astype(np.uint8)
    around = np.ones((2 * _AROUND + 1,) * 2, np.uint8)
    ring = (cv2.dilate(spot, around, iterations=2) > 0) & (cv2.dilate(spot, around) == 0)
    if not ring.any() or float(np.percentile(grey[part][ring], 25)) <= _SHAPED:
        return False
    hull: Any = cv2.convexHull(cv2.findNonZero(spot))
    return float(spot.sum()) >= _ROUND * cv2.contourArea(hull)


def _subject(rgb: NDArray[np.uint8]) -> tuple[float | None, tuple[Any, ...], bool]:
    """What stands out from a plain ground: its share of the picture, the sides that cut it, and
    whether it is like a sheet of writing.

    A share of None where there is no plain ground: then nobody knows what is the subject.
    """
    import cv2

    height, width = (max(1, side // 2) for side in rgb.shape[:2])
    half = cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(half, (0, 0), 0.8).astype(np.float32) / np.float32(255)
    apart = small - _ground(small)
    off = np.sqrt(np.einsum("hwc,hwc->hw", apart, apart))
    border = np.concatenate([off[0], off[-1], off[:, 0], off[:, -1]])
    if float((border < _PLAIN).mean()) < _MOSTLY:
        return None, (), False
    standing = (off > _APART).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(standing)
    if count < 2:
        return 0.0, (), False
    area = stats[1:, cv2.CC_STAT_AREA]
    largest = 1 + int(np.argmax(area))
    thing = labels == largest
    # Several things lie about: nobody knows which of them is meant.
    alone = float(area.max()) >= _ALONE * float(area.sum())
    share = float(standing.mean())
    cut = _cut(thing, stats[largest]) if alone else ()
    return share, cut, alone and _written(thing, half)


def _cut(thing: NDArray[np.bool_], stats: Any) -> tuple[Any, ...]:
    """The sides beyond which a thing goes on: it is broad there, and doesn't just touch them."""
    import cv2

    edges = {"left": thing[:, 0], "right": thing[:, -1], "top": thing[0], "bottom": thing[-1]}
    wide, high = int(stats[cv2.CC_STAT_WIDTH]), int(stats[cv2.CC_STAT_HEIGHT])
    return tuple(
        side
        for side in _SIDES
        if edges[side].sum() >= _CUT * len(edges[side])
        and edges[side].sum() >= _BROAD * (high if side in ("left", "right") else wide)
    )


def _written(thing: NDArray[np.bool_], rgb: Any) -> bool:
    """Whether a thing has four corners, like a sheet, and marks on it."""
    import cv2

    hull: Any = cv2.convexHull(cv2.findNonZero(thing.astype(np.uint8)))
    _, (wide, high), _ = cv2.minAreaRect(hull)
    if cv2.contourArea(hull) < _CORNERED * wide * high:
        return False
    inside = cv2.fillConvexPoly(np.zeros(thing.shape, np.uint8), hull, 1)
    rim = max(3, round(min(wide, high) / 6))
    inside = cv2.erode(inside, np.ones((rim, rim), np.uint8), borderValue=0)
    return bool(inside.any()) and float(rgb[inside > 0, 1].std()) > _MARKED * 255


def _ground(small: NDArray[np.float32]) -> NDArray[np.float32]:
    """The ground's colours, (h, w, 3): a slope laid through the border, without what touches it."""
    height, width = small.shape[:2]
    down, right = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    everywhere = np.stack([np.ones_like(down), down, right], axis=2)
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
