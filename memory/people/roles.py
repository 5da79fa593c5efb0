"""Roles: who may write to the bot besides the owners of the settings, and who is invited."""

from __future__ import annotations

import hashlib
from typing import Literal, cast

from sqlalchemy import Connection, bindparam, delete, select, text, update

from memory.database.database import Database
from memory.schema.tables import INVITATIONS, PEOPLE
from memory.schema.upsert import put
from memory.values import Role

_ROLE = select(PEOPLE.c.role).where(PEOPLE.c.user_id == bindparam("of"))

Accepted = Literal["in", "used", "expired", "unknown"]
_KEPT = 30 * 24 * 3600.0
"""Seconds for which one that has expired is told from one that never was."""


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

    async def claim(self, user_id: int, name: str) -> bool:
        """Make the person the owner, where there is none; of many at once one becomes it."""

        def work(connection: Connection) -> bool:
            if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
                connection.execute(text("LOCK TABLE people IN SHARE ROW EXCLUSIVE MODE"))
            owned = select(PEOPLE.c.user_id).where(PEOPLE.c.role == "owner").limit(1)
            if connection.scalar(owned) is not None:
                return False
            put(connection, PEOPLE, user_id=user_id, role="owner", name=name)
            return True

        return await self._database.run(work)

    async def remove(self, user_id: int) -> bool:
        """Let a person in no longer; False where they were not."""
        gone = delete(PEOPLE).where(PEOPLE.c.user_id == user_id)
        return await self._database.run(lambda connection: connection.execute(gone).rowcount > 0)

    async def owners(self) -> tuple[int, ...]:
        """The owners' user ids."""
        owners = select(PEOPLE.c.user_id).where(PEOPLE.c.role == "owner")
        return await self._database.run(lambda connection: tuple(connection.scalars(owners)))

    async def invite(self, code: str, by: int, now: float, until: float) -> None:
        """Let whoever says the code first come in, until a moment in seconds since the epoch."""

        def work(connection: Connection) -> None:
            connection.execute(delete(INVITATIONS).where(INVITATIONS.c.until < now - _KEPT))
            connection.execute(
                INVITATIONS.insert().values(
                    digest=_digest(code), user_id=by, until=until, used_at=0.0
                )
            )

        await self._database.run(work)

    async def accept(self, code: str, user_id: int, name: str, now: float) -> Accepted:
        """Let the person in whom the code invites, and let it count no more; or why not."""

        def work(connection: Connection) -> Accepted:
            # First the change: of two who say it at once, one finds it unused.
            this = INVITATIONS.c.digest == _digest(code)
            unused = update(INVITATIONS).where(
                this, INVITATIONS.c.used_at == 0.0, INVITATIONS.c.until > now
            )
            if connection.execute(unused.values(used_at=now)).rowcount:
                put(connection, PEOPLE, user_id=user_id, role="guest", name=name)
                return "in"
            used_at = connection.scalar(select(INVITATIONS.c.used_at).where(this))
            if used_at is None:
                return "unknown"
            return "used" if used_at else "expired"

        return await self._database.run(work)


def _digest(code: str) -> str:
    """What is kept of a code: who reads the database learns none."""
    return hashlib.sha256(code.encode()).hexdigest()


def role(connection: Connection, user_id: int) -> Role | None:
    """The role of a row; None where there is none."""
    return cast("Role | None", connection.scalar(_ROLE, {"of": user_id}))
