"""python -m tests.attack: hostile files of every kind, and what they took."""

from __future__ import annotations

import argparse
import statistics
import sys

from rich.console import Console
from rich.table import Table

from models.sandbox.sandbox import Sandbox
from tests.attack.files import MEGABYTES, files
from tests.attack.run import MEMORY, SECONDS, WAITED, attack, usual_photo


def main() -> int:
    """0 where nothing went over its bounds."""
    parser = argparse.ArgumentParser(prog="make attack", description=__doc__)
    parser.add_argument("--only", help="names that have this in them")
    told = parser.parse_args()
    console = Console(width=120)
    table = Table("file", "MB", "told", "seconds", "memory, MB", "sockets", "others waited, s")
    sandbox, failed = Sandbox(), 0
    sandbox.start()
    usual = statistics.median(usual_photo(sandbox) for _ in range(9))
    for name, (job, make) in files().items():
        if told.only and told.only not in name:
            continue
        took = attack(sandbox, name, job, make, usual)
        failed += took.too_much
        table.add_row(
            name,
            f"{took.size / MEGABYTES:.2f}",
            took.told,
            f"{took.seconds:.1f}",
            f"{took.megabytes:.0f}",
            str(took.sockets),
            f"{took.waited:.2f}",
            style="red" if took.too_much else "",
        )
    sandbox.close()
    console.print(table)
    console.print(
        f"a photo alone: {usual:.3f} s; bounds: {SECONDS:.0f} s, {MEMORY:.0f} MB, {WAITED} s"
    )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
