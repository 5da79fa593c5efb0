"""Turns of threads at one model: some of them together, or one alone."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from models.concurrency.heartbeat import waiting


class Turns:
    """Lets so many threads in at the same time, in the order in which they come."""

    def __init__(self, most: int) -> None:
        """Nobody is in. most: 1 or more."""
        self._most = self._free = most
        self._line: deque[object] = deque()
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, alone: bool = False) -> Iterator[None]:
        """Be in for as long as the block runs; alone: once the others are out, and until it ends.

        Blocks until there is room. Nobody overtakes, or who wants to be alone never would be.
        """
        needed, ticket = self._most if alone else 1, object()
        with self._changed:
            self._line.append(ticket)
            with waiting():
                self._changed.wait_for(lambda: self._line[0] is ticket and self._free >= needed)
            self._line.popleft()
            self._free -= needed
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += needed
                self._changed.notify_all()
