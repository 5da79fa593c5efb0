"""The schema's history: a file in versions/ for each step from 0.1.0's database to today's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from memory.errors import MemoryNewer

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

# Known here, so that a start with nothing to do need not import Alembic (0.3 s).
HEAD = "0009"


def bring_up_to_date(connection: Connection) -> bool:
    """Run the steps that are missing, in the connection's transaction; False where none was.

    Raises `MemoryNewer` for a database that a later program has changed.
    """
    if inspect(connection).has_table("alembic_version"):
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if revision == HEAD:
            return False
    from alembic import command  # slow to import, seldom needed
    from alembic.util import CommandError

    try:
        command.upgrade(configuration(connection), "head")
    except CommandError as error:
        raise MemoryNewer(str(error)) from error
    return True


def configuration(connection: Connection) -> Config:
    """Alembic's, for the steps in versions/ on this connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
