"""Conversation state of each person in each chat."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, bindparam, delete, null, select, update

from memory.database.database import Database
from memory.schema.tables import THREADS
from memory.schema.upsert import put
from memory.values import AwaitsDeletion, AwaitsPhoto, Thread

_DAY = 24 * 3600.0  # seconds
_C = THREADS.c
_THREAD = select(_C.said, _C.waits, _C.waits_at).where(
    _C.chat_id == bindparam("chat"), _C.user_id == bindparam("person")
)


class Threads:
    """Threads by chat and person. Moments are seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    async def get(self, chat_id: int, user_id: int) -> Thread:
        """Where the talk stands; an empty thread where none was begun."""
        return await self._database.run(lambda connection: thread(connection, chat_id, user_id))

    async def put_said(self, chat_id: int, user_id: int, said: str) -> None:
        """Remember what the person was last told."""
        await self._database.run(
            lambda connection: put_said(connection, chat_id, user_id, said, self._clock())
        )

    async def wait(
        self, chat_id: int, user_id: int, waits: AwaitsPhoto | AwaitsDeletion | None
    ) -> None:
        """Remember what the bot waits for from the person; None: for nothing any more."""
        stands = {"waits": _json(waits), "waits_at": self._clock()}
        await self._database.run(
            lambda connection: put(connection, THREADS, chat_id=chat_id, user_id=user_id, **stands)
        )

    async def forget_older_than(self, days: float) -> None:
        """Drop what was said, and what is waited for, since more than `days` days."""
        oldest = self._clock() - days * _DAY

        def work(connection: Connection) -> None:
            for old in (
                update(THREADS).where(_C.said_at < oldest).values(said=""),
                update(THREADS).where(_C.waits_at < oldest).values(waits=null()),
                delete(THREADS).where(_C.said == "", _C.waits.is_(None)),
            ):
                connection.execute(old)

        await self._database.run(work)


def thread(connection: Connection, chat_id: int, user_id: int) -> Thread:
    """The thread of a row; an empty one where there is none."""
    row = connection.execute(_THREAD, {"chat": chat_id, "person": user_id}).one_or_none()
    return Thread(row.said, _waits(row.waits), row.waits_at) if row else Thread()


def put_said(connection: Connection, chat_id: int, user_id: int, said: str, now: float) -> None:
    """Remember what the person was told, at `now`."""
    put(connection, THREADS, chat_id=chat_id, user_id=user_id, said=said, said_at=now)


def _json(waits: AwaitsPhoto | AwaitsDeletion | None) -> dict[str, Any] | None:
    if waits is None:
        return None
    return {"for": "photo" if isinstance(waits, AwaitsPhoto) else "forget", **asdict(waits)}


def _waits(kept: dict[str, Any] | None) -> AwaitsPhoto | AwaitsDeletion | None:
    match kept:
        case {"for": "photo", "question": question}:
            return AwaitsPhoto(question)
        case {"for": "forget", "which": which, "photos": photos}:
            return AwaitsDeletion(which, tuple(photos))
        case {"for": "forget", "which": which}:  # of 0.1.0, where nothing was named yet
            return AwaitsDeletion(which)
    return None
