"""Single-instance lock: two bots on one memory would answer every message twice."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import Complaint


@contextmanager
def alone(url: str, folder: Path) -> Iterator[None]:
    """Let no second bot on the file that `url` names: both would answer every message.

    A database server may serve several. Raises `Complaint`, also where it can't be written.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:  # whoever opens the memory says so
        yield
        return
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        yield
        return
    file = folder / Path(f"{parsed.database}.lock").expanduser()
    kept = file.with_suffix("")
    # A file of its own: closing SQLite's anywhere in a program drops SQLite's own locks.
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _not_writable(kept, os.strerror(error.errno or 0)) from None
    try:
        if kept.exists() and not os.access(kept, os.W_OK):
            raise _not_writable(kept, os.strerror(errno.EACCES))
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"Another chokh is running on {kept}: stop it, then start this one again."
            raise Complaint(message) from None
        yield
    finally:
        os.close(held)


def _not_writable(kept: Path, why: str) -> Complaint:
    return Complaint(
        f"{kept} can't be written ({why}): let the user who runs Chokh write there, then start it "
        "again."
    )
