"""How much of the committed pages is read wrong, and how long a page takes.

With a folder of real pictures, as `python -m benchmarks.reading ../shared/real`: those.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import mean, median

from benchmarks import reading_real
from benchmarks.figures import Figure, report
from models.media.image import open_picture
from models.read.reader import PageReader
from tests.data.reading.make import FOLDER, sheets
from tests.models.read.rate import error_rate

_TARGETS = {"clean": 3.0, "photo": 5.0}


def measure() -> list[Figure]:
    """Every page of tests/data/reading, clean and photographed; and pictures without writing."""
    reader = PageReader(("ben", "eng"))
    figures = []
    for kind, target in _TARGETS.items():
        rates, seconds = [], []
        for sheet in sheets():
            (file,) = (FOLDER / kind).glob(f"{sheet.name}.*")
            picture = open_picture(file.read_bytes())
            started = time.thread_time()
            page = reader.read(picture)
            seconds.append(time.thread_time() - started)
            rates.append(100 * error_rate(page.text, sheet.text))
            print(f"  {kind} {sheet.name}: {rates[-1]:.1f}%")
        mistakes = round(mean(rates), 2)
        figures += [
            Figure(
                f"reading, {kind}: mean character error rate of {len(rates)} pages",
                mistakes, "%", f"≤ {target:g} %", mistakes <= target,
            ),
            Figure(f"reading, {kind}: pages without a fault", sum(not rate for rate in rates), ""),
            Figure(f"reading, {kind}: processor time of a page", round(median(seconds), 2), "s"),
        ]  # fmt: skip
    spurious = 0
    for file in sorted((FOLDER.parent / "photos").glob("*.jpg")):
        spurious += len(reader.read(open_picture(file.read_bytes())).lines)
    figures.append(
        Figure("reading, photographs without writing: lines", spurious, "", "0", not spurious)
    )
    reader.close()
    return figures


if __name__ == "__main__":
    if len(sys.argv) > 1:
        report("reading-real", reading_real.measure(Path(sys.argv[1])))
    else:
        report("reading", measure())
