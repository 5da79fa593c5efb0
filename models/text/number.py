"""A number in a text, and the keys by which it is compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Number:
    """One number in a text.

    start, end: its place in `plain(text)`; keys: what it may equal; parts: what it may be split
    into (9:30 → 9 and 30); firm: it must be found on the other side, not only may.
    """

    start: int
    end: int
    keys: frozenset[str]
    firm: bool = True
    parts: tuple[Number, ...] = ()

    def equals(self, other: Number) -> bool:
        """Whether the two may be the same number; the 90s are the 1990s, the 1890s are not."""
        shared = self.keys & other.keys
        if any(not each.startswith("decade:") for each in shared):
            return True
        return bool(shared) and (self._short() or other._short())

    def _short(self) -> bool:
        return any(re.fullmatch(r"n:\d\d", each) for each in self.keys)


def key(value: Fraction | int) -> str:
    """The key of a plain value."""
    return f"n:{Fraction(value)}"


def time_key(hour: Fraction | int, minute: int = 0) -> str:
    """The key of a time of day on a clock of twelve hours."""
    return f"t:{(hour * 60 + minute) % 720}"


def _parts(found: re.Match[str], *groups: int) -> tuple[Number, ...]:
    return tuple(
        Number(found.start(i), found.end(i), frozenset({key(int(found.group(i)))})) for i in groups
    )


def whole(found: re.Match[str], keys: set[str], *groups: int) -> Number:
    """A number that was written as one, which may be split into the groups of its match."""
    return Number(found.start(), found.end(), frozenset(keys), parts=_parts(found, *groups))
