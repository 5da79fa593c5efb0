"""`chokh caption` on 2,000 drawn photos: time, memory, and what a kill half-way costs.

`python -m benchmarks.folder [COUNT]`
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figures import Figure, report
from tests.shapes.bangla import to_bangla
from tests.shapes.scene import draw_scene, render
from tests.shapes.sentences import caption

COUNT = 2000
SIZE = (160, 120)
"""Pixels; phones' photos of 12 megapixels need 0.1 s more each to be decoded."""


def draw(folder: Path, count: int) -> dict[str, str]:
    """Draw photos into the folder. Returns each file's right caption, in Bangla."""
    rng = np.random.default_rng(2026)
    right = {}
    for number in range(count):
        scene = draw_scene(rng, size=SIZE, unknown=0.0)
        name = f"{number:05}.jpg"
        render(scene).save(folder / name, quality=92)
        right[name] = to_bangla(caption(scene))
    return right


def measure(count: int) -> list[Figure]:
    """Caption the folder in one go; then again, killed half-way and resumed."""
    with tempfile.TemporaryDirectory() as place:
        folder, whole, cut = Path(place, "photos"), Path(place, "whole.csv"), Path(place, "cut.csv")
        folder.mkdir()
        right = draw(folder, count)
        seconds, memory = _run(folder, whole)
        rows = _rows(whole)
        exact = sum(row["caption"] == right[row["photo"]] for row in rows) / count
        killed, _ = _run(folder, cut, until=count // 2)
        kept = len(_rows(cut, torn=True))
        resumed, _ = _run(folder, cut)
        names = [row["photo"] for row in _rows(cut)]
        same = {(r["photo"], r["caption"]) for r in _rows(cut)} == {
            (r["photo"], r["caption"]) for r in rows
        }
    lost, repeated = count - len(set(names)), len(names) - len(set(names))
    return [
        Figure("photos", count, f"of {SIZE[0]} x {SIZE[1]} pixels"),
        Figure("time", round(seconds, 1), "s"),
        Figure("time for a photo", round(seconds / count * 1000, 1), "ms"),
        Figure("peak memory", round(memory), "MB", "≤ 1500 MB", memory <= 1500),
        Figure("captions exact", round(exact * 100, 2), "%", "≥ 97 %", exact >= 0.97),
        Figure("killed after", round(killed, 1), "s"),
        Figure("rows that the kill left", kept, "rows"),
        Figure("time to finish after the kill", round(resumed, 1), "s"),
        Figure("rows lost", lost, "rows", "0", lost == 0),
        Figure("rows repeated", repeated, "rows", "0", repeated == 0),
        Figure("same captions as without a kill", float(same), "", "1", same),
    ]


def _run(folder: Path, out: Path, until: int | None = None) -> tuple[float, float]:
    """Run the command; kill it, with SIGKILL, once so many rows are there. Seconds and MB."""
    chokh = Path(sys.executable).parent / "chokh"
    command = [chokh, "--preset", "shapes", "caption", folder, "--out", out]
    started = time.perf_counter()
    program = subprocess.Popen(list(map(str, command)), stderr=subprocess.DEVNULL)
    while until is not None and len(_rows(out, torn=True)) < until:
        if program.poll() is not None:
            raise SystemExit("it ended before it could be killed")
        time.sleep(0.02)
    if until is not None:
        program.send_signal(signal.SIGKILL)
    _, status, used = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    if until is None and program.returncode:
        raise SystemExit(f"it ended with {program.returncode}")
    return time.perf_counter() - started, used.ru_maxrss / 1024


def _rows(out: Path, torn: bool = False) -> list[dict[str, Any]]:
    journal = out.with_name(f"{out.name}.jsonl")
    lines = journal.read_bytes().splitlines(keepends=True) if journal.exists() else []
    return [json.loads(line) for line in lines if not torn or line.endswith(b"\n")]


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    report("folder", measure(wanted))
