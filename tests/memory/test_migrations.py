"""A database of 0.1.0 goes on with all that it has; the dumps are of databases that it made."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine, select

from memory import migrations
from memory.erase import erase
from memory.errors import MemoryNewer
from memory.migrations import HEAD
from memory.settings import MemorySettings
from memory.store import Memory
from memory.values import (
    AwaitsDeletion,
    AwaitsPhoto,
    Chat,
    Companion,
    Consent,
    Exchange,
    NewPhoto,
    Thread,
)
from tests.postgres import a_server

DUMPS = Path(__file__).parent.parent / "data" / "database-0.1.0"
MOVED = {"chats": {"warn", "agreed"}}
"""Columns whose content lies elsewhere now."""
Rows = dict[str, list[dict[str, object]]]


def rows_of(connection: Connection) -> Rows:
    tables = MetaData()
    tables.reflect(connection)
    return {
        table.name: [
            dict(row._mapping)
            for row in connection.execute(select(table).order_by(*table.primary_key))
        ]
        for table in tables.sorted_tables
        if table.name != "alembic_version"
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database as 0.1.0 has left it, with something in every table."""
    dump = (DUMPS / f"{request.param}.sql").read_text(encoding="utf-8")
    if request.param == "sqlite":
        with closing(sqlite3.connect(tmp_path / "chokh.db")) as file:
            file.executescript(dump)
        yield f"sqlite:///{tmp_path / 'chokh.db'}"
    else:
        with a_server() as server:
            with psycopg.connect(server.url, autocommit=True) as connection:
                connection.execute(dump.encode())
            yield server.url


async def test_a_database_of_0_1_0_is_carried_over_whole(url: str, tmp_path: Path) -> None:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        before = rows_of(connection)
    engine.dispose()
    assert all(before.values())
    assert len(before) == 11
    memory = await Memory.open(MemorySettings(url=url), tmp_path)
    after = await memory.database.run(rows_of)
    for name, rows in before.items():
        stays = rows[0].keys() - MOVED.get(name, set())
        assert [{key: row[key] for key in stays} for row in after[name]] == [
            {key: row[key] for key in stays} for row in rows
        ], name

    host = "models.example.org"
    choices = Chat(7, "bn", "on", 120, "long", ("blood", "fire"), Consent(host, given=True))
    chats = [await memory.chats.get(each) for each in (7, 8, 9)]
    assert chats[0] == Chat(
        **vars(choices) | {"register": "wb", "address": "tumi", "numbers": "latin", "pitch": 30}
    )
    assert chats[1] == Chat(8, "en", "off", 150, "short", consent=Consent(host, given=False))
    assert chats[2] == Chat(9, "bn", "ask", 150, "short", ("snake",))
    assert [await memory.threads.get(*each) for each in ((7, 7), (-100, 8), (9, 9))] == [
        Thread("বলা", AwaitsPhoto("রং কী?"), 2.5),
        Thread("said", AwaitsDeletion("hour", (1, 2)), 4.5),
        Thread("only said", None, 0.0),
    ]
    assert await memory.photos.exchanges(1) == [
        Exchange("What colour?", "red", "রং কী?", "লাল", by="model"),
        Exchange("", "", "কী লেখা আছে?", "দোকান", by="rule"),
    ]
    assert await memory.companions.of(7) == (
        Companion(7, 8, "Karim", "agreed", 5),
        Companion(7, 9, "Mina", "refused", 10),
    )
    photo = await memory.photos.by_id(1)
    assert photo is not None
    assert photo.sent_at == datetime(2026, 11, 1, 10, 20, 30, tzinfo=UTC)
    new = await memory.photos.add(NewPhoto(7, 14, "file-c", "a cat", "বিড়াল", "bn"))
    assert new.id > 2
    erased = await erase(memory.database, memory.gallery, 7, 5)
    assert erased.photos == 2
    await memory.close()


def test_the_newest_step_is_the_one_that_a_start_looks_for() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_heads() == [HEAD]
    assert scripts.get_bases() == ["0008"]  # that of 0.1.0: what was before was never released


async def test_a_database_of_a_later_program_is_left_alone(url: str, tmp_path: Path) -> None:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        before = rows_of(connection)
    with pytest.raises(MemoryNewer):
        await Memory.open(MemorySettings(url=url), tmp_path)
    with engine.connect() as connection:
        assert rows_of(connection) == before
    engine.dispose()
