"""Single-instance lock: two bots on one memory would answer every message twice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import Complaint
from memory.database.file_lock import locked
from memory.database.sqlite import file_of


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
    kept = file_of(parsed, folder).resolve()
    with ExitStack() as held:
        try:
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # A file of its own, for a database that is not there yet or is put back while the bot
            # stands still; and the database itself, which may have several names.
            for file in (kept.with_name(f"{kept.name}.lock"), kept):
                if file != kept or kept.exists():
                    held.enter_context(locked(file, wait=False))
        except BlockingIOError:
            message = f"Another chokh is running on {kept}: stop it, then start this one again."
            raise Complaint(message) from None
        except OSError as error:
            raise _not_writable(kept, os.strerror(error.errno or 0)) from None
        yield


def _not_writable(kept: Path, why: str) -> Complaint:
    return Complaint(
        f"{kept} can't be written ({why}): let the user who runs Chokh write there, then start it "
        "again."
    )
