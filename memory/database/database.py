"""Database access: brought to the newest schema, used from threads of its own, its faults named."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from memory.database import postgres, sqlite
from memory.errors import MemoryFault, MemoryUnreachable
from memory.migrations import bring_up_to_date

T = TypeVar("T")

_HERE = ("localhost", "127.0.0.1", "::1")


class Database:
    """Transactions on one database; its faults come out as `MemoryFault`s."""

    def __init__(self, engine: Engine, threads: int = 1) -> None:
        self.engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="database")

    @classmethod
    async def open(cls, url: str, folder: Path) -> Database:
        """Open or make the database, and bring it to the newest schema.

        url: sqlite:///path, where a relative path starts at `folder`, or postgresql://…
        Raises `DiskFull`, `MemoryUnreachable`.
        """
        parsed = _parsed(url)
        if parsed.get_backend_name() == "postgresql":
            database = cls(postgres.engine_of(parsed), postgres.CONNECTIONS)
            prepare: Callable[[], None] = partial(_prepare, database.engine, postgres.lock)
        else:
            file = sqlite.file_of(parsed, folder)
            # One connection: SQLite writes one at a time anyway, so that nothing in this program
            # waits for a lock of its own.
            database = cls(sqlite.engine_of(file))
            prepare = partial(_prepare, database.engine, lambda _: None)
            await database._apart(partial(sqlite.make, file))
        try:
            await database._apart(prepare)
        except BaseException:
            await database.close()
            raise
        return database

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do the work in one transaction: on the disk when this returns, or nothing of it is.

        work: runs on a thread of the database's. Who is cancelled meanwhile waits for its end.
        """
        return await self._apart(partial(self._transaction, work))

    async def tidy(self) -> None:
        """Bring SQLite's write-ahead log into the file and empty it: what was dropped is gone."""
        if self.engine.dialect.name == "sqlite":
            await self._apart(partial(sqlite.tidy, self.engine))

    async def close(self) -> None:
        """Close the connections. The database is whole without it, too."""
        try:
            await self.tidy()
        except (MemoryFault, SQLAlchemyError, sqlite3.Error):
            pass  # nothing is lost by it
        finally:
            await self._apart(self.engine.dispose)
            self._threads.shutdown()

    def _transaction(self, work: Callable[[Connection], T]) -> T:
        with self.engine.begin() as connection:
            return work(connection)

    async def _apart(self, work: Callable[[], T]) -> T:
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            # What was begun is whole before whoever cancelled goes on.
            await asyncio.wait([running])
            if not running.cancelled():
                running.exception()  # seen: nobody else asks
            raise


def database_host(url: str) -> str:
    """The host where the database lies; "" for this machine."""
    host = urlsplit(url).hostname or ""
    return "" if host in _HERE else host


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise MemoryUnreachable(f"memory.url is no database URL: {error}") from None


def _prepare(engine: Engine, lock: Callable[[Connection], None]) -> None:
    with engine.begin() as connection:
        lock(connection)
        bring_up_to_date(connection)
