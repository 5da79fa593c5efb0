"""Relatives and friends whom a person may ask, each once both sides have agreed."""

from __future__ import annotations

from typing import cast

from sqlalchemy import ColumnElement, select, text

from memory.database import Database
from memory.tables import CompanionRow, ErrandRow
from memory.values import Companion, CompanionState


class Companions:
    """Pairs of a person and their companion, by Telegram's user ids."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, user_id: int) -> tuple[Companion, ...]:
        """Whom a person has asked to be theirs, in that order."""
        return await self._where(CompanionRow.user_id == user_id)

    async def whose(self, companion_id: int) -> tuple[Companion, ...]:
        """Who has asked this one, in that order."""
        return await self._where(CompanionRow.companion_id == companion_id)

    async def put(self, companion: Companion) -> None:
        """Remember the pair as it now stands."""
        async with self._database.session() as session:
            await session.merge(
                CompanionRow(
                    user_id=companion.user_id,
                    companion_id=companion.companion_id,
                    name=companion.name,
                    state=companion.state,
                    minutes=companion.minutes,
                )
            )

    async def remove(self, user_id: int, companion_id: int) -> None:
        """End it; what waits for this companion's answer waits no more."""
        async with self._database.session() as session:
            row = await session.get(CompanionRow, (user_id, companion_id))
            if row is not None:
                await session.delete(row)
            errands = await session.scalars(
                select(ErrandRow).where(
                    ErrandRow.user_id == user_id, ErrandRow.companion_id == companion_id
                )
            )
            for errand in errands:
                await session.delete(errand)

    async def _where(self, condition: ColumnElement[bool]) -> tuple[Companion, ...]:
        async with self._database.session() as session:
            # SQLite numbers the rows as they come.
            rows = await session.scalars(
                select(CompanionRow).where(condition).order_by(text("rowid"))
            )
            return tuple(companion(row) for row in rows)


def companion(row: CompanionRow) -> Companion:
    """The pair of a row."""
    state = cast("CompanionState", row.state)
    return Companion(row.user_id, row.companion_id, row.name, state, row.minutes)
