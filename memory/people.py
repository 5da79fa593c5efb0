"""Who may write to the bot, besides the owners that the settings name."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Connection, delete, select

from memory.database import Database, put
from memory.tables import PEOPLE
from memory.values import Role


class People:
    """People and their roles, by Telegram's user id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def role(self, user_id: int) -> Role | None:
        """The person's role; None for a stranger."""
        return await self._database.run(lambda connection: role(connection, user_id))

    async def put(self, user_id: int, role: Role, name: str) -> None:
        """Let a person in."""
        await self._database.run(
            lambda connection: put(connection, PEOPLE, user_id=user_id, role=role, name=name)
        )

    async def remove(self, user_id: int) -> bool:
        """Let a person in no longer; False where they were not."""
        gone = delete(PEOPLE).where(PEOPLE.c.user_id == user_id)
        return await self._database.run(lambda connection: connection.execute(gone).rowcount > 0)

    async def owners(self) -> tuple[int, ...]:
        """The owners' user ids."""
        owners = select(PEOPLE.c.user_id).where(PEOPLE.c.role == "owner")
        return await self._database.run(lambda connection: tuple(connection.scalars(owners)))


def role(connection: Connection, user_id: int) -> Role | None:
    """The role of a row; None where there is none."""
    found = connection.scalar(select(PEOPLE.c.role).where(PEOPLE.c.user_id == user_id))
    return cast("Role | None", found)
