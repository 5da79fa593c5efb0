"""Where the talk with each person in each chat stands."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, null, update

from memory.database import Database
from memory.tables import ThreadRow
from memory.values import Thread

_DAY = 24 * 3600.0  # seconds


class Threads:
    """Threads by chat and person. Moments are seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    async def get(self, chat_id: int, user_id: int) -> Thread:
        """Where the talk stands; an empty thread where none was begun."""
        async with self._database.session() as session:
            row = await session.get(ThreadRow, (chat_id, user_id))
        return Thread(row.said, row.waits, row.waits_at) if row else Thread()

    async def put_said(self, chat_id: int, user_id: int, said: str) -> None:
        """Remember what the person was last told."""
        await self._put(chat_id, user_id, said=said, said_at=self._clock())

    async def wait(self, chat_id: int, user_id: int, waits: dict[str, Any] | None) -> None:
        """Remember what the bot waits for from the person; None: for nothing any more."""
        await self._put(chat_id, user_id, waits=waits, waits_at=self._clock())

    async def forget_older_than(self, days: float) -> None:
        """Drop what was said, and what is waited for, since more than `days` days."""
        oldest = self._clock() - days * _DAY
        async with self._database.session() as session:
            for old in (
                update(ThreadRow).where(ThreadRow.said_at < oldest).values(said=""),
                update(ThreadRow).where(ThreadRow.waits_at < oldest).values(waits=null()),
                delete(ThreadRow).where(ThreadRow.said == "", ThreadRow.waits.is_(None)),
            ):
                await session.execute(old)

    async def _put(self, chat_id: int, user_id: int, **values: Any) -> None:
        async with self._database.session() as session:
            row = await session.get(ThreadRow, (chat_id, user_id))
            if row is None:
                row = ThreadRow(chat_id=chat_id, user_id=user_id, said="", waits=None, waits_at=0.0)
                session.add(row)
            for name, value in values.items():
                setattr(row, name, value)
