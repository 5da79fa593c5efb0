"""Photos that were described: Telegram's file id, the description, the conversation."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select

from memory.database import Database
from memory.gallery import Gallery
from memory.own import rows_of
from memory.tables import ExchangeRow, MessageRow, PhotoRow
from memory.values import Exchange, Photo

# More ids than a statement may have is thinkable after a year.
_AT_ONCE = 5_000


class Photos:
    """Photos of all chats, found by their messages. A photo's bytes are never here."""

    def __init__(self, database: Database, gallery: Gallery) -> None:
        self._database = database
        self._gallery = gallery

    async def add(
        self,
        chat_id: int,
        message_id: int,
        file_id: str,
        caption_en: str,
        caption: str,
        language: str,
        kind: str = "photo",
        user_id: int = 0,
    ) -> Photo:
        """Keep a photo's description; the same message again, as after a retry, replaces it.

        user_id: who sent it, 0 where that is not known.
        The conversation starts afresh then: a question asked with the photo comes again, too.
        """
        async with self._database.session() as session:
            row = await session.scalar(
                select(PhotoRow).where(
                    PhotoRow.chat_id == chat_id, PhotoRow.message_id == message_id
                )
            )
            if row is None:
                row = PhotoRow(chat_id=chat_id, message_id=message_id, sent_at=_now())
                session.add(row)
            else:
                await session.execute(delete(ExchangeRow).where(ExchangeRow.photo_id == row.id))
            row.file_id = file_id
            row.caption_en = caption_en
            row.caption = caption
            row.language = language
            row.kind = kind
            row.user_id = user_id
            await session.flush()
            return _photo(row)

    async def last(self, chat_id: int) -> Photo | None:
        """The newest photo of a chat."""
        async with self._database.session() as session:
            row = await session.scalar(
                select(PhotoRow)
                .where(PhotoRow.chat_id == chat_id)
                .order_by(PhotoRow.message_id.desc())
                .limit(1)
            )
        return _photo(row) if row else None

    async def newest(
        self,
        chat_id: int,
        limit: int | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Photo]:
        """The photos of a chat, newest first, all or so many; since, until: with time zones."""
        wanted = select(PhotoRow).where(PhotoRow.chat_id == chat_id)
        if since is not None:
            wanted = wanted.where(PhotoRow.sent_at >= since.astimezone(UTC).replace(tzinfo=None))
        if until is not None:
            wanted = wanted.where(PhotoRow.sent_at < until.astimezone(UTC).replace(tzinfo=None))
        async with self._database.session() as session:
            rows = await session.scalars(wanted.order_by(PhotoRow.message_id.desc()).limit(limit))
            return [_photo(row) for row in rows]

    async def count(self, chat_id: int) -> int:
        """How many photos of a chat are remembered."""
        async with self._database.session() as session:
            return (
                await session.scalar(
                    select(func.count()).select_from(PhotoRow).where(PhotoRow.chat_id == chat_id)
                )
            ) or 0

    async def of(self, user_id: int) -> list[Photo]:
        """The photos that a person sent, in whatever chat."""
        async with self._database.session() as session:
            rows = await session.scalars(select(PhotoRow).where(rows_of(user_id)[PhotoRow]))
            return [_photo(row) for row in rows]

    async def owner(self, photo_id: int) -> int:
        """Who sent a photo, 0 where that is not known."""
        async with self._database.session() as session:
            row = await session.get(PhotoRow, photo_id)
        return row.user_id if row else 0

    async def about(self, chat_id: int, message_id: int) -> Photo | None:
        """The photo that a message shows, or that a message of ours is about."""
        async with self._database.session() as session:
            row = await session.scalar(
                select(PhotoRow).where(
                    PhotoRow.chat_id == chat_id, PhotoRow.message_id == message_id
                )
            )
            if row is None:
                link = await session.get(MessageRow, (chat_id, message_id))
                row = await session.get(PhotoRow, link.photo_id) if link else None
        return _photo(row) if row else None

    async def link(self, photo_id: int, message_ids: Iterable[int]) -> None:
        """Remember that these messages of ours are about the photo."""
        async with self._database.session() as session:
            photo = await session.get(PhotoRow, photo_id)
            if photo is None:
                return
            for message_id in message_ids:
                await session.merge(
                    MessageRow(chat_id=photo.chat_id, message_id=message_id, photo_id=photo_id)
                )

    async def exchanges(self, photo_id: int, limit: int = 8) -> list[Exchange]:
        """The newest exchanges about a photo, oldest of them first."""
        async with self._database.session() as session:
            rows = await session.scalars(
                select(ExchangeRow)
                .where(ExchangeRow.photo_id == photo_id)
                .order_by(ExchangeRow.id.desc())
                .limit(limit)
            )
            newest_first = [
                Exchange(row.question_en, row.answer_en, row.question, row.answer) for row in rows
            ]
        return newest_first[::-1]

    async def add_exchange(self, photo_id: int, exchange: Exchange, user_id: int = 0) -> None:
        """Keep a question and its answer, where the photo is not forgotten meanwhile.

        user_id: who asked, 0 where that is not known.
        """
        async with self._database.session() as session:
            if await session.get(PhotoRow, photo_id) is None:
                return
            session.add(
                ExchangeRow(
                    photo_id=photo_id,
                    user_id=user_id,
                    question_en=exchange.question_en,
                    answer_en=exchange.answer_en,
                    question=exchange.question,
                    answer=exchange.answer,
                )
            )

    async def replace_exchange(self, photo_id: int, old: Exchange, new: Exchange) -> None:
        """Put a new answer in the place of an old one, the newest that is like it, if any is."""
        async with self._database.session() as session:
            row = await session.scalar(
                select(ExchangeRow)
                .where(
                    ExchangeRow.photo_id == photo_id,
                    ExchangeRow.question_en == old.question_en,
                    ExchangeRow.answer_en == old.answer_en,
                    ExchangeRow.question == old.question,
                    ExchangeRow.answer == old.answer,
                )
                .order_by(ExchangeRow.id.desc())
                .limit(1)
            )
            if row is not None:
                row.question_en, row.answer_en = new.question_en, new.answer_en
                row.question, row.answer = new.question, new.answer

    async def redescribe(self, photo_id: int, caption_en: str, caption: str, language: str) -> None:
        """Remember another description, where the photo is not forgotten meanwhile."""
        async with self._database.session() as session:
            row = await session.get(PhotoRow, photo_id)
            if row is not None:
                row.caption_en, row.caption, row.language = caption_en, caption, language

    async def several(self, chat_id: int, photo_ids: Collection[int]) -> dict[int, Photo]:
        """Those of the chat's photos, by their ids, that are not forgotten."""
        async with self._database.session() as session:
            rows = await session.scalars(
                select(PhotoRow).where(PhotoRow.chat_id == chat_id, PhotoRow.id.in_(photo_ids))
            )
            return {row.id: _photo(row) for row in rows}

    async def forget(self, photo_ids: Collection[int]) -> None:
        """Delete photos with all that is said of them, and their vectors.

        Raises `GalleryUnreachable`, with nothing deleted.
        """
        # The vectors first: one that outlived its row might be taken for a later photo's.
        await self._gallery.forget(photo_ids)
        async with self._database.session() as session:
            await session.execute(delete(PhotoRow).where(PhotoRow.id.in_(photo_ids)))

    async def forget_older_than(self, days: float) -> int:
        """Delete photos sent more than `days` days ago, as `forget` does; how many there were."""
        async with self._database.session() as session:
            rows = await session.scalars(
                select(PhotoRow.id).where(PhotoRow.sent_at < _now() - timedelta(days=days))
            )
            old = rows.all()
        for begin in range(0, len(old), _AT_ONCE):
            await self.forget(old[begin : begin + _AT_ONCE])
        return len(old)


def _now() -> datetime:
    """UTC without a zone, as the column keeps it on every database."""
    return datetime.now(UTC).replace(tzinfo=None)


def _photo(row: PhotoRow) -> Photo:
    return Photo(
        id=row.id,
        chat_id=row.chat_id,
        message_id=row.message_id,
        file_id=row.file_id,
        caption_en=row.caption_en,
        caption=row.caption,
        language=row.language,
        sent_at=row.sent_at.replace(tzinfo=UTC),
        kind="video" if row.kind == "video" else "photo",
    )
