"""Questions that were answered, put into the memory as replies put them."""

from __future__ import annotations

from memory.photos.photos import add_exchange
from memory.store import Memory
from memory.values import Exchange


async def answered(memory: Memory, photo_id: int, exchange: Exchange, user_id: int = 0) -> None:
    await memory.database.run(
        lambda connection: add_exchange(connection, photo_id, exchange, user_id)
    )
