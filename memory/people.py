"""Who may write to the bot, besides the owners that the settings name."""

from __future__ import annotations

from typing import cast

from sqlalchemy import select

from memory.database import Database
from memory.tables import PersonRow
from memory.values import Role


class People:
    """People and their roles, by Telegram's user id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def role(self, user_id: int) -> Role | None:
        """The person's role; None for a stranger."""
        async with self._database.session() as session:
            row = await session.get(PersonRow, user_id)
        return cast("Role", row.role) if row else None

    async def put(self, user_id: int, role: Role, name: str) -> None:
        """Let a person in."""
        async with self._database.session() as session:
            await session.merge(PersonRow(user_id=user_id, role=role, name=name))

    async def remove(self, user_id: int) -> bool:
        """Let a person in no longer; False where they were not."""
        async with self._database.session() as session:
            row = await session.get(PersonRow, user_id)
            if row is None:
                return False
            await session.delete(row)
            return True

    async def owners(self) -> tuple[int, ...]:
        """The owners' user ids."""
        async with self._database.session() as session:
            found = await session.scalars(
                select(PersonRow.user_id).where(PersonRow.role == "owner")
            )
            return tuple(found)
