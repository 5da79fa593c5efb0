"""The coach for the next photo: how often it is right to speak, and to be silent.

On photos drawn fine or spoilt (tests/snaps.py), read by the real reader. Seeds below 100 are for
setting the thresholds, the figures are of another.

`python -m benchmarks.coach FOLDER` tells of other people's photographs too: each JPEG of the folder
as it is, all taken to be fine, and spoilt in one of the ways.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, report

if TYPE_CHECKING:
    from PIL.Image import Image

    from models.values import Page

SEED = 139
_EACH = 30
"""Photos of each base and fault; six times as many are fine."""
_KEYS = {"motion": "coach-blur"}
_SIZES = {"a photo as Telegram sends it": (1_280, 960), "12 megapixels": (4_000, 3_000)}
_SECONDS = 0.1


def judged(seed: int, each: int) -> Iterator[tuple[str, str, str]]:
    """Each photo's base and fault, and the key of what the coach says of it, "" for nothing."""
    import numpy as np

    from models.serving.factories import Backends
    from models.settings import ReadSettings
    from models.values import Page, Picture
    from tests.snaps import FAULTS, FINE, SHEETS, snap

    reader = Backends().tesseract(ReadSettings(), "")
    rng = np.random.default_rng(seed)
    for base, faults in FAULTS.items():
        for fault in (*[FINE] * 6, *faults):
            for _ in range(each):
                one = snap(rng, base, fault)
                page = reader.read(Picture(one.image, "")) if base == SHEETS else Page(())
                yield base, fault, _said(one.image, page, one.side)


def elsewhere(folder: Path, seed: int) -> Iterator[tuple[str, str, str]]:
    """The same of a folder's photographs, each once as it is and once spoilt; nothing is read."""
    import numpy as np
    from PIL import Image

    from models.values import Page
    from tests.snaps import FAULTS, FINE, PHOTOS, spoilt

    rng = np.random.default_rng(seed)
    for number, file in enumerate(sorted(folder.glob("*.jpg"))):
        image = Image.open(file).convert("RGB")
        for fault in (FINE, FAULTS[PHOTOS][number % len(FAULTS[PHOTOS])]):
            taken = image if fault == FINE else spoilt(rng, image, fault)
            yield folder.name, fault, _said(taken, Page(()))


def measure(seed: int = SEED, each: int = _EACH) -> list[Figure]:
    """The figures of the issue: silence on fine photos, a word on bad ones."""
    return figures_of(Counter(judged(seed, each)))


def figures_of(said: Counter[tuple[str, str, str]]) -> list[Figure]:
    """In all, and by base and fault, from how often each key was said of each."""
    total: Counter[tuple[str, str]] = Counter()
    spoken: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for (base, fault, key), count in said.items():
        total[base, fault] += count
        spoken[base, fault] += count * bool(key)
        right[base, fault] += count * (key == _KEYS.get(fault, f"coach-{fault}"))
    fine = sum(n for (_, fault), n in total.items() if fault == "fine")
    nagged = sum(n for (_, fault), n in spoken.items() if fault == "fine")
    bad = sum(n for (_, fault), n in total.items() if fault != "fine")
    told = sum(n for (_, fault), n in spoken.items() if fault != "fine")
    figures = [
        Figure("fine photos left in peace", round(1 - nagged / fine, 3), f"of {fine}", "≥ 0.95",
               nagged <= 0.05 * fine),
        Figure("bad photos with advice", round(told / bad, 3), f"of {bad}", "≥ 0.9",
               told >= 0.9 * bad),
    ]  # fmt: skip
    for (base, fault), count in total.items():
        what, least = ("left in peace", 0.95) if fault == "fine" else ("with the right advice", 0.9)
        part = 1 - spoken[base, fault] / count if fault == "fine" else right[base, fault] / count
        name = f"{base}, {fault}: {what}"
        figures.append(Figure(name, round(part, 3), f"of {count}", f"≥ {least}", part >= least))
    return figures


def speed() -> Iterator[Figure]:
    """How long measuring takes, decoded pixels in hand: the median of fifteen.

    Of all cores together, so that it is no less than what a person waits on an idle machine.
    """
    from models.pixels import framing
    from models.values import Picture
    from tests.snaps import photographs

    for name, size in _SIZES.items():
        picture = Picture(photographs()[2].resize(size), "")
        taken = []
        for _ in range(15):
            started = time.process_time()
            framing.measure(picture)
            taken.append(time.process_time() - started)
        seconds = round(median(taken), 3)
        target = f"< {_SECONDS}"
        yield Figure(
            f"processor time of measuring {name}", seconds, "s", target, seconds < _SECONDS
        )


def _said(image: Image, page: Page, side: str = "") -> str:
    """The key of the advice, "" for none; side: where it is cut off, and has to be said to be."""
    from handlers.descriptions.retake_advice import advice, needs_slant
    from models.pixels import framing
    from models.values import Picture

    picture = Picture(image, "")
    slant = framing.slant_of(picture) if needs_slant(page) else 0.0
    said = advice(framing.measure(picture), page, image.size, slant)
    if said is None:
        return ""
    elsewhere = bool(side) and said[0] == "coach-cut" and said[1]["side"] != side
    return f"{said[0]} elsewhere" if elsewhere else said[0]


if __name__ == "__main__":
    found = [*measure(), *speed()]
    for folder in sys.argv[1:]:
        found += figures_of(Counter(elsewhere(Path(folder), SEED)))[2:]
    report("coach", found)
