"""A database of any earlier program goes on with every row that it has, in every table."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Float,
    Integer,
    MetaData,
    create_engine,
    insert,
    select,
)

from memory import migrations
from memory.migrations import HEAD, configuration
from tests.bot.line import a_memory

SCRIPTS = ScriptDirectory(str(Path(migrations.__file__).parent))
REVISIONS = sorted(step.revision for step in SCRIPTS.walk_revisions())
Rows = dict[str, list[dict[str, Any]]]


def value(column: Column[Any], number: int) -> Any:
    """Something that the column takes, another one in each row."""
    if isinstance(column.type, Integer):
        return number
    if isinstance(column.type, Float):
        return number + 0.5
    if isinstance(column.type, DateTime):
        return datetime(2026, 11, number)
    if isinstance(column.type, JSON):
        return {"number": number}
    return f"{column.name}-{number}"


def rows_of(connection: Connection) -> Rows:
    tables = MetaData()
    tables.reflect(connection)
    return {
        table.name: [dict(row._mapping) for row in connection.execute(select(table))]
        for table in tables.sorted_tables
        if table.name != "alembic_version"
    }


@pytest.mark.parametrize("revision", REVISIONS)
async def test_rows_of_every_released_schema_are_there_after_the_update(
    tmp_path: Path, revision: str
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'chokh.db'}")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), revision)
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                for number in (1, 2):
                    made = {column.name: value(column, number) for column in table.columns}
                    connection.execute(insert(table).values(**made))
        before = rows_of(connection)
    engine.dispose()
    assert all(len(rows) == 2 for rows in before.values())

    async with a_memory(tmp_path) as memory:
        after = await memory.database.run(rows_of)
    assert set(before) <= set(after)
    for name, rows in before.items():
        kept = [{key: row[key] for key in rows[0] if key in row} for row in after[name]]
        assert kept == rows, name


def test_every_schema_until_the_newest_is_tried() -> None:
    assert [f"{number:04}" for number in range(1, int(HEAD) + 1)] == REVISIONS
