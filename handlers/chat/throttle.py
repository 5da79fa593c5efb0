"""Throttle: a sentence said once, not for each message."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

# Strangers choose how many keys there are; the oldest go.
_KEPT = 10_000


class Once:
    """Remembers, until the program ends, what has been said to whom."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said: OrderedDict[Hashable, float] = OrderedDict()

    def first(self, *key: Hashable, every: float = math.inf) -> bool:
        """Whether this key is new, or was new more than `every` seconds ago; it no longer is."""
        now = self._clock()
        said = self._said.get(key)
        if said is not None and now - said < every:
            return False
        self._said[key] = now
        self._said.move_to_end(key)
        if len(self._said) > _KEPT:
            self._said.popitem(last=False)
        return True

    def ago(self, *key: Hashable) -> float:
        """Seconds since this key was last let through; infinite for a new one."""
        said = self._said.get(key)
        return math.inf if said is None else self._clock() - said
