"""Queue length for the owner, and whether the database can be written."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select, text

from memory.schema.tables import INBOX

if TYPE_CHECKING:
    from memory.database.database import Database

OPEN = ("waiting", "held", "kept")


@dataclass(frozen=True)
class Tally:
    """Updates that are not answered, by state; and how many were answered since midnight.

    Of those that were answered the newest 5,000 are remembered: there may have been more.
    """

    states: dict[str, int]
    today: int


async def tally(database: Database) -> Tally:
    """Count. Raises `MemoryFault`."""
    here = time.localtime()
    midnight = time.mktime((here.tm_year, here.tm_mon, here.tm_mday, 0, 0, 0, 0, 0, -1))

    def work(connection: Connection) -> Tally:
        rows = connection.execute(
            select(INBOX.c.state, func.count())
            .where(INBOX.c.state.in_(OPEN))
            .group_by(INBOX.c.state)
        )
        counted = {row[0]: row[1] for row in rows}
        today = connection.scalar(
            select(func.count())
            .select_from(INBOX)
            .where(INBOX.c.state == "done", INBOX.c.received_at >= midnight)
        )
        return Tally({state: counted.get(state, 0) for state in OPEN}, today or 0)

    return await database.run(work)


async def touch(database: Database) -> None:
    """Write what is there already. Raises `MemoryFault` where nothing can be written."""

    def work(connection: Connection) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))

    await database.run(work)
