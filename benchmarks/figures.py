"""What a benchmark found, printed and written down."""

from __future__ import annotations

import asyncio
import datetime
import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from inspect import isawaitable
from pathlib import Path
from typing import Any

from models.provisioning.machine import probe

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Figure:
    """One measured number; `holds` is None where nothing was promised."""

    name: str
    value: float
    unit: str
    target: str = ""
    holds: bool | None = None


def machine() -> dict[str, object]:
    """What these figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory),
        "python": platform.python_version(),
        "gpu": probe().gpu,
    }


def named(on: Mapping[str, object]) -> str:
    """A machine's name, fit for a file's: its GPU, or how many cores it has."""
    name = str(on["gpu"] or f"{on['processor']}-{on['cores']}-cores")
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def measured(module: str, function: str, *given: object) -> list[Figure]:
    """What a benchmark's function finds, awaited where it has to be."""
    found: Any = getattr(import_module(f"benchmarks.{module}"), function)(*given)

    async def waited() -> list[Figure]:
        return list(await found)

    return asyncio.run(waited()) if isawaitable(found) else list(found)


def show(figures: Sequence[Figure]) -> None:
    """Print the figures, and which of them hold."""
    for figure in figures:
        mark = {True: "holds", False: "FALLS SHORT", None: ""}[figure.holds]
        target = f"(target {figure.target})" if figure.target else ""
        print(f"{figure.name}: {figure.value:g} {figure.unit} {target} {mark}".rstrip(), flush=True)


def report(name: str, figures: Sequence[Figure], quiet: bool = False) -> Path:
    """Print the figures unless `quiet`; write them to benchmarks/results/<date>-<name>.json."""
    if not quiet:
        show(figures)
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{datetime.date.today().isoformat()}-{name}.json"
    found = {"machine": machine(), "figures": [asdict(figure) for figure in figures]}
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file
