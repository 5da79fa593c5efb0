"""What is stuck is told from what takes long, waits for others, or reads a large file."""

from __future__ import annotations

from models.concurrency.cancellation import check
from models.concurrency.heartbeat import WatchedWork, alive, reading, silence, under_way, waiting


def test_silence_lasts_from_the_last_sign_of_life_and_counts_for_nobody_who_waits() -> None:
    works: set[WatchedWork] = set()
    with under_way(works):
        (work,) = works
        for sign in (alive, check):
            work.alive -= 10
            assert silence(works) > 9
            sign()
            assert silence(works) < 1
        with waiting():
            assert silence(works) == 0
            # Who has the turn reads 15 GB from a slow card, and may take its time.
            with reading(15_000_000_000):
                assert silence(works) == 0
                work.alive -= 760
                assert silence(works) > 9
        assert silence(works) < 1
    assert silence(works) == 0
