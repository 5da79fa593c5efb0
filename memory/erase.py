"""Erasure of a person's rows: one transaction, after the vectors are gone.

The update that asked for it stays in the inbox until it is answered, so that a power cut between
the vectors and the rows is made up for at the next start: it is handled again then. With the rows
goes its outcome into the inbox, so that what is handled again after that only says it once more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, select, update

from memory.inbox.inbox import DONE
from memory.people.companions import pairs
from memory.people.preferences import chat
from memory.schema.ownership import rows_of
from memory.schema.tables import COMPANIONS, INBOX, PEOPLE, PHOTOS, TRIES
from memory.values import Companion

if TYPE_CHECKING:
    from memory.database.database import Database
    from memory.photos.gallery import Gallery

_STAY = (INBOX, PEOPLE, TRIES)
"""Updates stay to be known again, without their content; who may use the bot stays; and so do, for
a day, wrong codes: erasing must give nobody five more."""


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
    wanted = select(PHOTOS.c.id).where(theirs[PHOTOS])
    photos = await database.run(lambda connection: connection.scalars(wanted).all())
    await gallery.forget(photos)

    def work(connection: Connection) -> Erased:
        known = chat(connection, person)
        erased = Erased(
            len(photos),
            everything=True,
            language=known.language if known else "",
            pairs=pairs(connection, theirs[COMPANIONS]),
        )
        for table, rows in theirs.items():
            if table not in _STAY:
                connection.execute(delete(table).where(rows))
        connection.execute(update(INBOX).where(theirs[INBOX]).values(**DONE))
        _note(connection, update_id, erased)
        return erased

    erased = await database.run(work)
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
    theirs = (PHOTOS.c.chat_id == chat_id, PHOTOS.c.id.in_(photo_ids))
    wanted = select(PHOTOS.c.id).where(*theirs)
    photos = await database.run(lambda connection: connection.scalars(wanted).all())
    await gallery.forget(photos)
    erased = Erased(len(photos))

    def work(connection: Connection) -> None:
        connection.execute(delete(PHOTOS).where(*theirs))
        _note(connection, update_id, erased)

    await database.run(work)
    await database.tidy()
    return erased


async def erased_by(database: Database, update_id: int) -> Erased | None:
    """What this update has erased already, when it was handled before."""
    outcome = select(INBOX.c.outcome).where(INBOX.c.update_id == update_id)
    noted: dict[str, Any] | None = await database.run(lambda connection: connection.scalar(outcome))
    if noted is None:
        return None
    erased = Erased(**noted)
    return replace(erased, pairs=tuple(Companion(**pair) for pair in noted["pairs"]))


def _note(connection: Connection, update_id: int, erased: Erased) -> None:
    connection.execute(
        update(INBOX).where(INBOX.c.update_id == update_id).values(outcome=asdict(erased))
    )
