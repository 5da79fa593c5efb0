"""Lane: a bounded queue of blocking work, on a thread of its own or a few."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from models.concurrency.cancellation import Stopped, stopped_by
from models.concurrency.heartbeat import WatchedWork, silence, under_way
from models.concurrency.requester import requester
from models.concurrency.torch_threads import let_go_of_threads
from models.errors import Busy

T = TypeVar("T")

ROOM = 64
"""Pieces of work that may wait in a lane, the one under way included."""

_LOOK_EVERY = 0.1
"""Seconds between looks whether the lane has nothing to do."""


@dataclass
class _Load:
    """What waits or is under way, and what gives way to it: one for lanes beside each other."""

    waiting: int = 0
    spare: threading.Event | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Lane:
    """Runs work in the order in which it comes. Past its room it says `Busy`, at once."""

    def __init__(
        self, name: str, room: int = ROOM, threads: int = 1, beside: Lane | None = None
    ) -> None:
        """No thread starts before the first piece of work.

        threads: more than one where pieces of work wait for others, or compute together; beside:
        the lane that it shares its room and its spare time with.
        """
        self._executor = ThreadPoolExecutor(max_workers=threads, thread_name_prefix=name)
        self._room: int = beside._room if beside else room
        self._load: _Load = beside._load if beside else _Load()
        self._works: set[WatchedWork] = set()
        self._line: dict[object, tuple[int, float]] = {}

    async def run(self, work: Callable[[], T]) -> T:
        """What `work()` returns or raises. Cancelled before its turn, it never runs.

        Cancelled while it runs, it is told to stop (`cancellation`). Raises `Busy` when the
        lane is full.
        """
        stop = threading.Event()
        return await _outcome(self.submit(_watched(work, stop)), stop)

    async def spare(self, work: Callable[[], object]) -> bool:
        """Do what can wait as soon as nobody waits; told to stop when somebody comes.

        Returns whether it was done to its end. Raises what `work` raises.
        """
        stop = threading.Event()
        while self._load.waiting or self._load.spare is not None:  # noqa: ASYNC110 - threads change it
            await asyncio.sleep(_LOOK_EVERY)
        # No await before the work is in the lane, or two would each find it empty.
        future = self.submit(_watched(work, stop))
        self._load.spare = stop
        try:
            await _outcome(future, stop)
        except Stopped:
            return False
        finally:
            self._load.spare = None
        return True

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Let `work()` be done in its turn. Raises `Busy` when the lane is full."""
        if (giving_way := self._load.spare) is not None:
            giving_way.set()
        with self._load.lock:
            if self._load.waiting >= self._room:
                raise Busy
            self._load.waiting += 1
        ticket, who = object(), requester()
        if who is not None:
            self._line[ticket] = who, time.monotonic()
        future = self._executor.submit(self._do, ticket, work)
        future.add_done_callback(lambda _: self._leave(ticket))
        return future

    @property
    def busy(self) -> bool:
        """Whether anything is under way, or waits."""
        return self._load.waiting > 0

    def others_waited(self, by: object) -> float:
        """Seconds for which somebody else's work has waited for its turn. by: whose has it now."""
        now = time.monotonic()
        others = (now - since for who, since in tuple(self._line.values()) if who != by)
        return max(others, default=0.0)

    def silence(self) -> float:
        """Seconds for which a piece of work under way has given no sign of life."""
        return silence(self._works)

    def close(self) -> None:
        """Drop what waits, and wait for what is under way. Blocking."""
        self._executor.shutdown(cancel_futures=True)

    def _do(self, ticket: object, work: Callable[[], T]) -> T:
        self._line.pop(ticket, None)
        try:
            with under_way(self._works):
                return work()
        finally:
            let_go_of_threads()

    def _leave(self, ticket: object) -> None:
        self._line.pop(ticket, None)
        with self._load.lock:
            self._load.waiting -= 1


def _watched(work: Callable[[], T], stop: threading.Event) -> Callable[[], T]:
    def watched() -> T:
        with stopped_by(stop.is_set):
            return work()

    return watched


async def _outcome(future: Future[T], stop: threading.Event) -> T:
    try:
        return await asyncio.wrap_future(future)
    except asyncio.CancelledError:
        stop.set()
        raise
