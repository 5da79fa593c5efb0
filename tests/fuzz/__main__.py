"""python -m tests.fuzz: ten thousand broken files and updates, and what became of them."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.progress import Progress

from tests.fuzz.corpus import kinds
from tests.fuzz.run import GROWTH, fuzz, order, table


def main() -> int:
    """0 where every case was handled or refused and memory did not grow."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=10_400, help="in all; of bombs a tenth")
    parser.add_argument("--only", choices=sorted(kinds()), action="append", help="a kind")
    parser.add_argument("--case", type=int, help="one case of these kinds, by its number")
    parser.add_argument("--workers", type=int, default=2)
    told = parser.parse_args()
    chosen = told.only or list(kinds())
    each = -(-told.cases // len(chosen))
    numbers = range(each) if told.case is None else [told.case]
    console = Console()
    with Progress(console=console) as progress:
        task = progress.add_task("broken input", total=len(order(chosen, numbers)))
        result = fuzz(told.seed, chosen, numbers, told.workers, lambda: progress.advance(task))
    console.print(table(result))
    for kind, number, fault in result.failures:
        console.print(f"{kind} {number}: {fault}", markup=False, highlight=False)
        again = f"--seed {told.seed} --only {kind} --case {number}"
        console.print(f'  again: make fuzz ARGS="{again}"', markup=False, highlight=False)
    for warm, end in result.memory:
        console.print(f"memory of a process: {warm:.0f} MB warm, {end:.0f} MB at the end")
    return int(bool(result.failures) or result.growth > GROWTH)


if __name__ == "__main__":
    sys.exit(main())
