"""`make bench`: what it runs is there, and its chart shows what was measured."""

from __future__ import annotations

from importlib import import_module
from xml.etree import ElementTree as ET

import pytest

from benchmarks.__main__ import BENCHES
from benchmarks.chart import alternative, draw, times_asked
from benchmarks.figures import Figure, named

FIGURES = [
    Figure("from launch to /start answered", 1.1, "s", "≤ 1.5 s", True),
    Figure("batch & plain", 1.5, "times", "≥ 2", False),
    Figure("on the disk", 385, "MB"),
]


@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: f"{bench.module}.{bench.function}")
def test_every_benchmark_of_the_list_is_there(bench) -> None:
    assert callable(getattr(import_module(f"benchmarks.{bench.module}"), bench.function))


@pytest.mark.parametrize(
    ("value", "target", "times"),
    [(2.5, "≤ 5 ms", 2.0), (3, "≥ 2", 1.5), (75, "< 150 MB", 2.0), (1, "", None), (1, "0", None)],
)
def test_a_figure_is_so_many_times_better_than_asked_for(value, target, times) -> None:
    assert times_asked(Figure("", value, "", target)) == times


def test_the_chart_says_every_number_that_it_shows() -> None:
    drawn = ET.fromstring(draw(FIGURES, "two cores"))  # noqa: S314 -- our own
    shown = " ".join(drawn.itertext())
    assert "1.1 s (≤ 1.5 s)" in shown
    assert "batch & plain: 1.5 (≥ 2)." in shown
    assert alternative(FIGURES) in shown
    assert "on the disk" not in shown


def test_a_machine_is_named_by_its_gpu_or_its_cores() -> None:
    assert named({"gpu": "NVIDIA H200", "processor": "x86_64", "cores": 16}) == "nvidia-h200"
    assert named({"gpu": None, "processor": "x86_64", "cores": 2}) == "x86-64-2-cores"
