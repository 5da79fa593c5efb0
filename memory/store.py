"""Store: everything that is remembered, behind one object."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from memory.database.database import Database
from memory.inbox.identity import Identity
from memory.inbox.inbox import Inbox
from memory.people.companions import Companions
from memory.people.conversation import Threads
from memory.people.errands import Errands
from memory.people.preferences import Chats
from memory.people.question_lists import Ways
from memory.people.roles import People
from memory.people.tries import Tries
from memory.photos.gallery import Gallery
from memory.photos.photos import Photos
from memory.settings import MemorySettings


@dataclass(frozen=True)
class Memory:
    """The parts of the memory, on one database."""

    inbox: Inbox
    chats: Chats
    people: People
    photos: Photos
    threads: Threads
    companions: Companions
    errands: Errands
    ways: Ways
    tries: Tries
    gallery: Gallery
    database: Database
    identity: Identity | None

    @property
    def shared(self) -> bool:
        """Whether other bots may have the same memory."""
        return self.identity is not None

    @classmethod
    async def open(cls, settings: MemorySettings, folder: Path) -> Memory:
        """Open the database of the settings; relative paths start at `folder`.

        Raises `MemoryUnreachable` or `DiskFull`.
        """
        database = await Database.open(settings.url, folder)
        gallery = Gallery.of(settings, folder)
        shared = database.engine.dialect.name == "postgresql"
        identity = await asyncio.to_thread(Identity, folder) if shared else None
        return cls(
            inbox=Inbox(
                database,
                lease_seconds=settings.lease_seconds,
                bot=identity.name if identity else "",
            ),
            chats=Chats(database),
            people=People(database),
            photos=Photos(database, gallery),
            threads=Threads(database),
            companions=Companions(database),
            errands=Errands(database),
            ways=Ways(database),
            tries=Tries(database),
            gallery=gallery,
            database=database,
            identity=identity,
        )

    async def close(self) -> None:
        """Close the database and the gallery."""
        try:
            await self.gallery.close()
        finally:
            await self.database.close()
            if self.identity is not None:
                self.identity.close()
