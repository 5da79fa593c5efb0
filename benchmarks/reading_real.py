"""Reading real pictures: plain Tesseract, Chokh and PP-OCR beside each other, picture by picture.

The folder has MANIFEST.tsv, modes.json, reading/ID.* with ID.txt (what is written), and score.py,
which compares. It lies outside: of many of its pictures no licence is stated.
"""

from __future__ import annotations

import csv
import json
import runpy
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median, quantiles
from typing import Any

from benchmarks.figures import Figure
from models.errors import ChokhError
from models.media.image import open_picture
from models.read.reader import PageReader

_KINDS = {
    "bn doc": ("Bangla documents", 0.15),
    "bn screen": ("Bangla screenshots", 0.10),
    "bn scene": ("Bangla boards and banners", 0.50),
    "bn poster": ("Bangla posters and covers", 0.50),
    "bn cover": ("Bangla posters and covers", 0.50),
    "bn plate": ("plates", 0.50),
    "bn banknote": ("taka notes", 0.60),
    "bn hand": ("Bangla handwriting", 0.0),
    "en doc": ("English documents and screens", 0.10),
    "en screen": ("English documents and screens", 0.10),
    "en poster": ("English documents and screens", 0.10),
    "en receipt": ("English receipts", 0.16),
    "en scene": ("English scenes", 0.22),
    "en blind": ("English, by blind people", 0.20),
}
"""A kind of picture, and the mean character error rate that is promised for it."""
_NOISE = 0.02


def measure(folder: Path) -> list[Figure]:
    """Every picture of the folder that has a transcription."""
    rate: Callable[..., float] = runpy.run_path(str(folder / "score.py"))["rate"]
    modes = json.loads((folder / "modes.json").read_text(encoding="utf-8"))
    rates: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    seconds: dict[str, list[float]] = defaultdict(list)
    worse, reader, ppocr = [], PageReader(("ben", "eng")), _ppocr()
    with (folder / "MANIFEST.tsv").open(encoding="utf-8") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t"))
    for row in rows:
        name = row["id"]
        told = folder / "reading" / f"{name}.txt"
        if not told.exists():
            continue
        data = (folder / row["file"]).read_bytes()
        language = "bn" if row["lang"].startswith("bn") else "en"
        kind, _ = _KINDS[f"{language} {row['kind']}"]
        engines: dict[str, Callable[[bytes], str]] = {
            "plain": _plain,
            "ours": lambda data: _ours(reader, data),
        }
        if language == "en":
            engines["pp-ocr"] = ppocr
        got = {}
        for engine, read in engines.items():
            started = time.monotonic()
            text = read(data)
            seconds[engine].append(time.monotonic() - started)
            part = told.with_suffix(".part").exists()
            mode = modes.get(name, "whole")
            got[engine] = rate(told.read_text(encoding="utf-8"), text, mode, part)
            rates[kind][engine].append(got[engine])
        if got["ours"] > got["plain"] + _NOISE:
            worse.append(name)
        print(f"  {name} {kind}:", *(f"{engine} {value:.3f}" for engine, value in got.items()))
    reader.close()
    return _figures(rates, seconds, worse)


def _figures(
    rates: dict[str, dict[str, list[float]]], seconds: dict[str, list[float]], worse: list[str]
) -> list[Figure]:
    targets = dict(_KINDS.values())
    figures = []
    for kind, by in rates.items():
        for engine, all_ in by.items():
            target = targets[kind] if engine == "ours" else 0.0
            name = f"reading, {kind}: mean character error rate of {len(all_)}, {engine}"
            wanted = f"≤ {target:g}" if target else ""
            holds = mean(all_) <= target if target else None
            figures.append(Figure(name, round(mean(all_), 3), "", wanted, holds))
    count = len(seconds["ours"])
    figures.append(
        Figure(
            f"reading, pictures of {count} more than 2 points worse than plain Tesseract: "
            + (", ".join(worse) or "none"),
            len(worse), "", "≤ 1 of 20", len(worse) * 20 <= count,
        )
    )  # fmt: skip
    for engine, all_ in seconds.items():
        late = quantiles(all_, n=20)[-1]
        figures += [
            Figure(f"reading, a picture, median, {engine}", round(median(all_), 2), "s"),
            Figure(f"reading, a picture, 95th centile, {engine}", round(late, 2), "s"),
        ]
    return figures


def _ours(reader: PageReader, data: bytes) -> str:
    """What is told; nothing where the reader gives up, as on a machine with much else to do."""
    try:
        return reader.read(open_picture(data)).text
    except ChokhError:
        return ""


def _plain(data: bytes) -> str:
    """What Tesseract's own program reads."""
    done = subprocess.run(
        ["tesseract", "-", "-", "-l", "ben+eng"], input=data, capture_output=True, check=False
    )
    return done.stdout.decode("utf-8", "replace")


def _ppocr() -> Callable[[bytes], str]:
    """PP-OCR as rapidocr sets it up."""
    from rapidocr import RapidOCR

    engine: Any = RapidOCR(params={"Global.log_level": "error"})
    return lambda data: "\n".join(engine(data).txts or ())
