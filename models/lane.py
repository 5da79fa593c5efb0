"""A lane: blocking work, one piece after the other, on a thread of its own or a few."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from models.errors import Busy

T = TypeVar("T")

ROOM = 64
"""Pieces of work that may wait in a lane, the one under way included."""


class Lane:
    """Runs work in the order in which it comes. Past its room it says `Busy`, at once."""

    def __init__(self, name: str, room: int = ROOM, threads: int = 1) -> None:
        """No thread starts before the first piece of work.

        threads: more than one where the work waits for others rather than computes.
        """
        self._executor = ThreadPoolExecutor(max_workers=threads, thread_name_prefix=name)
        self._room = room
        self._waiting = 0
        self._lock = threading.Lock()

    async def run(self, work: Callable[[], T]) -> T:
        """What `work()` returns or raises. Cancelled before its turn, it never runs.

        Raises `Busy` when the lane is full.
        """
        with self._lock:
            if self._waiting >= self._room:
                raise Busy
            self._waiting += 1
        future = self._executor.submit(work)
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Drop what waits, and wait for what is under way. Blocking."""
        self._executor.shutdown(cancel_futures=True)

    def _leave(self, _: Future[Any]) -> None:
        with self._lock:
            self._waiting -= 1
