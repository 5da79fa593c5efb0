"""Scheduling of the inbox: what may be begun now, in order within a chat, albums whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, func, select

from memory.inbox.lease import others
from memory.schema.tables import INBOX
from memory.values import Waiting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from memory.inbox.lease import Leases

# An album comes photo by photo, without an end mark, each well within a second.
ALBUM_SECONDS = 1.0
# A retry further off than this was set before the clock was set back.
_LONGEST_PAUSE = 330.0  # seconds

_C = INBOX.c
_HEAD = (
    _C.update_id,
    _C.chat_id,
    _C.media_group,
    _C.received_at,
    _C.retry_at,
)
_OLDEST = (
    select(func.min(_C.update_id).label("first"), others().label("free"))
    .where(_C.state == "waiting", _C.chat_id.not_in(bindparam("busy", expanding=True)))
    .group_by(_C.chat_id)
    .subquery()
)
_HEADS = (
    select(*_HEAD, _OLDEST.c.free)
    .join(_OLDEST, _C.update_id == _OLDEST.c.first)
    .order_by(_C.received_at, _C.update_id)
)
_OF_CHAT = (
    select(*_HEAD)
    .where(_C.state == "waiting", _C.chat_id == bindparam("chat"))
    .order_by(_C.update_id)
)
_BEHIND = select(_C.update_id).where(
    _C.state == "waiting",
    _C.chat_id.in_(bindparam("busy", expanding=True)),
    _C.media_group.is_(None),
)
_ROWS = (
    select(
        *(_C.update_id, _C.chat_id, _C.content, _C.attempts),
        *(_C.media_group, _C.received_at, _C.said),
    )
    .where(_C.update_id.in_(bindparam("ids", expanding=True)))
    .order_by(_C.update_id)
)


def may_be_begun(
    connection: Connection,
    now: float,
    busy: Collection[int],
    limit: int,
    served: Mapping[int, int],
    leases: Leases,
) -> tuple[list[list[Waiting]], float | None]:
    """What may be worked on, and when one of the others may be; `Inbox.waiting` says more."""
    heads = _heads(connection, now, busy, leases)
    free = [head for head in heads if _reached(head[0], now)]
    free.sort(key=lambda head: served.get(head[1], 0))
    taken = free[:limit]
    wanted = [update_id for _, _, ids in taken for update_id in ids]
    found = {each.update_id: each for each in _rows(connection, wanted)}
    bundles = [[found[update_id] for update_id in ids] for _, _, ids in taken]
    if len(free) > len(taken):
        return bundles, now
    return bundles, min((at for at, _, _ in heads if not _reached(at, now)), default=None)


def all_behind(
    connection: Connection, busy: Mapping[int, Collection[int]], known: Collection[int]
) -> list[Waiting]:
    """What waits in chats that are being worked on, oldest first, but for albums.

    busy: for each such chat the ids of the updates that are worked on; known: to pass over.
    """
    if not busy:
        return []
    passed_over = {*known, *(update_id for ids in busy.values() for update_id in ids)}
    # Ids at first: who floods has hundreds waiting, whose contents were all looked at before.
    found = connection.scalars(_BEHIND, {"busy": list(busy)}).all()
    return _rows(connection, [each for each in found if each not in passed_over])


def _heads(
    connection: Connection, now: float, busy: Collection[int], leases: Leases
) -> list[tuple[float, int, list[int]]]:
    """For each chat not busy, longest waiting first: when its oldest update or album is due, the
    chat, and the update ids."""
    heads = connection.execute(_HEADS, {"busy": list(busy), "bot": leases.bot})
    due = []
    for head in heads.all():
        if head.media_group is None:
            due.append((max(head.retry_at, head.free), head.chat_id, [head.update_id]))
            continue
        chat = connection.execute(_OF_CHAT, {"chat": head.chat_id})
        whole, ids = _album(head.media_group, chat.all(), now)
        due.append((max(whole, head.free), head.chat_id, ids))
    return due


def _album(
    group: str, chat: Sequence[Row[*tuple[Any, ...]]], now: float
) -> tuple[float, list[int]]:
    """When the album at the head of a chat's waiting rows is whole, and its update ids."""
    members = [row for row in chat if row.media_group == group]
    ids = [row.update_id for row in members]
    retry_at: float = max(row.retry_at for row in members)
    if chat[-1].update_id > ids[-1]:  # the person went on: nothing more will come
        return retry_at, ids
    whole: float = max(row.received_at for row in members) + ALBUM_SECONDS
    if whole > now + 2 * ALBUM_SECONDS:  # it came before the clock was set back
        return retry_at, ids
    return max(retry_at, whole), ids


def _reached(moment: float, now: float) -> bool:
    return moment <= now or moment > now + _LONGEST_PAUSE


def _rows(connection: Connection, update_ids: Sequence[int]) -> list[Waiting]:
    """These updates, in order."""
    if not update_ids:
        return []
    return [waiting_of(row) for row in connection.execute(_ROWS, {"ids": update_ids})]


def waiting_of(row: Row[*tuple[Any, ...]]) -> Waiting:
    """The row of `INBOX` as others know it."""
    return Waiting(
        update_id=row.update_id,
        chat_id=row.chat_id,
        content=row.content or {},
        attempts=row.attempts,
        group=row.media_group,
        received_at=row.received_at,
        said=row.said or {},
    )
