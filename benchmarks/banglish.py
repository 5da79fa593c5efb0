"""Bangla in Latin letters: how many lines go where the Bangla would.

220 lines, and 90 of English (tests/handlers/banglish.tsv), were written before the reader of them
and by somebody else. "dev" lines were looked at while it was made; "held" ones only counted.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, report

LINES = Path(__file__).parents[1] / "tests" / "handlers" / "banglish.tsv"


@dataclass(frozen=True)
class Line:
    """language: "bn" in Latin letters, or "en"; bangla: as a careful person would write it."""

    text: str
    language: str
    route: str
    set: str
    bangla: str

    @property
    def right(self) -> bool:
        """Whether it is read as Bangla and goes where that goes; English as it was typed."""
        from handlers.intents.banglish import as_bangla
        from models.text.script import is_bangla

        read = as_bangla(self.text)
        if self.language == "en":
            return read == self.text and route(read) == self.route
        return is_bangla(read) and route(read) == self.route


def lines() -> list[Line]:
    """All lines, of both sets."""
    with LINES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Line(**row) for row in rows]


def route(text: str) -> str:
    """Where a text goes: a command, or what kind of question."""
    from handlers.intents.parser import parse

    intent = parse(text)
    intent = intent.rest or intent
    if intent.kind == "command":
        bare = not intent.argument or intent.name in ("read", "find", "classify")
        return intent.name if bare else f"{intent.name}:{intent.argument}"
    if intent.kind == "look":
        return "where" if intent.name == "where" else "measure"
    return "question" if intent.kind == "question" else intent.kind


def words_right(of: Sequence[Line]) -> float:
    """The part of the words that are as a careful person would write them, 0 to 1."""
    from handlers.intents.banglish import as_bangla

    same = total = 0
    for line in of:
        wanted, read = _words(line.bangla), _words(as_bangla(line.text))
        total += len(wanted)
        same += sum(word in read for word in wanted)
    return same / total


def _words(text: str) -> list[str]:
    return re.sub(r"[।?!.,:]", " ", unicodedata.normalize("NFC", text)).split()


def measure() -> list[Figure]:
    """The issue's figure, for the held-out lines, and what lies behind it."""
    figures = []
    for which, of in (("held", "held out"), ("dev", "looked at")):
        bangla = [line for line in lines() if line.set == which and line.language == "bn"]
        other = [line for line in bangla if line.route != "question"]
        english = [line for line in lines() if line.set == which and line.language == "en"]
        for name, some in (
            ("Banglish routed right", bangla),
            ("Banglish routed right, plain questions aside", other),
            ("English left as it is", english),
        ):
            part = sum(line.right for line in some) / len(some)
            figures.append(
                Figure(f"{name}, {of}", round(part, 3), f"of {len(some)}", "≥ 0.9", part >= 0.9)
            )
        figures.append(Figure(f"words as in the Bangla, {of}", round(words_right(bangla), 3), ""))
    return figures


def show(which: str) -> None:
    """Print the lines of a set that go wrong, and how they were read."""
    from handlers.intents.banglish import as_bangla

    for line in lines():
        if line.set == which and not line.right:
            print(line.text, "|", line.route, "|", as_bangla(line.text), "|", line.bangla)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        show(sys.argv[1])
    report("banglish", measure())
