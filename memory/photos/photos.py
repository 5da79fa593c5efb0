"""Described photos: Telegram's file id, the description, the conversation."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Row, Select, bindparam, delete, func, select, update

from memory.database.database import Database
from memory.photos.gallery import Gallery
from memory.schema.ownership import rows_of
from memory.schema.tables import EXCHANGES, MESSAGES, PHOTOS
from memory.schema.upsert import put, upsert
from memory.values import Exchange, NewPhoto, Photo

_KEY = ("chat_id", "message_id")
_CHAT_OF = select(PHOTOS.c.chat_id).where(PHOTOS.c.id == bindparam("of"))
_LAST = (
    select(PHOTOS)
    .where(PHOTOS.c.chat_id == bindparam("chat"))
    .order_by(PHOTOS.c.message_id.desc())
    .limit(1)
)
_SEVERAL = select(PHOTOS).where(
    PHOTOS.c.chat_id == bindparam("chat"), PHOTOS.c.id.in_(bindparam("ids", expanding=True))
)
_START_AFRESH = delete(EXCHANGES).where(EXCHANGES.c.photo_id == bindparam("of"))
# More ids than a statement may have is thinkable after a year.
_AT_ONCE = 5_000


class Photos:
    """Photos of all chats, found by their messages. A photo's bytes are never here."""

    def __init__(self, database: Database, gallery: Gallery) -> None:
        self._database = database
        self._gallery = gallery

    async def add(self, new: NewPhoto) -> Photo:
        """Keep a photo's description; see `add_photo`."""
        return await self._database.run(lambda connection: add_photo(connection, new))

    async def last(self, chat_id: int) -> Photo | None:
        """The newest photo of a chat."""
        found = await self._all(_LAST, chat=chat_id)
        return found[0] if found else None

    async def newest(
        self,
        chat_id: int,
        limit: int | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Photo]:
        """The photos of a chat, newest first, all or so many; since, until: with time zones."""
        newest = select(PHOTOS).where(PHOTOS.c.chat_id == chat_id)
        wanted = newest.order_by(PHOTOS.c.message_id.desc()).limit(limit)
        if since is not None:
            wanted = wanted.where(PHOTOS.c.sent_at >= since.astimezone(UTC).replace(tzinfo=None))
        if until is not None:
            wanted = wanted.where(PHOTOS.c.sent_at < until.astimezone(UTC).replace(tzinfo=None))
        return await self._all(wanted)

    async def count(self, chat_id: int) -> int:
        """How many photos of a chat are remembered."""
        counted = select(func.count()).select_from(PHOTOS).where(PHOTOS.c.chat_id == chat_id)
        return await self._database.run(lambda connection: connection.scalar(counted)) or 0

    async def ages(self, chat_id: int, user_id: int, limit: int) -> list[float]:
        """How many seconds ago the newest photos of a person's in a chat were answered, oldest
        first."""
        c = PHOTOS.c
        newest = select(c.sent_at).where(c.chat_id == chat_id, c.user_id == user_id)
        newest = newest.order_by(c.id.desc()).limit(limit)
        moments = await self._database.run(lambda connection: connection.scalars(newest).all())
        now = datetime.now(UTC).replace(tzinfo=None)
        return [(now - moment).total_seconds() for moment in reversed(moments)]

    async def of(self, user_id: int) -> list[Photo]:
        """The photos that a person sent, in whatever chat."""
        return await self._all(select(PHOTOS).where(rows_of(user_id)[PHOTOS]))

    async def owner(self, photo_id: int) -> int:
        """Who sent a photo, 0 where that is not known."""
        owner = select(PHOTOS.c.user_id).where(PHOTOS.c.id == photo_id)
        return await self._database.run(lambda connection: connection.scalar(owner)) or 0

    async def about(self, chat_id: int, message_id: int) -> Photo | None:
        """The photo that a message shows, or that a message of ours is about."""
        linked = select(MESSAGES.c.photo_id).where(
            MESSAGES.c.chat_id == chat_id, MESSAGES.c.message_id == message_id
        )

        def work(connection: Connection) -> Photo | None:
            row = connection.execute(
                select(PHOTOS).where(PHOTOS.c.chat_id == chat_id, PHOTOS.c.message_id == message_id)
            ).one_or_none()
            row = (
                row
                or connection.execute(select(PHOTOS).where(PHOTOS.c.id.in_(linked))).one_or_none()
            )
            return _photo(row) if row else None

        return await self._database.run(work)

    async def link(self, photo_id: int, message_ids: Iterable[int]) -> None:
        """Remember that these messages of ours are about the photo."""
        await self._database.run(lambda connection: link(connection, photo_id, message_ids))

    async def exchanges(self, photo_id: int, limit: int = 8) -> list[Exchange]:
        """The newest exchanges about a photo, oldest of them first."""
        c = EXCHANGES.c
        newest = (
            select(c.question_en, c.answer_en, c.question, c.answer, c.answered_by)
            .where(c.photo_id == photo_id)
            .order_by(c.id.desc())
            .limit(limit)
        )
        found = await self._database.run(lambda connection: connection.execute(newest).all())
        return [Exchange(*row) for row in reversed(found)]

    async def replace_exchange(self, photo_id: int, old: Exchange, new: Exchange) -> None:
        """Put a new answer in the place of an old one, the newest that is like it, if any is."""
        c = EXCHANGES.c
        like_it = select(func.max(c.id)).where(
            c.photo_id == photo_id, *(c[name] == value for name, value in _columns(old).items())
        )
        replaced = update(EXCHANGES).where(c.id.in_(like_it)).values(**_columns(new))
        await self._database.run(lambda connection: connection.execute(replaced))

    async def redescribe(self, photo_id: int, caption_en: str, caption: str, language: str) -> None:
        """Remember another description, where the photo is not forgotten meanwhile."""
        said = {"caption_en": caption_en, "caption": caption, "language": language}
        redescribed = update(PHOTOS).where(PHOTOS.c.id == photo_id).values(**said)
        await self._database.run(lambda connection: connection.execute(redescribed))

    async def several(self, chat_id: int, photo_ids: Collection[int]) -> dict[int, Photo]:
        """Those of the chat's photos, by their ids, that are not forgotten."""
        found = await self._all(_SEVERAL, chat=chat_id, ids=list(photo_ids))
        return {photo.id: photo for photo in found}

    async def by_id(self, photo_id: int) -> Photo | None:
        """A photo of whatever chat, where it is not forgotten."""
        found = await self._all(select(PHOTOS).where(PHOTOS.c.id == photo_id))
        return found[0] if found else None

    async def unsearchable(self, model: str) -> list[int]:
        """The photos without a vector of the model, newest first.

        Vectors whose photos are gone are deleted. Raises `GalleryUnreachable`.
        """
        found = await self._gallery.ids(model)
        # Read after the vectors: a photo that is forgotten meanwhile has lost its vector first.
        wanted = select(PHOTOS.c.id).where(PHOTOS.c.kind != "document")
        rows = await self._database.run(lambda connection: set(connection.scalars(wanted)))
        await self._gallery.forget(found - rows)
        return sorted(rows - found, reverse=True)

    async def forget(self, photo_ids: Collection[int]) -> None:
        """Delete photos with all that is said of them, and their vectors.

        Raises `GalleryUnreachable`, with nothing deleted.
        """
        # The vectors first: one that outlived its row might be taken for a later photo's.
        await self._gallery.forget(photo_ids)
        gone = delete(PHOTOS).where(PHOTOS.c.id.in_(photo_ids))
        await self._database.run(lambda connection: connection.execute(gone))

    async def forget_older_than(self, days: float) -> int:
        """Delete photos sent more than `days` days ago, as `forget` does; how many there were."""
        wanted = select(PHOTOS.c.id).where(PHOTOS.c.sent_at < _now() - timedelta(days=days))
        old = await self._database.run(lambda connection: connection.scalars(wanted).all())
        for begin in range(0, len(old), _AT_ONCE):
            await self.forget(old[begin : begin + _AT_ONCE])
        return len(old)

    async def _all(self, wanted: Select[*tuple[Any, ...]], **of: Any) -> list[Photo]:
        found = await self._database.run(lambda connection: connection.execute(wanted, of).all())
        return [_photo(row) for row in found]


