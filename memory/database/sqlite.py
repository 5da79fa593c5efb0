"""SQLite file: private to its user, set so that what is committed survives a power cut."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool

from memory.errors import DiskFull, MemoryFault, MemoryUnreachable

_PRAGMAS = (
    "busy_timeout = 10000",  # milliseconds, for a second program on the same file
    "journal_mode = WAL",
    "synchronous = FULL",  # a commit is on the disk when it returns
    "foreign_keys = ON",
    "secure_delete = ON",  # what is dropped must not stay in free pages
)
# A full disk shows as FULL on a write, and as SHMSIZE where the WAL's index can't grow.
_FULL = ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE")
_UNREACHABLE = (
    "SQLITE_CANTOPEN",
    "SQLITE_NOTADB",
    "SQLITE_CORRUPT",
    "SQLITE_READONLY",
    "SQLITE_PERM",
    "SQLITE_AUTH",
    "SQLITE_BUSY",
    "SQLITE_IOERR",
)


def file_of(url: URL, folder: Path) -> Path:
    """The file that `url` names; a relative path starts at `folder`.

    Raises `MemoryUnreachable` where the URL names no SQLite file.
    """
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        raise MemoryUnreachable(
            "memory.url must name a file, like sqlite:///chokh.db, or a database of PostgreSQL,"
            " like postgresql://user@host/chokh"
        )
    return folder / Path(str(url.database)).expanduser()


def make(file: Path) -> None:
    """Make the file where there is none, readable by its user alone. Blocks.

    SQLite gives its -wal and -shm files the permissions of the file. Raises `MemoryUnreachable`.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        file.chmod(0o600)
    except OSError as error:
        raise MemoryUnreachable(f"{file}: {error.strerror}") from error


def engine_of(file: Path) -> Engine:
    """An engine with one connection, whose faults come out as ours."""
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,  # a statement's values are people's words: not for the log
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _name)
    return engine


def tidy(engine: Engine) -> None:
    """Bring the write-ahead log into the file and empty it. Blocks."""
    # The driver's own connection: SQLAlchemy would begin a transaction; none may run.
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.Error as error:
        raise named(error) or error from error
    finally:
        connection.close()


def named(error: BaseException | None) -> MemoryFault | None:
    """SQLite's error as one of ours; None for one that no disk is at fault for."""
    if not isinstance(error, sqlite3.Error):
        return None
    name = getattr(error, "sqlite_errorname", "")
    if name in _FULL:
        return DiskFull(str(error))
    return MemoryUnreachable(str(error)) if name.startswith(_UNREACHABLE) else None


def _configure(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: `_begin` does
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # IMMEDIATE: what reads and then writes can't lose the lock in between.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _name(context: ExceptionContext) -> None:
    fault = named(context.original_exception)
    if fault is not None:
        raise fault from context.original_exception
