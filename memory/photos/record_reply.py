"""Record of a reply: photo, exchange and message in one transaction."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from memory.people.conversation import put_said
from memory.photos.photos import add_exchange, add_photo, link
from memory.values import NewPhoto

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from memory.database.database import Database
    from memory.values import Exchange, Photo


async def record_reply(
    database: Database,
    chat_id: int,
    user_id: int,
    said: str,
    about: Photo | NewPhoto,
    message_ids: Collection[int],
    exchange: Exchange | None,
) -> Photo:
    """Remember what a person was told, in which messages of ours, about a photo.

    about: one that is new is remembered, too; of one that is forgotten meanwhile nothing is kept.
    exchange: the question that it answers.
    """

    def work(connection: Connection) -> Photo:
        photo = add_photo(connection, about) if isinstance(about, NewPhoto) else about
        link(connection, photo.id, message_ids)
        put_said(connection, chat_id, user_id, said, time.time())
        if exchange is not None:
            add_exchange(connection, photo.id, exchange, user_id)
        return photo

    return await database.run(work)
