"""How each person wants to be answered."""

from __future__ import annotations

from dataclasses import asdict, fields

from sqlalchemy import delete

from memory.database import Database
from memory.tables import ChatRow
from memory.values import Chat


class Chats:
    """A person's choices, by their Telegram id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, chat_id: int) -> Chat | None:
        """The person's choices; None where they have made none yet."""
        async with self._database.session() as session:
            row = await session.get(ChatRow, chat_id)
        return Chat(**{f.name: getattr(row, f.name) for f in fields(Chat)}) if row else None

    async def put(self, chat: Chat) -> None:
        """Keep the person's choices."""
        async with self._database.session() as session:
            await session.merge(ChatRow(**asdict(chat)))

    async def remove(self, chat_id: int) -> None:
        """Forget the person's choices."""
        async with self._database.session() as session:
            await session.execute(delete(ChatRow).where(ChatRow.id == chat_id))
