"""PostgreSQL, for several bots on one database."""

from __future__ import annotations

from importlib.util import find_spec

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import ExceptionContext

from memory.errors import DiskFull, MemoryFault, MemoryUnreachable

CONNECTIONS = 4
"""Of one bot: transactions that may run side by side."""
_CONNECT_SECONDS = 10
_LOCK_SECONDS = 10  # as long as a second program on SQLite's file waits
_LOCK = 0x63686F6B68  # "chokh"
_FULL = "53100"
# Of SQLSTATE: the connection; who may; no such database; resources; a lock that is not given; an
# operator's act; the server's disk.
_UNREACHABLE = ("08", "28", "3D", "42501", "53", "55P03", "57", "58")


def engine_of(url: URL) -> Engine:
    """An engine whose faults come out as ours. Raises `MemoryUnreachable` without the driver."""
    if find_spec("psycopg") is None:
        raise MemoryUnreachable("PostgreSQL needs its driver: pip install 'psycopg[binary]'")
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_pre_ping=True,  # a restarted server costs nobody their answer
        connect_args={
            "connect_timeout": _CONNECT_SECONDS,
            "options": f"-c lock_timeout={_LOCK_SECONDS}s",
        },
        hide_parameters=True,
    )
    event.listen(engine, "handle_error", _name)
    return engine


def lock(connection: Connection) -> None:
    """Have other bots that start wait until this transaction's end."""
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def named(error: BaseException | None) -> MemoryFault | None:
    """PostgreSQL's error as one of ours; None for one that neither server nor line is at fault for.

    Without a SQLSTATE the server could not even be asked.
    """
    from psycopg import OperationalError  # for who has PostgreSQL

    state = getattr(error, "sqlstate", None) or ""
    if state == _FULL:
        return DiskFull(str(error))
    gone = isinstance(error, OperationalError) and not state
    return MemoryUnreachable(str(error)) if gone or state.startswith(_UNREACHABLE) else None


def _name(context: ExceptionContext) -> None:
    fault = named(context.original_exception)
    if fault is not None and not context.is_pre_ping:
        raise fault from context.original_exception
