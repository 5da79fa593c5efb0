"""Questions that were sent to a companion, until they are answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import cast

from sqlalchemy import ColumnElement, func, select

from memory.database import Database
from memory.tables import ErrandRow
from memory.values import Errand, ErrandState

_STILL_WAITS = 86_400.0  # seconds; after that only a reply to the message is an answer


class Errands:
    """Errands by who asked and who is asked. Moments are seconds since the epoch.

    added: set whenever there is a new one, for whoever waits for the next that is due.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self.clock = clock
        self.added = asyncio.Event()

    async def add(
        self,
        user_id: int,
        chat_id: int,
        message_id: int,
        photo_id: int | None,
        companion_id: int,
        companion_message_id: int,
        question: str,
        minutes: int,
    ) -> None:
        """Remember an errand; its answer is due in so many minutes."""
        async with self._database.session() as session:
            session.add(
                ErrandRow(
                    user_id=user_id,
                    chat_id=chat_id,
                    message_id=message_id,
                    photo_id=photo_id,
                    companion_id=companion_id,
                    companion_message_id=companion_message_id,
                    question=question,
                    state="open",
                    due_at=self.clock() + minutes * 60,
                )
            )
        self.added.set()

    async def asked_by(self, chat_id: int, message_id: int) -> bool:
        """Whether this message was made an errand already."""
        return bool(
            await self._where(ErrandRow.chat_id == chat_id, ErrandRow.message_id == message_id)
        )

    async def told_in(self, companion_id: int, message_id: int) -> Errand | None:
        """The errand that the companion was sent in this message."""
        found = await self._where(
            ErrandRow.companion_id == companion_id, ErrandRow.companion_message_id == message_id
        )
        return found[-1] if found else None

    async def unanswered(self, companion_id: int) -> list[Errand]:
        """What waits for this companion, late ones too, for a day."""
        return await self._where(
            ErrandRow.companion_id == companion_id,
            ErrandRow.state != "answered",
            ErrandRow.due_at > self.clock() - _STILL_WAITS,
        )

    async def overdue(self) -> list[Errand]:
        """What should have been answered by now, and of which this was not said."""
        return await self._where(ErrandRow.state == "open", ErrandRow.due_at <= self.clock())

    async def next_due(self) -> float | None:
        """When the next answer is due; None where none is waited for."""
        async with self._database.session() as session:
            return cast(
                "float | None",
                await session.scalar(
                    select(func.min(ErrandRow.due_at)).where(ErrandRow.state == "open")
                ),
            )

    async def mark(self, errand_id: int, state: ErrandState) -> None:
        """Remember how it stands."""
        async with self._database.session() as session:
            row = await session.get(ErrandRow, errand_id)
            if row is not None:
                row.state = state

    async def _where(self, *conditions: ColumnElement[bool]) -> list[Errand]:
        async with self._database.session() as session:
            rows = await session.scalars(
                select(ErrandRow).where(*conditions).order_by(ErrandRow.id)
            )
            return [
                Errand(
                    row.id,
                    row.user_id,
                    row.chat_id,
                    row.message_id,
                    row.photo_id,
                    row.companion_id,
                    row.question,
                )
                for row in rows
            ]
