"""Rate limit: how much is looked at, at once and in a minute. The rest waits in the inbox."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from models.errors import Busy, ChokhError

_MINUTE = 60.0
_PEOPLE = 10_000


class TooManyWaiting(ChokhError):
    """So many of a person's messages wait that no more are kept."""


class Pace:
    """Counts photos, for each person within a minute and for all that are under way."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[int, deque[float]] = {}
        self._under_way = 0

    def wait(
        self, user_id: int, photos: int, a_minute: int, elsewhere: Sequence[float] = ()
    ) -> float:
        """Seconds until the person's next `photos` may be looked at; 0.0, and counted, for now.

        More than `a_minute` at once, in an album, are let through when none came before them.
        elsewhere: how many seconds ago all bots that share a memory have answered each photo of the
        person's, oldest first.
        """
        now = self._clock()
        if len(self._seen) > _PEOPLE:
            self._seen = {who: seen for who, seen in self._seen.items() if seen[-1] > now - _MINUTE}
        seen = self._seen.setdefault(user_id, deque())
        while seen and seen[0] <= now - _MINUTE:
            seen.popleft()
        known = max(seen, [now - ago for ago in elsewhere if ago < _MINUTE], key=len)
        over = len(known) + photos - a_minute
        if known and over > 0:
            return known[min(over, len(known)) - 1] + _MINUTE - now
        seen.extend([now] * photos)
        return 0.0

    def give_back(self, user_id: int, photos: int) -> None:
        """Take back what `wait` counted, for photos that were not looked at after all."""
        seen = self._seen.get(user_id)
        for _ in range(min(photos, len(seen or ()))):
            if seen:
                seen.pop()

    @property
    def rests(self) -> bool:
        """Whether nobody waits for an answer."""
        return self._under_way == 0

    @contextmanager
    def place(self, most: int) -> Iterator[None]:
        """Hold one of `most` places. Raises `Busy` where none is free."""
        if self._under_way >= most:
            raise Busy(f"{self._under_way} are under way")
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
