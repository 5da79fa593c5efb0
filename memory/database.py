"""The connection: SQLite set so that what is committed survives a power cut."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from memory.errors import DiskFull, MemoryFault, MemoryUnreachable

# secure_delete overwrites what is dropped: a photo's description must not stay in free pages.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "secure_delete=ON",
)
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class Database:
    """Sessions on one database; its faults come out as `MemoryFault`s."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)

    @classmethod
    async def open(cls, url: str, folder: Path) -> Database:
        """Open or make the database, and bring it to the newest schema.

        url: sqlite:///path (relative ones start at `folder`) or postgresql://…
        """
        parsed = make_url(url)
        parsed = parsed.set(drivername=_DRIVERS.get(parsed.drivername, parsed.drivername))
        with _faults():
            if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, ":memory:"):
                file = folder / str(parsed.database)
                file.parent.mkdir(parents=True, exist_ok=True)
                # Readable by its user alone, from the first byte on.
                file.touch(mode=0o600, exist_ok=True)
                parsed = parsed.set(database=str(file))
            engine = create_async_engine(parsed)
            if parsed.get_backend_name() == "sqlite":
                event.listen(engine.sync_engine, "connect", _set_pragmas)
            try:
                async with engine.begin() as connection:
                    await connection.run_sync(_migrate)
            except BaseException:
                await engine.dispose()
                raise
        return cls(engine)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A session in one transaction: committed at the end, or nothing of it is."""
        with _faults():
            async with self._sessions.begin() as session:
                yield session

    async def close(self) -> None:
        """Close every connection; the write-ahead log goes back into the file."""
        await self.engine.dispose()


class _faults:  # noqa: N801 -- used as a `with` block, reads as one
    def __enter__(self) -> None:
        return

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError):
            raise _of_system(error) from error
        if isinstance(error, DBAPIError):
            raise _of_database(error) from error


def _of_system(error: OSError) -> MemoryFault:
    if error.errno == errno.ENOSPC:
        return DiskFull(str(error))
    return MemoryUnreachable(str(error))


def _of_database(error: DBAPIError) -> MemoryFault:
    # The statement's values are the person's words: only the driver's own message goes on.
    text = str(error.orig)
    if "disk is full" in text or "No space left" in text:
        return DiskFull(text)
    return MemoryUnreachable(text)


def _set_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 -- 0.1 s that `chokh --help` need not wait for
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
