"""Erasing what a person wants erased: one transaction, after the vectors are gone.

The update that asked for it stays in the inbox until it is answered, so that a power cut between
the vectors and the rows is made up for at the next start: it is handled again then. With the rows
goes its outcome into the inbox, so that what is handled again after that only says it once more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from memory.companions import companion
from memory.inbox import DONE
from memory.own import rows_of
from memory.tables import ChatRow, CompanionRow, InboxRow, PersonRow, PhotoRow
from memory.values import Companion

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from memory.database import Database
    from memory.gallery import Gallery

_STAY = (InboxRow, PersonRow)
"""Updates stay to be known again, without their content; who may use the bot stays."""


@dataclass(frozen=True)
class Erased:
    """What an update has erased, for whoever is to be told.

    photos: how many; everything: not only photos; language: what the person spoke, "" where it
    is still known; pairs: those that the person was part of.
    """

    photos: int
    everything: bool = False
    language: str = ""
    pairs: tuple[Companion, ...] = ()


async def erase(database: Database, gallery: Gallery, person: int, update_id: int) -> Erased:
    """Erase a person: their private chat, and what is theirs in groups.

    What still waits to be answered stays, and so does who may use the bot.
    Raises `GalleryUnreachable`, with no row deleted, `DiskFull`, `MemoryUnreachable`.
    """
    theirs = rows_of(person)
    async with database.session() as session:
        found = await session.scalars(select(PhotoRow.id).where(theirs[PhotoRow]))
        photos = found.all()
    await gallery.forget(photos)
    async with database.session() as session:
        chat = await session.get(ChatRow, person)
        pairs = await session.scalars(select(CompanionRow).where(theirs[CompanionRow]))
        erased = Erased(
            len(photos),
            everything=True,
            language=chat.language if chat else "",
            pairs=tuple(companion(row) for row in pairs),
        )
        for table, rows in theirs.items():
            if table not in _STAY:
                await session.execute(delete(table).where(rows))
        await session.execute(update(InboxRow).where(theirs[InboxRow]).values(**DONE))
        await _note(session, update_id, erased)
    await database.tidy()
    return erased


async def erase_photos(
    database: Database,
    gallery: Gallery,
    chat_id: int,
    photo_ids: Collection[int],
    update_id: int,
) -> Erased:
    """Erase these photos, those of them that are still the chat's. Raises as `erase` does."""
    theirs = (PhotoRow.chat_id == chat_id, PhotoRow.id.in_(photo_ids))
    async with database.session() as session:
        found = await session.scalars(select(PhotoRow.id).where(*theirs))
        photos = found.all()
    await gallery.forget(photos)
    erased = Erased(len(photos))
    async with database.session() as session:
        await session.execute(delete(PhotoRow).where(*theirs))
        await _note(session, update_id, erased)
    await database.tidy()
    return erased


async def erased_by(database: Database, update_id: int) -> Erased | None:
    """What this update has erased already, when it was handled before."""
    async with database.session() as session:
        noted: dict[str, Any] | None = await session.scalar(
            select(InboxRow.outcome).where(InboxRow.update_id == update_id)
        )
    if noted is None:
        return None
    erased = Erased(**noted)
    return replace(erased, pairs=tuple(Companion(**pair) for pair in noted["pairs"]))


async def _note(session: AsyncSession, update_id: int, erased: Erased) -> None:
    await session.execute(
        update(InboxRow).where(InboxRow.update_id == update_id).values(outcome=asdict(erased))
    )
