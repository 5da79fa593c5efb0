"""File lock (flock): held until it is closed, or the process ends in whatever way."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def lock(file: Path, wait: bool = True) -> int:
    """Make the file where there is none, and hold its lock. Returns what closes it, a descriptor.

    Raises OSError, `BlockingIOError` where another holds it and is not waited for.
    """
    held = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BaseException:
        os.close(held)
        raise
    return held


@contextmanager
def locked(file: Path, wait: bool = True) -> Iterator[None]:
    """The same for the time of a block."""
    held = lock(file, wait)
    try:
        yield
    finally:
        os.close(held)
