"""Erasing all that is kept of one person: one transaction, after the vectors are gone.

The update that asked for it stays in the inbox until this is done, so that a power cut between
the vectors and the rows is made up for at the next start: it is handled again then.
"""

from __future__ import annotations

from sqlalchemy import delete, or_, select, update

from memory.database import Database
from memory.gallery import Gallery
from memory.tables import (
    ChatRow,
    CompanionRow,
    ErrandRow,
    InboxRow,
    PhotoRow,
    ThreadRow,
    WayRow,
)


async def erase(database: Database, gallery: Gallery, person: int) -> int:
    """Erase a person and their private chat; how many photos there were.

    What still waits to be answered stays, and so does who may use the bot.
    Raises `GalleryUnreachable`, with no row deleted, `DiskFull`, `MemoryUnreachable`.
    """
    async with database.session() as session:
        rows_of = await session.scalars(select(PhotoRow.id).where(PhotoRow.chat_id == person))
        photos = rows_of.all()
    await gallery.forget(photos)
    async with database.session() as session:
        for rows in (
            delete(ErrandRow).where(
                or_(
                    ErrandRow.user_id == person,
                    ErrandRow.companion_id == person,
                    ErrandRow.chat_id == person,
                )
            ),
            delete(PhotoRow).where(PhotoRow.chat_id == person),
            delete(ThreadRow).where(or_(ThreadRow.chat_id == person, ThreadRow.user_id == person)),
            delete(WayRow).where(WayRow.user_id == person),
            delete(CompanionRow).where(
                or_(CompanionRow.user_id == person, CompanionRow.companion_id == person)
            ),
            delete(ChatRow).where(ChatRow.id == person),
        ):
            await session.execute(rows)
        await session.execute(
            update(InboxRow)
            .where(InboxRow.chat_id == person, InboxRow.state != "waiting")
            .values(state="done", content=None, chat_id=0, media_group=None)
        )
    await database.tidy()
    return len(photos)
