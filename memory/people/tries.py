"""A rate limit on wrong codes that a restart does not reset: so many tries a day, on the disk."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import Connection, delete

from memory.database.database import Database
from memory.schema.tables import TRIES
from memory.schema.upsert import insert

_DAY = 24 * 3600.0  # seconds
_C = TRIES.c


class Tries:
    """Tries by what they are for and who makes them. Moments are seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    async def spend(self, what: str, user_id: int = 0, most: int = 5) -> int:
        """Count a try, before it is known to be wrong: many at once get no more than `most`.

        user_id: 0 for all people together. Returns how many are left after it, -1 where there was
        none to make. The day begins with the first.
        """
        now = self._clock()

        def work(connection: Connection) -> int:
            connection.execute(delete(TRIES).where((_C.since < now - _DAY) | (_C.since > now)))
            new = insert(connection.dialect.name, TRIES).values(
                what=what, user_id=user_id, since=now, count=1
            )
            counted = new.on_conflict_do_update(
                index_elements=("what", "user_id"), set_={"count": _C.count + 1}
            )
            count = connection.scalar(counted.returning(_C.count)) or 0
            return max(most - count, -1)

        return await self._database.run(work)
