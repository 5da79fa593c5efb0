"""Heartbeats for the watchdog: whether work on a model goes on, or is stuck in a call.

A thread can't be ended from outside, and one that is stuck keeps its lane and its model. So here it
is only noticed; the process that the models have to themselves (`remote.subprocess_engine`) is then
ended.
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

_SLOWEST = 20_000_000
"""Bytes a second at which weights are read from the slowest card that anyone would put them on."""


@dataclass(eq=False)
class WatchedWork:
    """A piece of work under way. alive: when it last gave a sign of life, on the monotonic clock.

    May be set in the future before a step that is known to be long, so that the watchdog waits.
    """

    alive: float = field(default_factory=time.monotonic)


_under_way: ContextVar[WatchedWork | None] = ContextVar("work", default=None)


@contextmanager
def under_way(works: set[WatchedWork]) -> Iterator[None]:
    """Let the block be a piece of work among these."""
    work = WatchedWork()
    works.add(work)
    token = _under_way.set(work)
    try:
        yield
    finally:
        _under_way.reset(token)
        works.discard(work)


def alive() -> None:
    """A sign of life of this thread's work."""
    _set(time.monotonic())


@contextmanager
def waiting() -> Iterator[None]:
    """Let this thread wait for another's work, whose silence is that one's own."""
    _set(math.inf)
    try:
        yield
    finally:
        alive()


@contextmanager
def reading(size: int) -> Iterator[None]:
    """Let this thread read so many bytes of weights in silence."""
    _set(time.monotonic() + size / _SLOWEST)
    try:
        yield
    finally:
        alive()


def silence(works: Collection[WatchedWork]) -> float:
    """Seconds for which the stillest of these has given no sign of life; 0 where all do."""
    now = time.monotonic()
    return max([0.0, *(now - work.alive for work in tuple(works))])


def _set(moment: float) -> None:
    work = _under_way.get()
    if work is not None:
        work.alive = moment
