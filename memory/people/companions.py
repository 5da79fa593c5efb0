"""Companions: relatives and friends whom a person may ask, each once both sides have agreed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict

from sqlalchemy import ColumnElement, Connection, delete, select

from memory.database.database import Database
from memory.schema.tables import COMPANIONS, ERRANDS
from memory.schema.upsert import upsert
from memory.values import Companion

_PAIR = ("user_id", "companion_id")


class Companions:
    """Pairs of a person and their companion, by Telegram's user ids."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    async def of(self, user_id: int) -> tuple[Companion, ...]:
        """Whom a person has asked to be theirs, in that order."""
        return await self._where(COMPANIONS.c.user_id == user_id)

    async def whose(self, companion_id: int) -> tuple[Companion, ...]:
        """Who has asked this one, in that order."""
        return await self._where(COMPANIONS.c.companion_id == companion_id)

    async def put(self, companion: Companion) -> None:
        """Remember the pair as it now stands."""
        stands = asdict(companion)

        def work(connection: Connection) -> None:
            statement = upsert(
                connection.dialect.name, COMPANIONS, _PAIR, tuple(stands), once=("asked_at",)
            )
            connection.execute(statement, {**stands, "asked_at": self._clock()})

        await self._database.run(work)

    async def remove(self, user_id: int, companion_id: int) -> None:
        """End it; what waits for this companion's answer waits no more."""

        def work(connection: Connection) -> None:
            for table in (COMPANIONS, ERRANDS):
                connection.execute(
                    delete(table).where(
                        table.c.user_id == user_id, table.c.companion_id == companion_id
                    )
                )

        await self._database.run(work)

    async def _where(self, condition: ColumnElement[bool]) -> tuple[Companion, ...]:
        return await self._database.run(lambda connection: pairs(connection, condition))


def pairs(connection: Connection, condition: ColumnElement[bool]) -> tuple[Companion, ...]:
    """The pairs of the rows that fit, in the order that they were asked in."""
    c = COMPANIONS.c
    found = connection.execute(
        select(
            *(c.user_id, c.companion_id, c.name, c.state),
            *(c.minutes, c.refused_at, c.invitation_id, c.asker),
        )
        .where(condition)
        .order_by(c.asked_at, c.companion_id)
    )
    return tuple(Companion(*row) for row in found)
