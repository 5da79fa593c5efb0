"""Ways of asking that people saved under names of their own."""

from __future__ import annotations

from sqlalchemy import select

from memory.database import Database
from memory.tables import WayRow


class Ways:
    """Questions by the person and the name that they gave them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, user_id: int) -> dict[str, str]:
        """The person's ways: what each asks, by its name, in the order of the names."""
        async with self._database.session() as session:
            rows = await session.scalars(
                select(WayRow).where(WayRow.user_id == user_id).order_by(WayRow.name)
            )
            return {row.name: row.asks for row in rows}

    async def put(self, user_id: int, name: str, asks: str) -> None:
        """Save a way, or change it."""
        async with self._database.session() as session:
            await session.merge(WayRow(user_id=user_id, name=name, asks=asks))

    async def remove(self, user_id: int, name: str) -> bool:
        """Forget a way; False where there is none of that name."""
        async with self._database.session() as session:
            row = await session.get(WayRow, (user_id, name))
            if row is None:
                return False
            await session.delete(row)
            return True
