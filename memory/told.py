"""What was sent, remembered in one transaction."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from memory.photos import add_exchange, link
from memory.threads import put_said

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from memory.database import Database
    from memory.values import Exchange


async def told(
    database: Database,
    chat_id: int,
    user_id: int,
    said: str,
    photo_id: int,
    message_ids: Collection[int],
    exchange: Exchange | None,
) -> None:
    """Remember what a person was told, in which messages of ours, about a photo.

    exchange: the question that it answers. Of a photo that is forgotten meanwhile nothing is kept.
    """

    def work(connection: Connection) -> None:
        link(connection, photo_id, message_ids)
        put_said(connection, chat_id, user_id, said, time.time())
        if exchange is not None:
            add_exchange(connection, photo_id, exchange, user_id)

    await database.run(work)
