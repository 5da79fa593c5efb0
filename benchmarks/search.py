"""Search: 100,000 vectors of 768, and `chokh find` on 2,000 photos, killed half-way and resumed.

`python -m benchmarks.search [vectors|folder]`: without an argument both, some minutes.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.figures import Figure, report
from memory.edge import EdgePoints
from memory.folder import HIDDEN
from memory.points import Point
from models import presets
from models.engine import Engine
from models.settings import ModelsSettings

VECTORS, SIZE, CHATS, BATCH = 100_000, 768, 500, 1_000
PHOTOS = 2_000
_MODEL = "benchmark"


def vectors() -> list[Figure]:
    """Insert, search in one chat, delete, open again; each as the bot does it."""
    rng = np.random.default_rng(1)

    def some(count: int) -> np.ndarray:
        made = rng.normal(size=(count, SIZE)).astype(np.float32)
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        points, inserting = EdgePoints(Path(folder)), 0.0
        before = _resident()
        for start in range(0, VECTORS, BATCH):
            made = [
                Point(start + at, row, {"chat_id": (start + at) % CHATS})
                for at, row in enumerate(some(BATCH))
            ]
            inserting += _seconds(lambda made=made: points.put(_MODEL, made))
        figures.append(Figure("100,000 vectors of 768: insert", round(inserting, 1), "s"))
        one = []
        for number in range(VECTORS, VECTORS + 20):
            made = [Point(number, some(1)[0], {"chat_id": 1})]
            one.append(_seconds(lambda made=made: points.put(_MODEL, made)))
        figures.append(_median("one more vector, on the disk", one))
        taken = []
        for chat in range(40):
            row = some(1)[0]
            taken.append(
                _seconds(lambda row=row, chat=chat: points.near(_MODEL, row, 50, {"chat_id": chat}))
            )
        figures.append(_median("query of one chat of 500", taken[10:]))
        figures.append(Figure("memory for it", round(_resident() - before), "MB"))
        dropping = _seconds(lambda: points.drop(range(0, 200)))
        figures.append(Figure("200 deleted, gone from the disk", round(dropping, 1), "s"))
        points.close()
        again = EdgePoints(Path(folder))
        opening = _seconds(lambda: again.near(_MODEL, some(1)[0], 50, {"chat_id": 1}))
        figures.append(Figure("opened again, first query", round(opening * 1000), "ms"))
        again.close()
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        figures.append(Figure("on the disk", round(size / 1e6), "MB"))
    return figures


def folder() -> list[Figure]:
    """`chokh find` with the demonstration's embedder: whole, then killed half-way and resumed."""
    with tempfile.TemporaryDirectory() as place:
        photos = Path(place)
        _draw(photos)
        whole = _seconds(lambda: _find(photos).communicate())
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        same = _seconds(lambda: _find(photos).communicate())
        shutil.rmtree(photos / HIDDEN)
        killed = _find(photos)
        with suppress(subprocess.TimeoutExpired):
            killed.communicate(timeout=whole / 2)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        kept = _known(photos)
        answers: list[str] = []
        rest = _seconds(lambda: answers.append(_find(photos).communicate()[0]))
        end = _known(photos)
        found = len(json.loads(answers[0])["photos"])
    return [
        Figure("2,000 photos indexed and searched", round(whole, 1), "s"),
        Figure("peak memory", round(peak), "MB"),
        Figure("searched again, nothing changed", round(same, 1), "s"),
        Figure("indexed when killed half-way", kept, "photos", "> 0", 0 < kept < PHOTOS),
        Figure("the rest, resumed", round(rest, 1), "s"),
        Figure("indexed in the end", end, "photos", "2,000", end == PHOTOS),
        Figure("found", found, "photos", "5", found == 5),
    ]


def _draw(place: Path) -> None:
    """Circles and squares of any colour, at most 200 pixels a side."""
    rng = np.random.default_rng(2)
    for number in range(PHOTOS):
        width, height = (int(side) for side in rng.integers(120, 201, 2))
        image = Image.new("RGB", (width, height), tuple(rng.integers(90, 170, 3)))
        x, y, r = *rng.integers(30, 90, 2), int(rng.integers(12, 28))
        draw = ImageDraw.Draw(image)
        shape = draw.ellipse if number % 2 else draw.rectangle
        shape((x - r, y - r, x + r, y + r), fill=tuple(rng.integers(0, 256, 3)))
        image.save(place / f"{number:04}.jpg", quality=90)


def _find(photos: Path) -> subprocess.Popen[str]:
    program = "from bot.cli import main; main()"
    command = [sys.executable, "-c", program, "--preset", "shapes", "find", str(photos)]
    return subprocess.Popen(
        [*command, "a red circle", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _known(photos: Path) -> int:
    async def name() -> str:
        engine = Engine(presets.resolve("shapes", ModelsSettings()))
        try:
            return await engine.embedder()
        finally:
            await engine.close()

    points = EdgePoints(photos / HIDDEN)
    known = len(points.known(asyncio.run(name())))
    points.close()
    return known


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _median(name: str, seconds: list[float]) -> Figure:
    return Figure(
        f"{name}: median of {len(seconds)}", round(statistics.median(seconds) * 1000, 1), "ms"
    )


def _resident() -> float:
    """This process's resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    for name in sys.argv[1:] or ["vectors", "folder"]:
        report(f"search-{name}", {"vectors": vectors, "folder": folder}[name]())
