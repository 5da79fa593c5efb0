"""The tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Double, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all tables share."""


class InboxRow(Base):
    """An update; `content` is null once it is done, the row stays to know it again.

    `outcome`: what it has brought about already and what it still has to say, until it is done.
    """

    __tablename__ = "inbox"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    media_group: Mapped[str | None]
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str]
    attempts: Mapped[int]
    received_at: Mapped[float] = mapped_column(Double)
    retry_at: Mapped[float] = mapped_column(Double)
    error: Mapped[str]
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (Index("inbox_waiting", "state", "chat_id", "update_id"),)


class ChatRow(Base):
    """A person's choices."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    language: Mapped[str]
    voice: Mapped[str]
    rate: Mapped[int]
    length: Mapped[str]
    warn: Mapped[str] = mapped_column(server_default="")
    agreed: Mapped[str] = mapped_column(server_default="")
    register: Mapped[str] = mapped_column(server_default="bd")
    address: Mapped[str] = mapped_column(server_default="apni")
    numbers: Mapped[str] = mapped_column(server_default="bangla")
    pitch: Mapped[int] = mapped_column(server_default="50")


class ThreadRow(Base):
    """Where the talk with one person in one chat stands."""

    __tablename__ = "threads"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    said: Mapped[str] = mapped_column(server_default="")
    said_at: Mapped[float] = mapped_column(Double, server_default="0")
    waits: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    waits_at: Mapped[float] = mapped_column(Double, server_default="0")


class WayRow(Base):
    """A way of asking that a person saved under a name."""

    __tablename__ = "ways"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    asks: Mapped[str]


class CompanionRow(Base):
    """A relative or friend whom a person may ask; `state` is "asked" until they agree."""

    __tablename__ = "companions"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    companion_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str]
    state: Mapped[str]
    minutes: Mapped[int]


class ErrandRow(Base):
    """A question that waits for a companion's answer; times in seconds since the epoch."""

    __tablename__ = "errands"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, index=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"))
    companion_id: Mapped[int] = mapped_column(BigInteger, index=True)
    companion_message_id: Mapped[int] = mapped_column(BigInteger)
    question: Mapped[str]
    state: Mapped[str]
    due_at: Mapped[float] = mapped_column(Double)


class PersonRow(Base):
    """Who may write to the bot."""

    __tablename__ = "people"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    role: Mapped[str]
    name: Mapped[str]


class PhotoRow(Base):
    """A photo that was described; `user_id` sent it, 0 where that is not known."""

    __tablename__ = "photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    user_id: Mapped[int] = mapped_column(BigInteger, server_default="0")
    message_id: Mapped[int] = mapped_column(BigInteger)
    file_id: Mapped[str]
    caption_en: Mapped[str]
    caption: Mapped[str]
    language: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(DateTime)
    kind: Mapped[str] = mapped_column(server_default="photo")

    __table_args__ = (UniqueConstraint("chat_id", "message_id", name="photos_message"),)


class MessageRow(Base):
    """A message of ours about a photo, so that a reply to it finds the photo."""

    __tablename__ = "messages"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"), index=True)


class ExchangeRow(Base):
    """A question about a photo, and its answer; `user_id` asked, 0 where that is not known."""

    __tablename__ = "exchanges"

    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(BigInteger, server_default="0")
    question_en: Mapped[str]
    answer_en: Mapped[str]
    question: Mapped[str]
    answer: Mapped[str]
