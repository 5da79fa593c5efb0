"""`make bench`: measures on this machine, prints, and writes benchmarks/results.

The thousand utterances of `python -m benchmarks.speech` take some minutes; here are a hundred.
"""

from __future__ import annotations

import asyncio

from benchmarks import heartbeat, reading, speech
from benchmarks.figures import report


def main() -> None:
    """Measure, and write the figures down."""
    report("heartbeat", asyncio.run(heartbeat.measure()))
    report("speech-100", speech.figures(100))
    report("reading", reading.measure())
    print("GPU: no GPU here")


if __name__ == "__main__":
    main()
