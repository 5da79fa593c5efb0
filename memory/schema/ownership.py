"""Ownership of rows: what a person is given when they ask for everything, and what is erased.

One list for both, so that nothing is kept that is neither shown nor deleted.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ColumnElement, Table, and_, cast, or_, select

from memory.schema.tables import (
    CHATS,
    COMPANIONS,
    ERRANDS,
    EXCHANGES,
    INBOX,
    INVITATIONS,
    MESSAGES,
    PEOPLE,
    PHOTOS,
    THREADS,
    TRIES,
    WAYS,
)

_SENT = ("message", "edited_message", "callback_query")
"""The kinds of update that somebody sends: no other is handled."""


def rows_of(person: int) -> dict[Table, ColumnElement[bool]]:
    """The condition for each table's rows that are the person's; what hangs on others comes first.

    Of groups what they sent and asked there, and what was said of their photos. An update that
    still waits to be answered is not among them: it is being handled.
    """
    photos = or_(PHOTOS.c.chat_id == person, PHOTOS.c.user_id == person)
    theirs = select(PHOTOS.c.id).where(photos)
    return {
        ERRANDS: or_(
            ERRANDS.c.user_id == person,
            ERRANDS.c.companion_id == person,
            ERRANDS.c.chat_id == person,
        ),
        EXCHANGES: or_(EXCHANGES.c.photo_id.in_(theirs), EXCHANGES.c.user_id == person),
        MESSAGES: MESSAGES.c.photo_id.in_(theirs),
        PHOTOS: photos,
        THREADS: or_(THREADS.c.chat_id == person, THREADS.c.user_id == person),
        WAYS: WAYS.c.user_id == person,
        COMPANIONS: or_(COMPANIONS.c.user_id == person, COMPANIONS.c.companion_id == person),
        CHATS: CHATS.c.id == person,
        INBOX: and_(
            or_(INBOX.c.chat_id == person, *(_sender(kind) == person for kind in _SENT)),
            INBOX.c.state != "waiting",
        ),
        INVITATIONS: INVITATIONS.c.user_id == person,
        PEOPLE: PEOPLE.c.user_id == person,
        TRIES: TRIES.c.user_id == person,
    }


def _sender(kind: str) -> ColumnElement[int]:
    """Who sent an update of that kind, in whatever chat; null for others."""
    # As text first: a number of JSON is one of 32 bits for PostgreSQL.
    return cast(INBOX.c.content[(kind, "from", "id")].as_string(), BigInteger)
