"""How each person wants to be answered."""

from __future__ import annotations

from typing import cast

from memory.database import Database
from memory.tables import ChatRow
from memory.values import Chat


class Chats:
    """A chat's choices, by its id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, chat_id: int) -> Chat | None:
        """The chat's choices; None where it has made none yet."""
        async with self._database.session() as session:
            row = await session.get(ChatRow, chat_id)
        if row is None:
            return None
        return Chat(
            id=row.id,
            language=cast("Chat", row).language,
            voice=cast("Chat", row).voice,
            rate=row.rate,
            length=cast("Chat", row).length,
            warn=row.warn,
            agreed=row.agreed,
        )

    async def put(self, chat: Chat) -> None:
        """Keep the chat's choices."""
        async with self._database.session() as session:
            await session.merge(
                ChatRow(
                    id=chat.id,
                    language=chat.language,
                    voice=chat.voice,
                    rate=chat.rate,
                    length=chat.length,
                    warn=chat.warn,
                    agreed=chat.agreed,
                )
            )
