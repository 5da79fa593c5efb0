"""One bot on one memory: two would answer every message twice."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from bot.complaint import Complaint


@contextmanager
def alone(url: str, folder: Path) -> Iterator[None]:
    """Let no second bot on the file that `url` names: both would answer every message.

    A database server may serve several. Raises `Complaint`.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        yield
        return
    file = folder / Path(f"{parsed.database}.lock").expanduser()
    # A file of its own: closing SQLite's anywhere in a program drops SQLite's own locks.
    held = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = (
                f"Another chokh is running on {file.with_suffix('')}: stop it, "
                "then start this one again."
            )
            raise Complaint(message) from None
        yield
    finally:
        os.close(held)