def link(connection: Connection, photo_id: int, message_ids: Iterable[int]) -> None:
    """Remember that these messages of ours are about the photo, where it is not forgotten."""
    chat_id = connection.scalar(_CHAT_OF, {"of": photo_id})
    if chat_id is not None:
        for message_id in message_ids:
            put(connection, MESSAGES, chat_id=chat_id, message_id=message_id, photo_id=photo_id)


def add_exchange(connection: Connection, photo_id: int, exchange: Exchange, user_id: int) -> None:
    """Keep a question and its answer, where the photo is not forgotten.

    user_id: who asked, 0 where that is not known.
    """
    if connection.scalar(_CHAT_OF, {"of": photo_id}) is not None:
        row = {"photo_id": photo_id, "user_id": user_id, **_columns(exchange)}
        connection.execute(EXCHANGES.insert(), row)


def _columns(exchange: Exchange) -> dict[str, Any]:
    row = asdict(exchange)
    return row | {"answered_by": row.pop("by")}


def add_photo(connection: Connection, new: NewPhoto) -> Photo:
    """Keep a photo's description; the same message again, as after a retry, replaces it.

    The conversation starts afresh then: a question asked with the photo comes again, too.
    """
    said = asdict(new)
    adding = _adding(connection.dialect.name, tuple(said))
    row = connection.execute(adding, {**said, "sent_at": _now()}).one()
    connection.execute(_START_AFRESH, {"of": row.id})
    return _photo(row)


@cache
def _adding(dialect: str, names: tuple[str, ...]) -> Executable:
    return upsert(dialect, PHOTOS, _KEY, names, once=("sent_at",)).returning(PHOTOS)


def _now() -> datetime:
    """UTC without a zone, as the column keeps it on every database."""
    return datetime.now(UTC).replace(tzinfo=None)


def _photo(row: Row[*tuple[Any, ...]]) -> Photo:
    return Photo(
        id=row.id,
        chat_id=row.chat_id,
        message_id=row.message_id,
        file_id=row.file_id,
        caption_en=row.caption_en,
        caption=row.caption,
        language=row.language,
        sent_at=row.sent_at.replace(tzinfo=UTC),
        kind=row.kind if row.kind in ("video", "document") else "photo",
    )
