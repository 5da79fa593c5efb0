"""The database file: made private, brought to the newest schema, its faults named.

SQLite is set so that what is committed survives a power cut.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import AsyncAdaptedQueuePool, NullPool

from memory.errors import DiskFull, MemoryFault, MemoryUnreachable
from memory.migrations import bring_up_to_date

_PRAGMAS = (
    "busy_timeout = 10000",  # milliseconds, for a second program on the same file
    "journal_mode = WAL",
    "synchronous = FULL",  # a commit is on the disk when it returns
    "foreign_keys = ON",
    "secure_delete = ON",  # what is dropped must not stay in free pages
)
# A full disk shows as FULL on a write, and as SHMSIZE where the WAL's index can't grow.
_FULL = ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE")
_HERE = ("localhost", "127.0.0.1", "::1")
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


class Database:
    """Sessions on one database; its faults come out as `MemoryFault`s."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)

    @classmethod
    async def open(cls, url: str, folder: Path) -> Database:
        """Open or make the database, and bring it to the newest schema.

        url: sqlite:///path; a relative path starts at `folder`.
        Raises `DiskFull`, `MemoryUnreachable`.
        """
        file = file_of(url, folder)
        await asyncio.to_thread(prepare, file)
        # One connection: nothing in this program waits for a lock of its own, and SQLite
        # writes one at a time anyway.
        engine = create_async_engine(
            f"sqlite+aiosqlite:///{file}",
            poolclass=AsyncAdaptedQueuePool,
            pool_size=1,
            max_overflow=0,
            pool_timeout=60,
            hide_parameters=True,  # a statement's values are people's words: not for the log
        )
        _set_up(engine.sync_engine)
        return cls(engine)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A session in one transaction: on the disk when the block ends, or nothing of it is."""
        async with self._sessions.begin() as session:
            yield session

    async def tidy(self) -> None:
        """Bring the write-ahead log into the file and empty it: what was dropped is gone."""
        async with self.engine.connect() as connection:
            # The driver's own connection: SQLAlchemy would begin a transaction; none may run.
            driver: Any = (await connection.get_raw_connection()).driver_connection
            try:
                await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error as error:
                raise named(error) or error from error

    async def close(self) -> None:
        """Close the connection. The file is whole without it, too."""
        try:
            await self.tidy()
        except (MemoryFault, SQLAlchemyError, sqlite3.Error):
            pass  # nothing is lost by it
        finally:
            await self.engine.dispose()


def file_of(url: str, folder: Path) -> Path:
    """The file that `url` names; a relative path starts at `folder`.

    Raises `MemoryUnreachable` where the URL names no SQLite file.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise MemoryUnreachable(f"memory.url is no database URL: {error}") from None
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        raise MemoryUnreachable("memory.url must name a file, like sqlite:///chokh.db")
    return folder / Path(str(parsed.database)).expanduser()


def database_host(url: str) -> str:
    """The host where the database lies; "" for this machine."""
    host = urlsplit(url).hostname or ""
    return "" if host in _HERE else host


def prepare(file: Path) -> None:
    """Make the file, readable by its user alone, with the newest schema. Blocks.

    SQLite gives its -wal and -shm files the permissions of the file.
    Raises `DiskFull`, `MemoryUnreachable`.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        file.chmod(0o600)
    except OSError as error:
        raise MemoryUnreachable(f"{file}: {error.strerror}") from error
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool, hide_parameters=True)
    _set_up(engine)
    with engine.begin() as connection:
        bring_up_to_date(connection)


def named(error: BaseException | None) -> MemoryFault | None:
    """SQLite's error as one of ours; None for one that no disk is at fault for."""
    if not isinstance(error, sqlite3.Error):
        return None
    name = getattr(error, "sqlite_errorname", "")
    if name in _FULL:
        return DiskFull(str(error))
    return MemoryUnreachable(str(error)) if name.startswith(_UNREACHABLE) else None


def _set_up(engine: Engine) -> None:
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _name)


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
