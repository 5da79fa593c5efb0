"""Runtime statistics: counts, times, and whether the program's parts are alive.

Plain numbers, so that counting costs nothing; bot/monitoring/prometheus.py writes them down for
Prometheus.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.monitoring.crash_reports import is_foreseen, words_in, write
from bot.monitoring.trace import Journey, current

logger = logging.getLogger("bot.updates")

BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
"""Seconds: the upper ends of what the times are sorted into."""


class Times:
    """How many times fell into each of `BOUNDS`, the longer ones last; and their sum in seconds."""

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS) + 1)
        self.sum = 0.0

    def add(self, seconds: float) -> None:
        """Count one."""
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.sum += seconds


@dataclass
class AbilityCalls:
    """Calls of one ability. moved: when it last began after rest, or finished one; monotonic."""

    times: Times = field(default_factory=Times)
    under_way: int = 0
    moved: float = 0.0


class Stats:
    """Counts since the start. Moments are seconds of the monotonic clock, None for never.

    folder: where crash reports go, None for nowhere; models: what is in memory, bytes by name.
    """

    def __init__(
        self, folder: Path | None = None, models: Callable[[], Mapping[str, int]] = dict
    ) -> None:
        self.folder = folder
        self.models = models
        self.updates: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.calls: Counter[tuple[str, str]] = Counter()
        self.waits, self.handling = Times(), Times()
        self.work: defaultdict[str, AbilityCalls] = defaultdict(AbilityCalls)
        self.last_error = ""
        self.heard_at: float | None = None
        self.looked_at: float | None = None

    def begin(self, journey: Journey) -> None:
        """An update's turn has come."""
        if journey.attempt == 1:
            self.waits.add(journey.waited)

    def end(self, journey: Journey) -> None:
        """Its turn is over: one line in the log."""
        self.updates[journey.outcome] += 1
        self.handling.add(journey.took)
        if journey.outcome == "done":
            self.kinds[journey.kind] += journey.count
        logger.info("%s", journey, extra={"fields": journey.fields()})

    def answered(self) -> None:
        """The update that this task works on is answered."""
        if (journey := current()) is not None:
            journey.outcome = "done"

    async def failed(self, error: Exception, outcome: str, content: Mapping[str, Any]) -> None:
        """The update that this task works on has failed; what nobody foresaw is written down.

        content: the update; none of its words goes into the report.
        """
        name, journey = type(error).__name__, current()
        self.errors[name] += 1
        if outcome in ("retry", "keep"):  # the others are everyday
            self.last_error = name
        if journey is None:
            return
        journey.outcome, journey.error = outcome, name
        if self.folder is None or journey.attempt > 1 or is_foreseen(error):
            return
        about = f"update {journey.update_id}, {journey.kind}"
        await asyncio.to_thread(write, self.folder, error, about, tuple(words_in(content)))

    def fell(self, error: BaseException, about: str) -> None:
        """What is done beside the answers has failed. Blocks for as long as a report is written."""
        self.errors[type(error).__name__] += 1
        if self.folder is not None and not is_foreseen(error):
            write(self.folder, error, about)

    @contextmanager
    def working(self, ability: str) -> Iterator[None]:
        """A call of an ability is under way."""
        work, began = self.work[ability], time.monotonic()
        if not work.under_way:
            work.moved = began
        work.under_way += 1
        try:
            yield
        finally:
            work.under_way -= 1
            work.moved = time.monotonic()
            work.times.add(work.moved - began)

    def called(self, method: str, status: str) -> None:
        """Telegram was asked. status: HTTP's, or "none" where no answer came."""
        self.calls[method, status] += 1
        if method in ("getUpdates", "setWebhook") and status == "200":
            self.heard_at = time.monotonic()

    def looked(self) -> None:
        """The dispatcher has looked into the inbox."""
        self.looked_at = time.monotonic()

    def loaded(self) -> list[str]:
        """The models in memory, by name."""
        return sorted(self.models())

    def free(self) -> int:
        """Bytes that are free on the disk of the bot's folder."""
        return shutil.disk_usage(self.folder or Path()).free
