"""What is remembered, in a real database file."""

from __future__ import annotations

import sqlite3
import stat
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from memory.errors import DiskFull, MemoryUnreachable
from memory.settings import MemorySettings
from memory.store import Memory
from memory.values import Chat, Exchange


@pytest.fixture
async def memory(tmp_path: Path) -> AsyncIterator[Memory]:
    opened = await Memory.open(MemorySettings(), tmp_path)
    yield opened
    await opened.close()


def update(
    update_id: int, chat_id: int = 1, words: str = "hello", album: str | None = None
) -> dict:
    message = {"message_id": update_id, "chat": {"id": chat_id}, "text": words}
    if album:
        message["media_group_id"] = album
    return {"update_id": update_id, "message": message}


def contents(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir()]


async def ids_waiting(
    memory: Memory, busy: tuple[int, ...] = (), now: float = 0.0
) -> list[list[int]]:
    found = await memory.inbox.waiting(now or time.time(), busy, 16)
    return [[waiting.update_id for waiting in bundle] for bundle in found]


async def test_an_update_is_on_the_disk_when_add_returns_and_comes_once(
    memory: Memory, tmp_path: Path
) -> None:
    assert await memory.inbox.add([update(5), update(6)]) == 2
    with sqlite3.connect(tmp_path / "chokh.db") as other:
        assert other.execute("select count(*) from inbox").fetchone() == (2,)
    await memory.inbox.done([5])
    assert await memory.inbox.add([update(5), update(6), update(7)]) == 1
    assert await ids_waiting(memory) == [[6]]


async def test_each_chat_gives_its_oldest_update_and_a_busy_one_none(memory: Memory) -> None:
    await memory.inbox.add([update(1, 10), update(2, 20), update(3, 10), update(4, 30)])
    assert await ids_waiting(memory) == [[1], [2], [4]]
    assert await ids_waiting(memory, busy=(10,)) == [[2], [4]]
    await memory.inbox.done([1])
    assert await ids_waiting(memory, busy=(20,)) == [[3], [4]]


async def test_an_album_comes_whole(memory: Memory) -> None:
    await memory.inbox.add([update(1, album="a"), update(2, album="a"), update(3)])
    assert await ids_waiting(memory) == [[1, 2]]


async def test_a_chat_waits_for_its_retry_and_keeps_its_order(memory: Memory) -> None:
    await memory.inbox.add([update(1), update(2)])
    now = time.time()
    await memory.inbox.failed([1], "TimedOut", now + 100)
    assert await memory.inbox.next_due(now) == now + 100
    assert await ids_waiting(memory) == []
    assert await ids_waiting(memory, now=now + 101) == [[1]]


async def test_what_was_given_up_is_kept_whole_and_stops_nobody(memory: Memory) -> None:
    await memory.inbox.add([update(1, words="keep me"), update(2)])
    await memory.inbox.keep([1], "ModelMissing")
    assert await ids_waiting(memory) == [[2]]
    assert [kept.content["message"]["text"] for kept in await memory.inbox.kept()] == ["keep me"]


async def test_a_done_update_leaves_no_words_in_any_file(memory: Memory, tmp_path: Path) -> None:
    words = "আমার গোপন কথা zebra-crossing"
    await memory.inbox.add([update(1, words=words)])
    await memory.inbox.done([1])
    await memory.close()
    assert not any(b"zebra-crossing" in data for data in contents(tmp_path))


async def test_a_full_disk_is_said_and_nothing_is_half_kept(memory: Memory) -> None:
    async with memory.database.session() as session:
        pages = await session.scalar(text("PRAGMA page_count"))
        await session.execute(text(f"PRAGMA max_page_count={pages + 2}"))
    with pytest.raises(DiskFull):
        await memory.inbox.add([update(n, words="x" * 3000) for n in range(1, 20)])
    assert await ids_waiting(memory) == []


async def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "chokh.db").write_bytes(b"not a database at all, but long enough" * 40)
    with pytest.raises(MemoryUnreachable):
        await Memory.open(MemorySettings(), tmp_path)


async def test_the_file_is_its_users_alone_and_survives_being_opened_again(tmp_path: Path) -> None:
    for expected in (None, 120):
        opened = await Memory.open(MemorySettings(), tmp_path)
        chat = await opened.chats.get(1)
        assert (chat.rate if chat else None) == expected
        await opened.chats.put(Chat(1, "bn", "on", 120, "short"))
        async with opened.database.session() as session:
            assert await session.scalar(text("PRAGMA journal_mode")) == "wal"
            assert await session.scalar(text("PRAGMA synchronous")) == 2
        await opened.close()
    assert stat.S_IMODE((tmp_path / "chokh.db").stat().st_mode) == 0o600


async def test_the_schema_of_the_migrations_is_the_schema_of_the_tables(memory: Memory) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from memory.tables import Base

    async with memory.database.engine.connect() as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), Base.metadata)
        )
    assert differences == []


async def test_a_photo_is_found_by_its_message_and_by_ours_about_it(memory: Memory) -> None:
    first = await memory.photos.add(1, 10, "file-a", "a red circle", "একটি লাল বৃত্ত", "bn")
    second = await memory.photos.add(1, 20, "file-b", "a cat", "একটি বিড়াল", "bn")
    await memory.photos.link(first.id, [11, 12])
    assert (await memory.photos.last(1)) == second
    assert (await memory.photos.about(1, 10)) == first
    assert (await memory.photos.about(1, 12)) == first
    assert (await memory.photos.about(2, 10)) is None
    again = await memory.photos.add(1, 10, "file-a", "a blue circle", "একটি নীল বৃত্ত", "bn")
    assert again.id == first.id


async def test_a_conversation_is_remembered_in_order_and_forgotten_with_its_photo(
    memory: Memory,
) -> None:
    photo = await memory.photos.add(1, 10, "file-a", "a", "ক", "bn")
    for number in range(10):
        await memory.photos.add_exchange(photo.id, Exchange(f"q{number}", "a", "প্র", "উ"))
    kept = await memory.photos.exchanges(photo.id, limit=3)
    assert [exchange.question_en for exchange in kept] == ["q7", "q8", "q9"]
    assert await memory.photos.forget_older_than(30) == 0
    assert await memory.photos.forget_older_than(-1) == 1
    assert await memory.photos.exchanges(photo.id) == []


async def test_people_are_let_in_and_out(memory: Memory) -> None:
    await memory.people.put(7, "owner", "Rina")
    await memory.people.put(8, "guest", "")
    assert await memory.people.owners() == (7,)
    assert await memory.people.role(8) == "guest"
    assert await memory.people.remove(8)
    assert not await memory.people.remove(8)
    assert await memory.people.role(8) is None
