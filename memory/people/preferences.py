"""Preferences: how each person wants to be answered."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from memory.database.database import Database
from memory.schema.tables import CHATS
from memory.schema.upsert import put
from memory.values import Chat, Consent

_CHAT = select(CHATS).where(CHATS.c.id == bindparam("of"))


class Chats:
    """A person's choices, by their Telegram id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, chat_id: int) -> Chat | None:
        """The person's choices; None where they have made none yet."""
        return await self._database.run(lambda connection: chat(connection, chat_id))

    async def put(self, chat: Chat) -> None:
        """Keep the person's choices."""
        await self._database.run(lambda connection: put(connection, CHATS, **_row(chat)))

    async def remove(self, chat_id: int) -> None:
        """Forget the person's choices."""
        await self._database.run(
            lambda connection: connection.execute(delete(CHATS).where(CHATS.c.id == chat_id))
        )


def chat(connection: Connection, chat_id: int) -> Chat | None:
    """The choices of a row; None where there is none."""
    row = connection.execute(_CHAT, {"of": chat_id}).one_or_none()
    if row is None:
        return None
    kept = dict(row._mapping)
    host, given = kept.pop("consent_host"), kept.pop("consent_given")
    consent = None if given is None else Consent(host, given)
    return Chat(**kept | {"warnings": tuple(kept["warnings"]), "consent": consent})


def _row(chat: Chat) -> dict[str, Any]:
    row = asdict(chat) | {"warnings": list(chat.warnings)}
    consent = row.pop("consent") or {"host": "", "given": None}
    return row | {f"consent_{name}": value for name, value in consent.items()}
