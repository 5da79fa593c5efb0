"""Updates that Telegram handed over, until each is answered.

waiting → done (content dropped) or → kept (content whole, for the owner to look at).
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Subquery, delete, func, select, update

from memory.database import Database
from memory.tables import InboxRow
from memory.values import Waiting

# Enough ids to know again whatever Telegram may send twice.
_REMEMBERED = 5_000
_ALBUM_AT_MOST = 10


class Inbox:
    """The durable queue of updates."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, updates: Sequence[Mapping[str, Any]]) -> int:
        """Keep updates, all or none; when this returns they survive a power cut.

        Returns how many were new. Raises `DiskFull`: then Telegram must not be told.
        """
        if not updates:
            return 0
        async with self._database.session() as session:
            ids = [content["update_id"] for content in updates]
            known = set(
                await session.scalars(select(InboxRow.update_id).where(InboxRow.update_id.in_(ids)))
            )
            new = {c["update_id"]: c for c in updates if c["update_id"] not in known}
            now = time.time()
            session.add_all(
                InboxRow(
                    update_id=update_id,
                    chat_id=chat_of(content),
                    media_group=_message_of(content).get("media_group_id"),
                    content=dict(content),
                    state="waiting",
                    attempts=0,
                    received_at=now,
                    retry_at=0.0,
                    error="",
                )
                for update_id, content in new.items()
            )
        return len(new)

    async def offset(self) -> int | None:
        """The first update id that is not here yet; None for an empty inbox."""
        async with self._database.session() as session:
            highest = await session.scalar(select(func.max(InboxRow.update_id)))
        return None if highest is None else highest + 1

    async def waiting(self, now: float, busy: Collection[int], limit: int) -> list[list[Waiting]]:
        """What may be worked on: each free chat's oldest update, or its album; oldest first.

        now: seconds since the epoch; a chat whose oldest update waits for its retry is not free.
        """
        if limit <= 0:
            return []
        async with self._database.session() as session:
            heads = _heads(busy)
            rows = list(
                await session.scalars(
                    select(InboxRow)
                    .join(heads, InboxRow.update_id == heads.c.head)
                    .where(InboxRow.retry_at <= now)
                    .order_by(InboxRow.update_id)
                    .limit(limit)
                )
            )
            found = []
            for row in rows:
                bundle = [row]
                if row.media_group is not None:
                    bundle = list(
                        await session.scalars(
                            select(InboxRow)
                            .where(
                                InboxRow.state == "waiting",
                                InboxRow.chat_id == row.chat_id,
                                InboxRow.media_group == row.media_group,
                            )
                            .order_by(InboxRow.update_id)
                            .limit(_ALBUM_AT_MOST)
                        )
                    )
                found.append([_waiting(each) for each in bundle])
        return found

    async def next_due(self, now: float) -> float | None:
        """When the next chat's pause ends, in seconds since the epoch; None where none pauses."""
        heads = _heads()
        async with self._database.session() as session:
            return await session.scalar(
                select(func.min(InboxRow.retry_at))
                .join(heads, InboxRow.update_id == heads.c.head)
                .where(InboxRow.retry_at > now)
            )

    async def done(self, update_ids: Collection[int]) -> None:
        """These are answered: their content is dropped."""
        async with self._database.session() as session:
            await session.execute(
                update(InboxRow)
                .where(InboxRow.update_id.in_(update_ids))
                .values(state="done", content=None, error="")
            )

    async def prune(self) -> None:
        """Drop the rows of updates answered long ago; the newest stay, to know them again."""
        async with self._database.session() as session:
            highest = await session.scalar(select(func.max(InboxRow.update_id))) or 0
            await session.execute(
                delete(InboxRow).where(
                    InboxRow.state == "done", InboxRow.update_id < highest - _REMEMBERED
                )
            )

    async def failed(self, update_ids: Collection[int], error: str, retry_at: float) -> None:
        """These failed once more; they are tried again from `retry_at` on (epoch seconds)."""
        await self._set(update_ids, attempts=InboxRow.attempts + 1, error=error, retry_at=retry_at)

    async def postpone(self, update_ids: Collection[int], retry_at: float) -> None:
        """These must wait until `retry_at`, through no fault of theirs."""
        await self._set(update_ids, retry_at=retry_at)

    async def keep(self, update_ids: Collection[int], error: str) -> None:
        """Give these up, but keep them whole for the owner."""
        await self._set(update_ids, state="kept", error=error)

    async def kept(self) -> list[Waiting]:
        """What was given up, oldest first."""
        async with self._database.session() as session:
            rows = await session.scalars(
                select(InboxRow).where(InboxRow.state == "kept").order_by(InboxRow.update_id)
            )
            return [_waiting(row) for row in rows]

    async def _set(self, update_ids: Collection[int], **values: Any) -> None:
        async with self._database.session() as session:
            await session.execute(
                update(InboxRow).where(InboxRow.update_id.in_(update_ids)).values(**values)
            )


def _heads(busy: Collection[int] = ()) -> Subquery:
    """The oldest waiting update of each chat that is not busy."""
    return (
        select(func.min(InboxRow.update_id).label("head"))
        .where(InboxRow.state == "waiting", InboxRow.chat_id.not_in(busy))
        .group_by(InboxRow.chat_id)
        .subquery()
    )


def chat_of(content: Mapping[str, Any]) -> int:
    """The chat that an update belongs to; 0 for one that belongs to none."""
    message = _message_of(content)
    chat: dict[str, Any] = message.get("chat") or next(
        (
            part["chat"]
            for part in content.values()
            if isinstance(part, dict) and isinstance(part.get("chat"), dict)
        ),
        {},
    )
    return int(chat.get("id", 0))


def _message_of(content: Mapping[str, Any]) -> dict[str, Any]:
    message = content.get("message") or content.get("edited_message")
    if message is None and isinstance(content.get("callback_query"), dict):
        message = content["callback_query"].get("message")
    return message if isinstance(message, dict) else {}


def _waiting(row: InboxRow) -> Waiting:
    return Waiting(
        update_id=row.update_id,
        chat_id=row.chat_id,
        content=row.content or {},
        attempts=row.attempts,
        group=row.media_group,
        received_at=row.received_at,
    )
