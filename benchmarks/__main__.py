"""`make bench`."""

from __future__ import annotations

import asyncio

from benchmarks.figures import report
from benchmarks.heartbeat import measure


def main() -> None:
    """Measure on this machine, and write the figures down."""
    report("heartbeat", asyncio.run(measure()))
    print("GPU: no GPU here")


if __name__ == "__main__":
    main()
