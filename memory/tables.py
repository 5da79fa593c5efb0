"""The tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Double, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all tables share."""


class InboxRow(Base):
    """An update; `content` is null once it is done, the row stays to know it again."""

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


class PersonRow(Base):
    """Who may write to the bot."""

    __tablename__ = "people"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    role: Mapped[str]
    name: Mapped[str]


class PhotoRow(Base):
    """A photo that was described."""

    __tablename__ = "photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    message_id: Mapped[int] = mapped_column(BigInteger)
    file_id: Mapped[str]
    caption_en: Mapped[str]
    caption: Mapped[str]
    language: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(DateTime)

    __table_args__ = (UniqueConstraint("chat_id", "message_id", name="photos_message"),)


class MessageRow(Base):
    """A message of ours about a photo, so that a reply to it finds the photo."""

    __tablename__ = "messages"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"), index=True)


class ExchangeRow(Base):
    """A question about a photo, and its answer."""

    __tablename__ = "exchanges"

    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"), index=True)
    question_en: Mapped[str]
    answer_en: Mapped[str]
    question: Mapped[str]
    answer: Mapped[str]
