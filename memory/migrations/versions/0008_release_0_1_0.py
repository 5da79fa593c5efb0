"""The schema of 0.1.0, the first release; what led there is one step since."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = None
branch_labels = None
depends_on = None


def _column(kind: Any, name: str, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=default)


def _text(name: str, default: str | None = None) -> sa.Column[Any]:
    return _column(sa.String, name, default)


def _id(name: str) -> sa.Column[Any]:
    """An id that Telegram gave."""
    return _column(sa.BigInteger, name)


def _key(name: str, kind: Any = sa.BigInteger) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def _photo(nullable: bool = False) -> sa.Column[Any]:
    photo = sa.ForeignKey("photos.id", ondelete="CASCADE")
    return sa.Column("photo_id", sa.Integer, photo, nullable=nullable)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "inbox",
        _key("update_id"),
        _id("chat_id"),
        sa.Column("media_group", sa.String),
        sa.Column("content", sa.JSON),
        _text("state"),
        _column(sa.Integer, "attempts"),
        _column(sa.Double, "received_at"),
        _column(sa.Double, "retry_at"),
        _text("error"),
        sa.Column("outcome", sa.JSON),
        sa.Column("said", sa.JSON),
        _text("lease_bot", ""),
        _column(sa.Double, "lease_until", "0"),
    )
    op.create_table(
        "chats",
        _key("id"),
        _text("language"),
        _text("voice"),
        _column(sa.Integer, "rate"),
        _text("length"),
        _text("warn", ""),
        _text("agreed", ""),
        _text("register", "bd"),
        _text("address", "apni"),
        _text("numbers", "bangla"),
        _column(sa.Integer, "pitch", "50"),
    )
    op.create_table(
        "threads",
        _key("chat_id"),
        _key("user_id"),
        _text("said", ""),
        _column(sa.Double, "said_at", "0"),
        sa.Column("waits", sa.JSON),
        _column(sa.Double, "waits_at", "0"),
    )
    op.create_table("ways", _key("user_id"), _key("name", sa.String), _text("asks"))
    op.create_table(
        "companions",
        _key("user_id"),
        _key("companion_id"),
        _text("name"),
        _text("state"),
        _column(sa.Integer, "minutes"),
        _column(sa.Double, "asked_at", "0"),
    )
    op.create_table("people", _key("user_id"), _text("role"), _text("name"))
    op.create_table(
        "invitations",
        _key("digest", sa.String),
        _id("user_id"),
        _column(sa.Double, "until"),
        _column(sa.Double, "used_at"),
    )
    op.create_table(
        "photos",
        sa.Column("id", sa.Integer, primary_key=True),
        _id("chat_id"),
        _column(sa.BigInteger, "user_id", "0"),
        _id("message_id"),
        _text("file_id"),
        _text("caption_en"),
        _text("caption"),
        _text("language"),
        _column(sa.DateTime, "sent_at"),
        _text("kind", "photo"),
        sa.UniqueConstraint("chat_id", "message_id", name="photos_message"),
    )
    op.create_table(
        "errands",
        sa.Column("id", sa.Integer, primary_key=True),
        _id("user_id"),
        _id("chat_id"),
        _id("message_id"),
        _photo(nullable=True),
        _id("companion_id"),
        _id("companion_message_id"),
        _text("question"),
        _text("state"),
        _column(sa.Double, "due_at"),
    )
    op.create_table("messages", _key("chat_id"), _key("message_id"), _photo())
    op.create_table(
        "exchanges",
        sa.Column("id", sa.Integer, primary_key=True),
        _photo(),
        _column(sa.BigInteger, "user_id", "0"),
        _text("question_en"),
        _text("answer_en"),
        _text("question"),
        _text("answer"),
    )
    op.create_index("inbox_waiting", "inbox", ["state", "chat_id", "update_id"])
    for table, column in (
        ("photos", "chat_id"),
        ("errands", "user_id"),
        ("errands", "companion_id"),
        ("messages", "photo_id"),
        ("exchanges", "photo_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])
