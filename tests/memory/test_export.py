"""What a person is given of the database: all that is theirs, and nothing of others."""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, DateTime, Float, Integer, String

from memory.export import everything
from memory.schema.ownership import rows_of
from memory.schema.tables import METADATA
from memory.settings import MemorySettings
from memory.store import Memory
from memory.values import Companion, Exchange, NewPhoto
from tests.memory.exchanges import answered

RINA, OTHER = 7_001, 7_002
GROUP = -55
# Other people's ids and message ids that nobody was told.
NOT_TOLD = {("errands", "companion_message_id")}


@pytest.fixture
async def memory(tmp_path: Path) -> AsyncIterator[Memory]:
    opened = await Memory.open(MemorySettings(), tmp_path)
    yield opened
    await opened.close()


def test_every_table_says_which_rows_are_a_persons() -> None:
    """An added table belongs into memory/schema/ownership.py, or its rows are never given out."""
    assert {table.name for table in rows_of(RINA)} == set(METADATA.tables)


async def test_each_column_of_each_table_is_given_out(memory: Memory) -> None:
    counter = itertools.count(900_001)
    marks: dict[tuple[str, str], str] = {}
    # What others refer to comes first.
    for table in METADATA.sorted_tables:
        values = {column.key: _value(column, next(counter)) for column in table.columns}
        for key in values.keys() & {"user_id", "chat_id"}:
            values[key] = RINA
        values |= {"id": RINA} if table.name == "chats" else {}
        values |= {"id": 1} if table.name == "photos" else {}
        values |= {"photo_id": 1} if "photo_id" in values else {}
        row = table.insert().values(**values)
        await memory.database.run(lambda connection, row=row: connection.execute(row))
        marks |= {(table.name, key): _mark(value) for key, value in values.items()}
    given = await everything(memory.database, RINA)
    said = json.dumps([given.photos, given.tables], ensure_ascii=False)
    missing = {where for where, mark in marks.items() if mark not in said and where not in NOT_TOLD}
    assert missing == set()
    other = await everything(memory.database, OTHER)
    assert (other.photos, other.tables) == ([], {})


async def test_a_pair_learns_nothing_of_each_other_that_it_was_not_told(memory: Memory) -> None:
    photo = await memory.photos.add(NewPhoto(RINA, 10, "file", "a red circle", "একটি লাল বৃত্ত", "bn"))
    await memory.companions.put(Companion(RINA, OTHER, "Salma", "agreed", 15))
    await memory.errands.add(RINA, RINA, 11, photo.id, OTHER, 99, "রং কী?", 15)
    mine, theirs = [await everything(memory.database, each) for each in (RINA, OTHER)]
    assert mine.tables["companions"][0]["companion_id"] == OTHER
    assert mine.tables["errands"][0]["question"] == "রং কী?"
    assert theirs.tables["errands"][0]["question"] == "রং কী?", "they were told it"
    assert theirs.tables["companions"][0]["name"] == "Salma"
    assert str(RINA) not in json.dumps(theirs.tables)
    assert theirs.photos == []


async def test_of_a_group_a_person_is_given_their_photos_and_their_questions(
    memory: Memory,
) -> None:
    add, say = memory.photos.add, partial(answered, memory)
    mine = await add(NewPhoto(GROUP, 1, "a", "a red circle", "লাল", "bn", user_id=RINA))
    theirs = await add(NewPhoto(GROUP, 2, "b", "a blue square", "নীল", "bn", user_id=OTHER))
    await say(mine.id, Exchange("q", "a", "আমার প্রশ্ন", "উত্তর"), RINA)
    await say(mine.id, Exchange("q", "a", "ওর প্রশ্ন", "উত্তর"), OTHER)
    await say(theirs.id, Exchange("q", "a", "ওর ছবিতে আমার প্রশ্ন", "উত্তর"), RINA)
    given = await everything(memory.database, RINA)
    (photo,) = given.photos
    assert [each["question"] for each in photo["exchanges"]] == ["আমার প্রশ্ন"]
    assert [each["question"] for each in given.tables["exchanges"]] == ["ওর ছবিতে আমার প্রশ্ন"]


def _value(column: Any, number: int) -> Any:
    """A value of the column's type that is nowhere else."""
    kind = column.type
    if isinstance(kind, DateTime):
        return datetime.fromtimestamp(number * 1_000, UTC).replace(tzinfo=None)
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, String):
        return f"mark-{number}"
    if isinstance(kind, Integer | Float):
        return number
    return {"mark": number}


def _mark(value: Any) -> str:
    """How a value is found in JSON."""
    return (
        value.isoformat() if isinstance(value, datetime) else json.dumps(value).removesuffix(".0")
    )
