"""The chart for the README: each figure with a target, as a multiple of what was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from math import log2
from pathlib import Path

from benchmarks.figures import Figure

FILE = Path(__file__).parents[1] / "docs" / "benchmarks.svg"
_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 960, 16, 220, 46, 70
_REACH = 3.0
"""Doublings that are drawn on either side of the target: an eighth to eight times."""
_HOLDS, _SHORT = "#0b6b3a", "#a8321f"


def times_asked(figure: Figure) -> float | None:
    """How many times better than asked for: 1 is the target itself; None where none is a number.

    "≤ 5 ms" reached with 2.5 gives 2, "≥ 2" reached with 3 gives 1.5. Pure.
    """
    asked = re.fullmatch(r"([≤<≥>]) ?([\d.,]+).*", figure.target)
    if asked is None:
        return None
    wanted = float(asked[2].replace(",", ""))
    if wanted <= 0 or figure.value <= 0:
        return None
    return wanted / figure.value if asked[1] in "≤<" else figure.value / wanted


def alternative(figures: Sequence[Figure]) -> str:
    """The chart in words: every number that it shows."""
    return " ".join(f"{each.name}: {_said(each)}." for each in _shown(figures))


def draw(figures: Sequence[Figure], machine: str) -> str:
    """The chart as SVG. machine: what the figures were measured on."""
    shown = _shown(figures)
    height = _TOP + _ROW * len(shown) + 20
    middle = _LEFT + (_WIDTH - _LEFT - _RIGHT) / 2
    rows = [
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="16" y="28" font-size="18" font-weight="bold">Measured on {escape(machine)}'
        "</text>",
        f'<text x="{middle}" y="54" text-anchor="middle">right of the line: better than asked for'
        "</text>",
    ]
    for number, figure in enumerate(shown):
        y = _TOP + _ROW * number
        times = min(max(log2(times_asked(figure) or 1), -_REACH), _REACH)
        end = middle + times / _REACH * (middle - _LEFT)
        colour = _HOLDS if figure.holds else _SHORT
        rows += [
            f'<text x="{_LEFT}" y="{y + 18}">{escape(figure.name)}</text>',
            f'<rect x="{min(middle, end):.1f}" y="{y + 24}" width="{abs(end - middle):.1f}"'
            f' height="16" fill="{colour}"/>',
            f'<line x1="{middle}" y1="{y + 21}" x2="{middle}" y2="{y + 43}" stroke="#1a1a1a"'
            ' stroke-width="2"/>',
            f'<text x="{_WIDTH - _RIGHT + 10}" y="{y + 37}">{escape(_said(figure))}</text>',
        ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
            ' font-family="system-ui, sans-serif" font-size="14" fill="#1a1a1a">',
            "<title>What was measured against what was asked for</title>"
            f"<desc>{escape(alternative(figures))}</desc>",
            *rows,
            "</svg>\n",
        ]
    )


def _shown(figures: Sequence[Figure]) -> list[Figure]:
    return [each for each in figures if times_asked(each) is not None]


def _said(figure: Figure) -> str:
    unit = f" {figure.unit}" if figure.unit not in ("", "times", "of 1") else ""
    return f"{figure.value:g}{unit} ({figure.target})"
