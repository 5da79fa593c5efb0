"""Question lists that people saved under names of their own."""

from __future__ import annotations

from sqlalchemy import delete, select

from memory.database.database import Database
from memory.schema.tables import WAYS
from memory.schema.upsert import put


class Ways:
    """Questions by the person and the name that they gave them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, user_id: int) -> dict[str, str]:
        """The person's ways: what each asks, by its name, in the order of the names."""
        ways = select(WAYS.c.name, WAYS.c.asks).where(WAYS.c.user_id == user_id)
        found = await self._database.run(lambda connection: connection.execute(ways).all())
        # Sorted here: a database's order of letters is its own.
        return dict(sorted(tuple(row) for row in found))

    async def put(self, user_id: int, name: str, asks: str) -> None:
        """Save a way, or change it."""
        await self._database.run(
            lambda connection: put(connection, WAYS, user_id=user_id, name=name, asks=asks)
        )

    async def remove(self, user_id: int, name: str) -> bool:
        """Forget a way; False where there is none of that name."""
        gone = delete(WAYS).where(WAYS.c.user_id == user_id, WAYS.c.name == name)
        return await self._database.run(lambda connection: connection.execute(gone).rowcount > 0)
