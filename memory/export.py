"""Export of everything that is kept of one person, as plain values for a file.

Of the other one of a pair there is only what the person entered or was told: what one side of it
may not know of the other is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from memory.database.database import Database
from memory.schema.ownership import rows_of
from memory.schema.tables import COMPANIONS, ERRANDS, EXCHANGES, MESSAGES, PHOTOS

Row = dict[str, Any]
"""A row's columns by their names; moments as text, in ISO 8601."""


@dataclass(frozen=True)
class Everything:
    """What is kept of a person.

    photos: newest first, each with its "exchanges", oldest first, and "messages", the ids of ours
    about it; tables: the rows of all other tables, by the table's name, where there are any.
    """

    photos: list[Row]
    tables: dict[str, list[Row]]


async def everything(database: Database, person: int) -> Everything:
    """All of a person's rows, as they stood at one moment. Raises `MemoryUnreachable`."""
    found = await database.run(lambda connection: _rows(connection, person))
    photos, messages = found.pop(PHOTOS), found.pop(MESSAGES)
    photos.sort(key=lambda photo: (photo["sent_at"], photo["message_id"]), reverse=True)
    found[EXCHANGES] = _distribute(photos, messages, found[EXCHANGES], person)
    tables = {table.name: rows for table, rows in found.items() if rows}
    return Everything(photos, tables)


def _rows(connection: Connection, person: int) -> dict[Table, list[Row]]:
    return {
        table: [
            _shown(table, row, person)
            for row in connection.execute(
                select(table).where(theirs).order_by(*table.primary_key)
            ).mappings()
        ]
        for table, theirs in rows_of(person).items()
    }


def _distribute(
    photos: list[Row], messages: list[Row], exchanges: list[Row], person: int
) -> list[Row]:
    """Give each photo its messages and exchanges; exchanges about the photos of others are left.

    In a group others ask about a person's photo, too: their words are theirs.
    """
    known = {photo["id"]: photo | {"exchanges": [], "messages": []} for photo in photos}
    photos[:] = known.values()
    for each in messages:
        known[each["photo_id"]]["messages"].append(each["message_id"])
    left = []
    for each in exchanges:
        photo = known.get(each["photo_id"])
        if photo is None:
            left.append(each)
        elif person in (photo["chat_id"], each["user_id"]):
            photo["exchanges"].append(each)
    return left


def _shown(table: Table, row: RowMapping, person: int) -> Row:
    unseen = _unseen(table, row, person)
    return {name: _plain(value) for name, value in row.items() if name not in unseen}


def _unseen(table: Table, row: RowMapping, person: int) -> tuple[str, ...]:
    """The columns that are the other one's of a pair."""
    if table is COMPANIONS and row["user_id"] != person:
        return ("user_id",)
    if table is ERRANDS and row["user_id"] != person:
        return ("user_id", "chat_id", "message_id", "photo_id")
    return ("companion_message_id",) if table is ERRANDS else ()


def _plain(value: Any) -> Any:
    return value.replace(tzinfo=UTC).isoformat() if isinstance(value, datetime) else value
