"""A database that is deleted, moved or written over while the bot runs is noticed at once."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from memory.errors import MemoryUnreachable
from memory.settings import MemorySettings
from memory.store import Memory
from memory.values import Chat
from tests.bot.line import message

RINA = Chat(7, "bn", "on", 120, "short")


def other(folder: Path) -> Path:
    """A whole database that is another one."""
    with (
        closing(sqlite3.connect(folder / "chokh.db")) as source,
        closing(sqlite3.connect(folder / "other.db")) as copy,
    ):
        source.backup(copy)
        copy.execute("DELETE FROM chats")
        copy.commit()
    return folder / "other.db"


DONE: dict[str, Callable[[Path], object]] = {
    "deleted": lambda file: file.unlink(),
    "moved away": lambda file: file.rename(file.with_name("aside.db")),
    "another in its place": lambda file: other(file.parent).replace(file),
    "written over": lambda file: shutil.copyfile(other(file.parent), file),
    "emptied": lambda file: file.write_bytes(b""),
}


@pytest.mark.parametrize("what", DONE)
async def test_nothing_is_taken_for_kept_once_the_file_is_another(
    tmp_path: Path, what: str
) -> None:
    memory = await Memory.open(MemorySettings(), tmp_path)
    await memory.chats.put(RINA)
    assert await memory.inbox.add([message(1)]) == 1
    await memory.database.tidy()
    assert await memory.inbox.add([message(2)]) == 1
    DONE[what](tmp_path / "chokh.db")
    there = (tmp_path / "chokh.db").read_bytes() if (tmp_path / "chokh.db").exists() else None
    for _ in range(2):
        with pytest.raises(MemoryUnreachable, match=r"while the bot ran|in the place of"):
            await memory.inbox.add([message(3)])
    await memory.close()
    if there is not None:
        assert (tmp_path / "chokh.db").read_bytes() == there, "nothing of ours gets into it"
    if what in {"another in its place", "written over"}:
        again = await Memory.open(MemorySettings(), tmp_path)
        assert await again.chats.get(7) is None
        await again.close()
    (log,) = tmp_path.glob("chokh.db-wal-*")  # noqa: ASYNC240 -- nobody waits
    if what == "moved away":
        log.rename(tmp_path / "aside.db-wal")
        with closing(sqlite3.connect(tmp_path / "aside.db")) as moved:
            assert moved.execute("SELECT count(*) FROM inbox").fetchone() == (2,)


async def test_another_program_that_writes_as_sqlite_does_is_let(tmp_path: Path) -> None:
    memory = await Memory.open(MemorySettings(), tmp_path)
    await memory.chats.put(RINA)
    for number in range(3):
        with closing(sqlite3.connect(tmp_path / "chokh.db")) as shell:
            shell.execute("UPDATE chats SET rate = ?", (100 + number,))
            shell.commit()
            shell.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        chat = await memory.chats.get(7)
        assert chat is not None
        assert chat.rate == 100 + number
        await memory.inbox.add([message(number)])
        await memory.database.tidy()
    await memory.close()
