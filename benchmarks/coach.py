"""The coach for the next photo: how often it is right to speak, and to be silent.

On photos drawn fine or spoilt (tests/snaps.py), read by the real reader. Seeds below 100 are for
setting the thresholds, the figures are of another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from benchmarks.figures import Figure, report

SEED = 127
_EACH = 20
"""Photos of each base and fault; six times as many are fine."""
_KEYS = {"motion": "coach-blur"}


def judged(seed: int, each: int) -> Iterator[tuple[str, str, str]]:
    """Each photo's base and fault, and the key of what the coach says of it, "" for nothing."""
    import numpy as np

    from handlers.coach import advice, needs_slant
    from models import aim
    from models.abilities import Page, Picture
    from models.backends import Backends
    from models.settings import ReadSettings
    from tests.snaps import FAULTS, FINE, SHEETS, snap

    reader = Backends().tesseract(ReadSettings())
    rng = np.random.default_rng(seed)
    for base, faults in FAULTS.items():
        for fault in (*[FINE] * 6, *faults):
            for _ in range(each):
                one = snap(rng, base, fault)
                picture = Picture(one.image, "")
                page = reader.read(picture) if base == SHEETS else Page(())
                slant = aim.slant_of(picture) if needs_slant(page) else 0.0
                said = advice(aim.measure(picture), page, one.image.size, slant)
                key = said[0] if said else ""
                if key == "coach-cut" and said and fault == "cut" and said[1]["side"] != one.side:
                    key = "coach-cut elsewhere"
                yield base, fault, key


def measure(seed: int = SEED, each: int = _EACH) -> list[Figure]:
    """The figures of the issue: silence on fine photos, a word on bad ones."""
    said: Counter[tuple[str, str, str]] = Counter(judged(seed, each))
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
        what = "left in peace" if fault == "fine" else "with the right advice"
        part = 1 - spoken[base, fault] / count if fault == "fine" else right[base, fault] / count
        figures.append(Figure(f"{base}, {fault}: {what}", round(part, 3), f"of {count}"))
    return figures


if __name__ == "__main__":
    report("coach", measure())
