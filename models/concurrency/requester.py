"""Requester of a piece of work, so that nobody has a model to themselves while others wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_person: ContextVar[int | None] = ContextVar("person", default=None)


@contextmanager
def requested_by(who: int | None) -> Iterator[None]:
    """Let what is asked for within the block be this person's; None for nobody's.

    A number that tells people apart, whatever it is.
    """
    token = _person.set(who)
    try:
        yield
    finally:
        _person.reset(token)


def requester() -> int | None:
    """Whose wish is being seen to."""
    return _person.get()
