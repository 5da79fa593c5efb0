"""Upsert on SQLite and PostgreSQL.

Statements are made once: making one anew takes three times as long as executing it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table


def put(connection: Connection, table: Table, **values: Any) -> None:
    """Insert a row, or change the one that has its primary key."""
    key = tuple(table.primary_key.columns.keys())
    connection.execute(upsert(connection.dialect.name, table, key, tuple(values)), values)


@cache
def upsert(
    dialect: str,
    table: Table,
    key: tuple[str, ...],
    names: tuple[str, ...],
    once: tuple[str, ...] = (),
) -> sqlite.Insert | postgresql.Insert:
    """Inserts a row with so many named values, or changes the one with its key.

    once: names of further values, which a row that is there already keeps as they are.
    """
    new = insert(dialect, table).values({name: bindparam(name) for name in (*names, *once)})
    changed = {name: new.excluded[name] for name in names if name not in key}
    return new.on_conflict_do_update(index_elements=key, set_=changed)


def insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insertion that can say what is done where the row is there already."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
