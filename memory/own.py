"""Which rows are a person's: what they are given when they ask for everything, and what is erased.

One list for both, so that nothing is kept that is neither shown nor deleted.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from memory.tables import (
    Base,
    ChatRow,
    CompanionRow,
    ErrandRow,
    ExchangeRow,
    InboxRow,
    MessageRow,
    PersonRow,
    PhotoRow,
    ThreadRow,
    WayRow,
)

_SENT = ("message", "callback_query")
"""The kinds of update that somebody sends: no other is handled."""


def rows_of(person: int) -> dict[type[Base], ColumnElement[bool]]:
    """The condition for each table's rows that are the person's; what hangs on others comes first.

    Of groups what they sent and asked there, and what was said of their photos. An update that
    still waits to be answered is not among them: it is being handled.
    """
    photos = or_(PhotoRow.chat_id == person, PhotoRow.user_id == person)
    theirs = select(PhotoRow.id).where(photos)
    return {
        ErrandRow: or_(
            ErrandRow.user_id == person,
            ErrandRow.companion_id == person,
            ErrandRow.chat_id == person,
        ),
        ExchangeRow: or_(ExchangeRow.photo_id.in_(theirs), ExchangeRow.user_id == person),
        MessageRow: MessageRow.photo_id.in_(theirs),
        PhotoRow: photos,
        ThreadRow: or_(ThreadRow.chat_id == person, ThreadRow.user_id == person),
        WayRow: WayRow.user_id == person,
        CompanionRow: or_(CompanionRow.user_id == person, CompanionRow.companion_id == person),
        ChatRow: ChatRow.id == person,
        InboxRow: and_(
            or_(InboxRow.chat_id == person, *(_sender(kind) == person for kind in _SENT)),
            InboxRow.state != "waiting",
        ),
        PersonRow: PersonRow.user_id == person,
    }


def _sender(kind: str) -> ColumnElement[int]:
    """Who sent an update of that kind, in whatever chat; null for others."""
    sender: ColumnElement[int] = InboxRow.content[(kind, "from", "id")].as_integer()
    return sender
