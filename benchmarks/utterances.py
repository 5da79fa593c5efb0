"""What people type: how many lines are taken as they were meant, and how long that takes.

The lines lie beside the repository (../shared/bangla/utterances.tsv): text, what was meant, and how
it was taken before. "a|b" is either; "where(চাবি" is any that begins so.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, report

LINES = Path(__file__).parents[2] / "shared" / "bangla" / "utterances.tsv"
_REPEATED = 3
_OPEN = (
    "where(",
    "errand(",
    "earlier(",
    "question+",
    "cmd:find",
    "cmd:classify",
    "cmd:describe",
    "order",
)


def lines(file: Path = LINES) -> list[tuple[str, str]]:
    """Each text and what it means."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(row[0], row[1]) for row in rows[1:]]


def is_as_meant(taken: str, meant: str) -> bool:
    """Whether a text was taken as it was meant."""
    return any(
        taken == one
        or (one == "question" and taken.startswith("question+"))
        or (
            one.startswith(("where(", "errand(", "earlier(", "question+")) and taken.startswith(one)
        )
        or (one in ("cmd:find", "cmd:classify", "cmd:describe", "order") and taken.startswith(one))
        for one in meant.split("|")
    )


def wrong(of: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """The texts that are not taken as they are meant, with both."""
    from handlers.intents.parser import parse

    for text, meant in of:
        taken = str(parse(text))
        if not is_as_meant(taken, meant):
            yield text, meant, taken


def measure() -> list[Figure]:
    """The part taken as meant, orders that would be asked of the photo, and milliseconds."""
    from handlers.intents.parser import parse

    of = lines()
    parse("সাহায্য")  # the phrases are read
    missed = list(wrong(of))
    asked = [m for _, m, taken in missed if taken.startswith("question") and m.startswith("cmd:")]
    begin = time.perf_counter()
    for text, _ in of:
        for number in range(_REPEATED):
            parse(text + " " * number)
    each = (time.perf_counter() - begin) / len(of) / _REPEATED * 1000
    part = 1 - len(missed) / len(of)
    return [
        Figure("taken as meant", round(part, 3), f"of {len(of)}", "≥ 0.97", part >= 0.97),
        Figure("orders asked of the photo", len(asked), "lines", "0", not asked),
        Figure("one text parsed", round(each, 2), "ms", "< 2", each < 2),
    ]


if __name__ == "__main__":
    for text, meant, taken in wrong(lines(Path(sys.argv[1]) if len(sys.argv) > 1 else LINES)):
        print(text, "|", meant, "|", taken)
    if len(sys.argv) == 1:
        report("utterances", measure())
