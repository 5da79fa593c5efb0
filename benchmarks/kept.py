"""Whether what a bot remembers is whole: the inbox, the tables, the gallery."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, func, select, text

from memory.schema.tables import EXCHANGES, INBOX, MESSAGES, PHOTOS
from memory.settings import MemorySettings
from memory.store import Memory


async def damage(settings: MemorySettings, folder: Path, model: str, photos: int) -> list[str]:
    """What is wrong, in words. The bot must not run.

    model: whose vectors the photos have; photos: how many there should be.
    """
    memory = await Memory.open(settings, folder)
    try:
        found, rows = await memory.database.run(_in_database)
        vectors = await memory.gallery.ids(model)
    finally:
        await memory.close()
    if len(rows) != photos:
        found.append(f"{len(rows)} photos are remembered of {photos}")
    if without := len(rows - vectors):
        found.append(f"{without} photos without a vector")
    if orphans := len(vectors - rows):
        found.append(f"{orphans} vectors without a photo")
    return found


def _in_database(connection: Connection) -> tuple[list[str], set[int]]:
    found = []
    if connection.dialect.name == "sqlite":
        checked = connection.scalar(text("PRAGMA integrity_check"))
        found += [] if checked == "ok" else [f"integrity: {checked}"]
        found += [f"{row}" for row in connection.execute(text("PRAGMA foreign_key_check"))]
    states = connection.execute(select(INBOX.c.state, func.count()).group_by(INBOX.c.state))
    found += [f"{count} updates are {state}" for state, count in states if state != "done"]
    rows = set(connection.scalars(select(PHOTOS.c.id)))
    for table in (MESSAGES, EXCHANGES):
        orphans = set(connection.scalars(select(table.c.photo_id))) - rows
        found += [f"{table.name} of {len(orphans)} photos that are not there"] if orphans else []
    return found, rows
