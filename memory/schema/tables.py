"""Tables."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

METADATA = MetaData()


def _text(name: str, default: str | None = None) -> Column[str]:
    return Column(name, String, nullable=False, server_default=default)


def _key(name: str) -> Column[int]:
    """An id that Telegram gave."""
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def _photo(**more: bool) -> Column[int]:
    return Column("photo_id", ForeignKey("photos.id", ondelete="CASCADE"), **more)  # type: ignore[arg-type]


INBOX = Table(
    "inbox",
    METADATA,
    _key("update_id"),
    Column("chat_id", BigInteger, nullable=False),
    Column("media_group", String),
    Column("content", JSON(none_as_null=True)),
    _text("state"),
    Column("attempts", Integer, nullable=False),
    Column("received_at", Double, nullable=False),
    Column("retry_at", Double, nullable=False),
    _text("error"),
    Column("outcome", JSON(none_as_null=True)),
    Column("said", JSON(none_as_null=True)),
    _text("lease_bot", ""),
    Column("lease_until", Double, nullable=False, server_default="0"),
    Index("inbox_waiting", "state", "chat_id", "update_id"),
)
"""Updates; `content` is null once one is done, the row stays to know it again.

`outcome`: what it has brought about already and what it still has to say, until it is done;
`said`: the messages that were sent for it, while it is being handled; `lease_bot`: who has it in
hand, where several bots share the inbox, until `lease_until`.
"""

CHATS = Table(
    "chats",
    METADATA,
    _key("id"),
    _text("language"),
    _text("voice"),
    Column("rate", Integer, nullable=False),
    _text("length"),
    Column("warnings", JSON, nullable=False, server_default="[]"),
    _text("consent_host", ""),
    Column("consent_given", Boolean),
    _text("register", "bd"),
    _text("address", "apni"),
    _text("numbers", "bangla"),
    Column("pitch", Integer, nullable=False, server_default="50"),
    _text("zone", ""),
)
"""People's choices; `consent_given` is null for who was never asked, `zone` "" for the bot's."""

THREADS = Table(
    "threads",
    METADATA,
    _key("chat_id"),
    _key("user_id"),
    _text("said", ""),
    Column("said_at", Double, nullable=False, server_default="0"),
    Column("waits", JSON(none_as_null=True)),
    Column("waits_at", Double, nullable=False, server_default="0"),
)
"""Where the talk with each person in each chat stands."""

WAYS = Table(
    "ways", METADATA, _key("user_id"), Column("name", String, primary_key=True), _text("asks")
)
"""Ways of asking that people saved under names."""

COMPANIONS = Table(
    "companions",
    METADATA,
    _key("user_id"),
    _key("companion_id"),
    _text("name"),
    _text("state"),
    Column("minutes", Integer, nullable=False),
    Column("asked_at", Double, nullable=False, server_default="0"),
    Column("refused_at", Double, nullable=False, server_default="0"),
    Column("invitation_id", BigInteger, nullable=False, server_default="0"),
    _text("asker", ""),
)
"""Relatives and friends whom people may ask; `state` is "asked" until they agree.

`invitation_id`: the message in their private chat that asks them; `refused_at`: 0 for never.
"""

ERRANDS = Table(
    "errands",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    _photo(),
    Column("companion_id", BigInteger, nullable=False, index=True),
    Column("companion_message_id", BigInteger, nullable=False),
    _text("question"),
    _text("state"),
    Column("due_at", Double, nullable=False),
)
"""Questions that wait for a companion's answer; times in seconds since the epoch."""

PEOPLE = Table("people", METADATA, _key("user_id"), _text("role"), _text("name"))
"""Who may write to the bot."""

INVITATIONS = Table(
    "invitations",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("until", Double, nullable=False),
    Column("used_at", Double, nullable=False),
)
"""Codes that let one person in: SHA-256 of each, who gave it, until when; 0 while it is unused."""

TRIES = Table(
    "tries",
    METADATA,
    Column("what", String, primary_key=True),
    _key("user_id"),
    Column("since", Double, nullable=False),
    Column("count", Integer, nullable=False),
)
"""Wrong codes: how many since when, by what they are for; `user_id` 0 for all people together."""

PHOTOS = Table(
    "photos",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("user_id", BigInteger, nullable=False, server_default="0"),
    Column("message_id", BigInteger, nullable=False),
    _text("file_id"),
    _text("caption_en"),
    _text("caption"),
    _text("language"),
    Column("sent_at", DateTime, nullable=False),
    _text("kind", "photo"),
    UniqueConstraint("chat_id", "message_id", name="photos_message"),
)
"""Photos that were described; `user_id` sent one, 0 where that is not known."""

MESSAGES = Table(
    "messages",
    METADATA,
    _key("chat_id"),
    _key("message_id"),
    _photo(nullable=False, index=True),
)
"""Messages of ours about a photo, so that a reply to one finds the photo."""

EXCHANGES = Table(
    "exchanges",
    METADATA,
    Column("id", Integer, primary_key=True),
    _photo(nullable=False, index=True),
    Column("user_id", BigInteger, nullable=False, server_default="0"),
    _text("question_en"),
    _text("answer_en"),
    _text("question"),
    _text("answer"),
    _text("answered_by", "model"),
)
"""Questions about photos, and their answers; `user_id` asked, 0 where that is not known."""
