"""What a benchmark found, printed and written down."""

from __future__ import annotations

import datetime
import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

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
        "gpu": None,
    }


def report(name: str, figures: Sequence[Figure]) -> Path:
    """Print the figures and write them to benchmarks/results/<date>-<name>.json."""
    for figure in figures:
        mark = {True: "holds", False: "FALLS SHORT", None: ""}[figure.holds]
        target = f"(target {figure.target})" if figure.target else ""
        print(f"{figure.name}: {figure.value:g} {figure.unit} {target} {mark}".rstrip())
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{datetime.date.today().isoformat()}-{name}.json"
    found = {"machine": machine(), "figures": [asdict(figure) for figure in figures]}
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file
