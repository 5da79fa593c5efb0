"""Errands: questions that were sent to a companion, until they are answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select, update

from memory.database.database import Database
from memory.schema.tables import ERRANDS
from memory.values import Errand, ErrandState

_C = ERRANDS.c
_ERRAND = (
    *(_C.id, _C.user_id, _C.chat_id, _C.message_id),
    *(_C.photo_id, _C.companion_id, _C.question),
)
_UNANSWERED = (
    select(*_ERRAND)
    .where(
        _C.companion_id == bindparam("companion"),
        _C.state != "answered",
        _C.due_at > bindparam("since"),
    )
    .order_by(_C.id)
)
_TO_SAY = 60.0  # seconds
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
        errand = insert(ERRANDS).values(
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
        await self._database.run(lambda connection: connection.execute(errand))
        self.added.set()

    async def asked_by(self, chat_id: int, message_id: int) -> bool:
        """Whether this message was made an errand already."""
        return bool(
            await self._where(ERRANDS.c.chat_id == chat_id, ERRANDS.c.message_id == message_id)
        )

    async def told_in(self, companion_id: int, message_id: int) -> Errand | None:
        """The errand that the companion was sent in this message."""
        found = await self._where(
            ERRANDS.c.companion_id == companion_id, ERRANDS.c.companion_message_id == message_id
        )
        return found[-1] if found else None

    async def unanswered(self, companion_id: int) -> list[Errand]:
        """What waits for this companion, late ones too, for a day."""
        return list(
            await self._database.run(
                lambda connection: unanswered(connection, companion_id, self.clock())
            )
        )

    async def overdue(self) -> list[Errand]:
        """What should have been answered by now, and of which this was not said.

        Whoever is given one says so within a minute; after that another may.
        """
        now = self.clock()
        late = (
            update(ERRANDS)
            .where(ERRANDS.c.state == "open", ERRANDS.c.due_at <= now)
            .values(due_at=now + _TO_SAY)
            .returning(*_ERRAND)
        )
        found = await self._database.run(lambda connection: connection.execute(late).all())
        return [Errand(*row) for row in sorted(found, key=lambda row: row.id)]

    async def next_due(self) -> float | None:
        """When the next answer is due; None where none is waited for."""
        due = select(func.min(ERRANDS.c.due_at)).where(ERRANDS.c.state == "open")
        return await self._database.run(lambda connection: connection.scalar(due))

    async def mark(self, errand_id: int, state: ErrandState) -> None:
        """Remember how it stands."""
        marked = update(ERRANDS).where(ERRANDS.c.id == errand_id).values(state=state)
        await self._database.run(lambda connection: connection.execute(marked))

    async def _where(self, *conditions: ColumnElement[bool]) -> list[Errand]:
        wanted = select(*_ERRAND).where(*conditions).order_by(_C.id)
        found = await self._database.run(lambda connection: connection.execute(wanted).all())
        return [Errand(*row) for row in found]


def unanswered(connection: Connection, companion_id: int, now: float) -> tuple[Errand, ...]:
    """What waits for this companion, late ones too, for a day."""
    of = {"companion": companion_id, "since": now - _STILL_WAITS}
    return tuple(Errand(*row) for row in connection.execute(_UNANSWERED, of))
