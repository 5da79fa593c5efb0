"""`make bench`: measures on this machine, prints, writes benchmarks/results and the README's chart.

`make bench ARGS=quick` takes less than five minutes: fewer times each, and what takes minutes not
at all. Every benchmark runs in a process of its own: what one loads or sets is gone for the next.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

from benchmarks.chart import FILE, alternative, draw
from benchmarks.figures import Figure, machine, measured, named, report, show


@dataclass(frozen=True)
class Bench:
    """A function of a module here. given: what it gets; quick: the same in a hurry, None: left out.

    drawn: its figures with a target are in the chart.
    """

    module: str
    given: tuple[object, ...] = ()
    quick: tuple[object, ...] | None = None
    function: str = "measure"
    drawn: bool = False


BENCHES = (
    Bench("start", (10,), (5,), drawn=True),
    Bench("crowd", ("alike",), drawn=True),
    Bench("crowd", ("all",)),
    Bench("crowd", ("full",), drawn=True),
    Bench("captions", (20,), (1,), drawn=True),
    Bench("followup", drawn=True),
    Bench("decode"),
    Bench("voice", (5,), drawn=True),
    Bench("search", function="vectors", quick=(), drawn=True),
    Bench("search", function="indexing", drawn=True),
    Bench("growth"),
    Bench("idle", drawn=True),
    Bench("heartbeat", quick=()),
    # The thousand utterances of `python -m benchmarks.speech` take some minutes.
    Bench("speech", (100,), (20,), function="figures"),
    Bench("gpu", quick=()),
    Bench("reading", quick=()),
    Bench("coach"),
    Bench("doubt"),
    Bench("banglish", quick=()),
)


def main() -> int:
    """Measure, and write the figures down. Returns 1 where a benchmark fails."""
    quick, on = "quick" in sys.argv[1:], machine()
    found: list[Figure] = []
    drawn: list[Figure] = []
    failed, written = [], None
    for bench in BENCHES:
        given = bench.quick if quick else bench.given
        if given is None:
            continue
        print(f"— {bench.module} {' '.join(map(str, given))}".rstrip(), flush=True)
        try:
            figures = _alone(bench, given)
        except Exception as error:  # the others are measured all the same
            failed.append(bench.module)
            print(f"{bench.module} failed: {type(error).__name__}: {error}")
            continue
        show(figures)
        figures = [replace(each, name=f"{bench.module}: {each.name}") for each in figures]
        found += figures
        drawn += figures if bench.drawn else []
        # Each time: who ends it after an hour keeps what was measured.
        written = report(f"{named(on)}-quick" if quick else named(on), found, quiet=True)
    if on["gpu"] is None:
        print("GPU: no GPU here")
    print(written or "Nothing was measured.")
    if not quick:
        FILE.write_text(draw(drawn, named(on)), encoding="utf-8")
        print(f"{FILE}\n{alternative(drawn)}")
    return 1 if failed else 0


def _alone(bench: Bench, given: Sequence[object]) -> list[Figure]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measured, bench.module, bench.function, *given).result()


if __name__ == "__main__":
    sys.exit(main())
