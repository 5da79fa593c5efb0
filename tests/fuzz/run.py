"""Many cases over a few processes, and what is told of them in the end."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from rich.table import Table

from tests.fuzz.doors import Verdict
from tests.fuzz.worker import Worker

GROWTH = 50.0
"""Megabytes that a process may hold more at the end than after it has warmed up."""


@dataclass
class Result:
    """By kind, how many cases ended how and the slowest; which failed; megabytes by process."""

    ends: dict[str, Counter[str]] = field(default_factory=dict)
    worst: dict[str, float] = field(default_factory=dict)
    failures: list[tuple[str, int, str]] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)

    def add(self, kind: str, number: int, verdict: Verdict) -> None:
        self.ends.setdefault(kind, Counter())[verdict.how] += 1
        self.worst[kind] = max(self.worst.get(kind, 0.0), verdict.ms)
        if verdict.how == "failed":
            self.failures.append((kind, number, verdict.fault))

    @property
    def growth(self) -> float:
        return max((end - warm for warm, end in self.memory), default=0.0)


def fuzz(
    seed: int,
    kinds: Sequence[str],
    numbers: Sequence[int],
    workers: int = 2,
    advance: Callable[[], object] = lambda: None,
) -> Result:
    """Run each kind's cases of these numbers. Blocks."""
    result, lock = Result(), threading.Lock()
    cases = iter(order(kinds, numbers))
    half = len(order(kinds, numbers)) // workers // 2

    def upcoming() -> Iterator[tuple[str, int]]:
        while True:
            with lock:
                following = next(cases, None)
            if following is None:
                return
            yield following

    def work(_: int) -> None:
        worker, done, warm = Worker(seed), 0, 0.0
        try:
            for kind, number in upcoming():
                verdict = worker.run(kind, number)
                # A process that was lost takes what it held with it: the next one warms up anew.
                done, warm = (0, 0.0) if worker.lost else (done + 1, warm)
                # What the allocator keeps for later comes and goes by 60 MB: the most of ten looks
                # in the first half is what the end is held against.
                if done and done <= half and done % max(half // 10, 1) == 0:
                    warm = max(warm, worker.memory())
                with lock:
                    result.add(kind, number, verdict)
                    advance()
            if warm:
                with lock:
                    result.memory.append((warm, worker.memory()))
        finally:
            worker.close()

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    return result


def order(kinds: Sequence[str], numbers: Sequence[int]) -> list[tuple[str, int]]:
    """All kinds by turns. Of bombs, each of which takes seconds, a tenth."""
    return [
        (kind, number)
        for number in numbers
        for kind in kinds
        if number % 10 == 0 or len(numbers) == 1 or "bomb" not in kind
    ]


def table(result: Result) -> Table:
    """What became of each kind, and of all."""
    drawn = Table("kind", *(_ENDS), "worst ms")
    for kind, ends in result.ends.items():
        counts = [str(ends[end]) for end in _ENDS]
        drawn.add_row(kind, *counts, f"{result.worst[kind]:.0f}")
    total: Counter[str] = sum(result.ends.values(), Counter())
    drawn.add_section()
    drawn.add_row("all", *(str(total[end]) for end in _ENDS), f"{max(result.worst.values()):.0f}")
    return drawn


_ENDS = ("handled", "refused", "failed")
