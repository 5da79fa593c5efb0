"""Inbox of updates that Telegram handed over, until each is answered.

waiting → done (content dropped), → kept (content whole, for the owner to look at), or → held
(content whole, until the person says whether it may be done) and from there waiting again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, bindparam, delete, func, null, select, update

from memory.database.database import Database
from memory.inbox.lease import Leases
from memory.inbox.scheduling import all_behind, may_be_begun, waiting_of
from memory.schema.tables import INBOX
from memory.schema.upsert import insert
from memory.values import Waiting

# Enough rows to know again whatever Telegram may send twice; it sends 100 at a time.
_REMEMBERED = 5_000
# A chat that has so many waiting gets no more kept: who floods must not fill the disk.
_ROOM = 500
_DAY = 24 * 3600.0  # seconds
# After another bot was quicker.
_LOST_SECONDS = 0.1
# Nobody tells a bot what came by another: a word to stop what it is doing, or more than that has
# room for.
_SHARED_PAUSE = 1.0

DONE: Mapping[str, Any] = {
    "state": "done",
    "content": null(),
    "outcome": null(),
    "said": null(),
    "error": "",
    "chat_id": 0,
    "media_group": None,
    "lease_bot": "",
}
"""What is left of a row: its id, to know the update again, and when it came."""

_C = INBOX.c
_NOTE = (
    update(INBOX)
    .where(_C.update_id == bindparam("of"), _C.state == "waiting")
    .values(said=bindparam("as_said"))
)
_MARK_DONE = (
    update(INBOX)
    .where(_C.update_id.in_(bindparam("ids", expanding=True)))
    .values(**DONE, lease_until=0.0)
)
_NOT_KEPT: Mapping[str, Any] = {
    "state": "done",
    "content": None,
    "chat_id": 0,
    "media_group": None,
}


class Inbox:
    """The durable queue of updates. Moments are seconds since the epoch."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], float] = time.time,
        lease_seconds: float = 30.0,
        bot: str = "",
    ) -> None:
        """lease_seconds, bot: as `Leases` has them; a bot without a name gets one of its own."""
        self._database = database
        self._clock = clock
        self._leases = Leases(lease_seconds, bot or uuid4().hex)
        self._shared = database.engine.dialect.name == "postgresql"
        self.pause = min(_SHARED_PAUSE, lease_seconds / 3) if self._shared else 60.0
        """Seconds within which to look again, whatever happens."""
        self.refused: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        """For each chat and batch the first update that there was no room for."""

    async def add(self, updates: Sequence[Mapping[str, Any]]) -> int:
        """Keep updates, all or none; when this returns they survive a power cut.

        One that was here before, answered or not, is passed over, and one of a chat where too
        many wait is known again but not kept. Returns how many were new.
        Raises `DiskFull`: then Telegram must not be told.
        """
        if not updates:
            return 0
        now = self._clock()
        rows = [
            {
                "update_id": content["update_id"],
                "chat_id": chat_of(content),
                "media_group": album_of(content),
                "content": dict(content),
                "state": "waiting",
                "attempts": 0,
                "received_at": now,
                "retry_at": 0.0,
                "error": "",
            }
            for content in updates
        ]

        def work(connection: Connection) -> tuple[set[int], set[int]]:
            full = _full(connection, {row["chat_id"] for row in rows})
            kept = [{**row, **_NOT_KEPT} if row["chat_id"] in full else row for row in rows]
            new = insert(connection.dialect.name, INBOX).on_conflict_do_nothing()
            return set(connection.scalars(new.returning(_C.update_id), kept)), full

        new, full = await self._database.run(work)
        for chat_id in full:
            refused = (each for each in updates if chat_of(each) == chat_id)
            for first in [each for each in refused if each["update_id"] in new][:1]:
                self.refused.put_nowait(first)
        return len(new)

    async def waiting(
        self,
        now: float,
        busy: Collection[int],
        limit: int,
        served: Mapping[int, int] = MappingProxyType({}),
    ) -> tuple[list[list[Waiting]], float | None]:
        """What may be worked on, each free chat's oldest update, or its album once that is whole;
        and when one of the others may be, `now` at the earliest, None where none waits.

        served: a number that grows with each time a chat has its turn; who had none, or whose was
        longest ago, goes first, then who waits longest. A chat whose oldest update waits for its
        retry is not free, so that order is kept.
        """
        return await self._database.run(
            lambda connection: may_be_begun(connection, now, busy, limit, served, self._leases)
        )

    async def behind(
        self, busy: Mapping[int, Collection[int]], known: Collection[int] = ()
    ) -> list[Waiting]:
        """What waits in chats that are being worked on, oldest first, but for albums.

        busy: for each such chat the ids of the updates that are worked on; known: ids of updates
        to pass over.
        """
        return await self._database.run(lambda connection: all_behind(connection, busy, known))

    async def look(
        self,
        now: float,
        busy: Mapping[int, Collection[int]],
        limit: int,
        served: Mapping[int, int] = MappingProxyType({}),
        known: Collection[int] = (),
    ) -> tuple[list[Waiting], list[list[Waiting]], float | None]:
        """What is `behind` the chats that are busy, and what is `waiting` for the others.

        Where bots share the inbox, what is waiting is this one's then, as long as it looks again
        within every `pause`, and what others have in hand is due when they would be gone.
        """

        def work(
            connection: Connection,
        ) -> tuple[list[Waiting], list[list[Waiting]], float | None]:
            behind = all_behind(connection, busy, known)
            bundles, due = may_be_begun(connection, now, busy, limit, served, self._leases)
            if not self._shared:
                return behind, bundles, due
            in_hand = [update_id for ids in busy.values() for update_id in ids]
            self._leases.renew(connection, in_hand, now)
            ids = [(each[0].chat_id, [one.update_id for one in each]) for each in bundles]
            ours = self._leases.claim(connection, ids, now)
            claimed = [bundle for bundle in bundles if bundle[0].chat_id in ours]
            return behind, claimed, now + _LOST_SECONDS if len(claimed) < len(bundles) else due

        return await self._database.run(work)

    async def lease(self, update_ids: Collection[int]) -> None:
        """Where bots share the inbox: these are in this one's hand, but for what others have."""
        if self._shared and update_ids:
            now = self._clock()
            await self._database.run(lambda each: self._leases.renew(each, update_ids, now))

    async def give_back(self) -> None:
        """Where bots share the inbox: this one has nothing in hand any more."""
        if self._shared:
            await self._database.run(self._leases.give_back)

    async def next_due(self, now: float, busy: Collection[int] = ()) -> float | None:
        """When the next free chat may be worked on, `now` at the earliest; None: none waits."""
        return (await self.waiting(now, busy, 0))[1]

    async def note_said(self, update_id: int, said: Mapping[str, int]) -> None:
        """So many messages were sent for this update; known until it is marked in some way."""
        noted = {"of": update_id, "as_said": dict(said)}
        await self._database.run(lambda connection: connection.execute(_NOTE, noted))

    async def done(self, update_ids: Collection[int]) -> None:
        """These are answered: their content is dropped, and whose they were."""
        ids = {"ids": list(update_ids)}
        await self._database.run(lambda connection: connection.execute(_MARK_DONE, ids))

    async def failed(self, update_ids: Collection[int], error: str, retry_at: float) -> None:
        """These failed once more; they are tried again from `retry_at` on."""
        await self._set(
            update_ids, attempts=_C.attempts + 1, error=error, retry_at=retry_at, said=null()
        )

    async def postpone(self, update_ids: Collection[int], retry_at: float) -> None:
        """These must wait until `retry_at`, through no fault of theirs."""
        await self._set(update_ids, retry_at=retry_at, said=null())

    async def keep(self, update_ids: Collection[int], error: str) -> None:
        """Give these up, but keep them whole for the owner."""
        await self._set(update_ids, state="kept", error=error)

    async def hold(self, update_ids: Collection[int]) -> None:
        """These are done once the person allows it; the chat's next ones don't wait for them."""
        await self._set(update_ids, state="held", error="", said=null())

    async def holds(self, chat_id: int) -> bool:
        """Whether anything of this chat is held."""
        held = select(_C.update_id).where(_C.state == "held", _C.chat_id == chat_id).limit(1)
        return await self._database.run(lambda connection: connection.scalar(held)) is not None

    async def release(self, chat_id: int) -> None:
        """What is held of this chat waits again, as if it had just come."""
        released = (
            update(INBOX)
            .where(_C.state == "held", _C.chat_id == chat_id)
            .values(state="waiting", attempts=0, retry_at=0.0)
        )
        await self._database.run(lambda connection: connection.execute(released))

    async def kept(self) -> list[Waiting]:
        """What was given up, oldest first."""
        wanted = select(INBOX).where(_C.state == "kept").order_by(_C.update_id)
        found = await self._database.run(lambda connection: connection.execute(wanted).all())
        return [waiting_of(row) for row in found]

    async def prune(self) -> None:
        """Take what was answered off the disk; the newest rows stay, to know them again.

        By time, not by id: after a quiet week Telegram starts from another number.
        """
        newest = (
            select(_C.update_id)
            .where(_C.state == "done")
            .order_by(_C.received_at.desc(), _C.update_id.desc())
            .limit(_REMEMBERED)
        )
        old = delete(INBOX).where(_C.state == "done", _C.update_id.not_in(newest))
        await self._database.run(lambda connection: connection.execute(old))
        await self._database.tidy()

    async def forget_older_than(self, days: float) -> int:
        """Drop what was kept or held more than `days` days ago; how many there were."""
        gone = (
            update(INBOX)
            .where(_C.state.in_(("kept", "held")), _C.received_at < self._clock() - days * _DAY)
            .values(**DONE)
        )
        return await self._database.run(lambda connection: connection.execute(gone).rowcount)

    async def _set(self, update_ids: Collection[int], **values: Any) -> None:
        values = {"lease_until": 0.0, **values}
        marked = update(INBOX).where(_C.update_id.in_(update_ids)).values(**values)
        await self._database.run(lambda connection: connection.execute(marked))


def _full(connection: Connection, chats: Collection[int]) -> set[int]:
    """Those of the chats where so many wait that no more are kept."""
    crowded = (
        select(_C.chat_id)
        .where(_C.state == "waiting", _C.chat_id.in_(chats))
        .group_by(_C.chat_id)
        .having(func.count() >= _ROOM)
    )
    return set(connection.scalars(crowded))


def chat_of(content: Mapping[str, Any]) -> int:
    """The chat that an update belongs to; 0 for one that belongs to none."""
    for part in content.values():
        if isinstance(part, dict):
            # A message and its kin name a chat; a pressed button the message that it is on.
            chat = part.get("chat") or (part.get("message") or {}).get("chat")
            if chat:
                return int(chat["id"])
    return 0


def album_of(content: Mapping[str, Any]) -> str | None:
    """The album that a new message is part of. An edited one stands for itself."""
    group = content.get("message", {}).get("media_group_id")
    return None if group is None else str(group)
