"""What is remembered, in a real database file."""

from __future__ import annotations

import sqlite3
import stat
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from memory.erase import Erased, erase, erase_photos, erased_by
from memory.errors import DiskFull, MemoryUnreachable
from memory.inbox.inbox import Inbox
from memory.people.conversation import Threads
from memory.settings import MemorySettings
from memory.store import Memory
from memory.values import AwaitsPhoto, Chat, Companion, Exchange, NewPhoto, Thread
from tests.memory.exchanges import answered


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


def _sent(update_id: int, chat_id: int, user_id: int) -> dict:
    sent = update(update_id, chat_id)
    sent["message"]["from"] = {"id": user_id}
    return sent


def contents(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir()]


async def ids_waiting(
    memory: Memory, busy: tuple[int, ...] = (), now: float = 0.0
) -> list[list[int]]:
    found, _ = await memory.inbox.waiting(now or time.time(), busy, 16)
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


async def test_an_album_comes_whole_when_no_more_of_it_comes(memory: Memory) -> None:
    now = 1000.0
    inbox = Inbox(memory.database, clock=lambda: now)
    await inbox.add([update(1, album="a")])
    now = 1000.8
    await inbox.add([update(2, album="a"), update(9, chat_id=2)])
    assert await ids_waiting(memory, now=1001.7) == [[9]]
    assert await inbox.next_due(1001.7, busy=(2,)) == 1001.8
    assert await ids_waiting(memory, now=1001.9) == [[1, 2], [9]]


async def test_an_album_is_whole_when_the_person_goes_on(memory: Memory) -> None:
    await memory.inbox.add([update(1, album="a"), update(2, album="a"), update(3)])
    assert await ids_waiting(memory) == [[1, 2]]
    edited = update(4, chat_id=2, album="b")
    await memory.inbox.add([{"update_id": 4, "edited_message": edited["message"]}])
    assert await ids_waiting(memory, busy=(1,)) == [[4]]  # an edited photo is no album


async def test_a_chat_waits_for_its_retry_and_keeps_its_order(memory: Memory) -> None:
    await memory.inbox.add([update(1), update(2)])
    now = time.time()
    await memory.inbox.failed([1], "TimedOut", now + 100)
    assert await memory.inbox.next_due(now) == now + 100
    assert await ids_waiting(memory) == []
    ((again,),), _ = await memory.inbox.waiting(now + 101, (), 16)
    assert (again.update_id, again.attempts) == (1, 1)
    await memory.inbox.postpone([1], now + 200)
    ((again,),), _ = await memory.inbox.waiting(now + 201, (), 16)
    assert again.attempts == 1


@pytest.mark.parametrize("back", [24 * 3600, 600])
async def test_a_clock_set_back_silences_no_chat(memory: Memory, back: float) -> None:
    now = time.time()
    await memory.inbox.add([update(1), update(2, 2, album="a")])
    await memory.inbox.failed([1], "TimedOut", now + 60)
    earlier = now - back
    assert await ids_waiting(memory, now=earlier) == [[1], [2]]
    assert await memory.inbox.next_due(earlier) == earlier


async def test_what_was_given_up_is_kept_whole_and_stops_nobody(memory: Memory) -> None:
    await memory.inbox.add([update(1, words="keep me"), update(2)])
    await memory.inbox.keep([1], "ModelMissing")
    assert await ids_waiting(memory) == [[2]]
    assert [kept.content["message"]["text"] for kept in await memory.inbox.kept()] == ["keep me"]
    assert await memory.inbox.forget_older_than(30) == 0
    assert await memory.inbox.forget_older_than(-1) == 1
    assert await memory.inbox.kept() == []
    assert await memory.inbox.add([update(1)]) == 0


async def test_of_what_is_done_or_too_old_only_the_number_stays(
    memory: Memory, tmp_path: Path
) -> None:
    await memory.inbox.add([update(n, chat_id=8_123_456_789) for n in (1, 2, 3)])
    await memory.inbox.done([1])
    await memory.inbox.keep([2], "ModelMissing")
    await memory.inbox.hold([3])
    await memory.inbox.forget_older_than(-1)
    with sqlite3.connect(tmp_path / "chokh.db") as other:
        rows = other.execute("SELECT update_id, chat_id, content, outcome, error FROM inbox")
        assert rows.fetchall() == [(n, 0, None, None, "") for n in (1, 2, 3)]


async def test_what_was_said_and_what_is_waited_for_go_after_their_days(memory: Memory) -> None:
    now = 10 * 24 * 3600.0
    threads = Threads(memory.database, clock=lambda: now)
    await threads.put_said(1, 1, "a red circle")
    await threads.wait(1, 2, AwaitsPhoto("what?"))
    await threads.put_said(1, 2, "a red circle")
    now += 5 * 24 * 3600
    await threads.put_said(1, 2, "a blue square")
    await threads.forget_older_than(6)
    assert (await threads.get(1, 1)).said == "a red circle"
    await threads.forget_older_than(4)
    assert await threads.get(1, 1) == Thread()
    thread = await threads.get(1, 2)
    assert (thread.said, thread.waits) == ("a blue square", None)
    now += 5 * 24 * 3600
    await threads.forget_older_than(4)
    assert await memory.database.run(lambda c: c.scalar(text("SELECT count(*) FROM threads"))) == 0


async def test_erasing_takes_what_is_a_persons_in_groups_and_leaves_the_others(
    memory: Memory,
) -> None:
    rina, karim, family = 7, 8, -100
    hers, his = [
        await memory.photos.add(NewPhoto(family, n, "f", "a", "ক", "bn", user_id=user_id))
        for n, user_id in ((1, rina), (2, karim))
    ]
    for photo in (hers, his):
        for user_id, asked in ((rina, "hers"), (karim, "his")):
            await answered(memory, photo.id, Exchange(asked, "", "", ""), user_id)
    await memory.threads.put_said(family, rina, "hers")
    await memory.threads.put_said(family, karim, "his")
    await memory.inbox.add([_sent(1, family, rina), _sent(2, family, karim), _sent(3, rina, rina)])
    await memory.inbox.keep([1, 2], "ModelMissing")
    erased = await erase(memory.database, memory.gallery, rina, update_id=3)
    assert (erased.photos, erased.everything) == (1, True)
    assert await memory.photos.newest(family) == [his]
    assert [each.question_en for each in await memory.photos.exchanges(his.id)] == ["his"]
    assert (await memory.threads.get(family, karim)).said == "his"
    assert await memory.threads.get(family, rina) == Thread()
    assert [each.update_id for each in await memory.inbox.kept()] == [2]
    assert await ids_waiting(memory) == [[3]]


async def test_what_an_update_has_erased_is_known_until_it_is_done(memory: Memory) -> None:
    photo = await memory.photos.add(NewPhoto(1, 10, "f", "a", "ক", "bn", user_id=1))
    other = await memory.photos.add(NewPhoto(2, 10, "f", "a", "ক", "bn", user_id=2))
    await memory.chats.put(Chat(1, "bn", "on", 120, "short"))
    pair = Companion(1, 2, "Karim", "agreed", 15)
    await memory.companions.put(pair)
    await memory.inbox.add([update(5), update(6)])
    some = await erase_photos(memory.database, memory.gallery, 1, [photo.id, other.id], 5)
    assert some == Erased(1)
    assert await memory.photos.newest(2) == [other]
    everything = await erase(memory.database, memory.gallery, 1, 6)
    assert everything == Erased(0, True, "bn", (pair,))
    assert await erased_by(memory.database, 5) == some
    assert await erased_by(memory.database, 6) == everything
    await memory.inbox.done([5, 6])
    assert await erased_by(memory.database, 6) is None


async def test_a_done_update_leaves_no_words_in_any_file(memory: Memory, tmp_path: Path) -> None:
    long = "zebra-crossing " * 2000  # over many pages of the file
    await memory.inbox.add([update(1, words="zebra-crossing"), update(2, words=long), update(3)])
    assert any(b"zebra-crossing" in data for data in contents(tmp_path))
    await memory.inbox.done([1, 2])
    await memory.inbox.prune()
    assert not any(b"zebra-crossing" in data for data in contents(tmp_path))


async def test_a_forgotten_photo_leaves_no_words_in_any_file(
    memory: Memory, tmp_path: Path
) -> None:
    photo = await memory.photos.add(NewPhoto(1, 10, "file-a", "a zebra-crossing", "জেব্রা", "bn"))
    await answered(memory, photo.id, Exchange("a zebra-crossing?", "yes", "?", "হ্যাঁ"))
    await memory.photos.forget_older_than(-1)
    await memory.inbox.prune()
    assert not any(b"zebra-crossing" in data for data in contents(tmp_path))


async def test_the_newest_answered_updates_are_known_again(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memory.inbox.inbox._REMEMBERED", 3)
    now = 1000.0
    inbox = Inbox(memory.database, clock=lambda: now)
    await inbox.add([update(n) for n in (800, 801, 802, 900)])
    now = 2000.0
    await inbox.add([update(n) for n in (5, 6)])  # after a quiet week ids start anew
    await inbox.done([800, 801, 802, 5, 6])
    await inbox.prune()
    assert await inbox.add([update(n) for n in (5, 6, 802, 900)]) == 0
    assert await inbox.add([update(n) for n in (800, 801)]) == 2


async def test_a_full_disk_is_said_and_nothing_is_half_kept(memory: Memory) -> None:
    pages = await memory.database.run(lambda c: c.scalar(text("PRAGMA page_count")))
    grown = text(f"PRAGMA max_page_count={pages + 2}")
    await memory.database.run(lambda c: c.execute(grown))
    with pytest.raises(DiskFull):
        await memory.inbox.add([update(n, words="x" * 3000) for n in range(1, 20)])
    assert await ids_waiting(memory) == []


async def test_what_is_no_database_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "torn.db").write_bytes(b"not a database at all, but long enough" * 40)
    with sqlite3.connect(tmp_path / "later.db") as later:
        later.execute("CREATE TABLE alembic_version (version_num)")
        later.execute("INSERT INTO alembic_version VALUES ('9999')")
    (tmp_path / "folder.db").mkdir()
    for url in (
        "sqlite:///torn.db",
        "sqlite:///later.db",
        "sqlite:///folder.db",
        "sqlite://",
        "mysql://localhost/chokh",
        "chokh.db",
    ):
        with pytest.raises(MemoryUnreachable):
            await Memory.open(MemorySettings(url=url), tmp_path)


async def test_a_migration_that_breaks_off_leaves_nothing_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_args: object, **_options: object) -> None:
        raise RuntimeError("the power is cut")

    with monkeypatch.context() as patched:
        patched.setattr("alembic.operations.Operations.create_index", cut)
        with pytest.raises(RuntimeError):
            await Memory.open(MemorySettings(), tmp_path)
    with sqlite3.connect(tmp_path / "chokh.db") as file:
        assert file.execute("SELECT name FROM sqlite_master").fetchall() == []
    await (await Memory.open(MemorySettings(), tmp_path)).close()


async def test_the_file_is_its_users_alone_and_survives_being_opened_again(tmp_path: Path) -> None:
    for expected in (None, 120):
        opened = await Memory.open(MemorySettings(), tmp_path)
        chat = await opened.chats.get(1)
        assert (chat.rate if chat else None) == expected
        await opened.chats.put(Chat(1, "bn", "on", 120, "short"))
        for pragma, value in (("journal_mode", "wal"), ("synchronous", 2)):
            asked = text(f"PRAGMA {pragma}")
            assert await opened.database.run(lambda c, asked=asked: c.scalar(asked)) == value
        await opened.close()
    assert stat.S_IMODE((tmp_path / "chokh.db").stat().st_mode) == 0o600


async def test_the_schema_of_the_migrations_is_the_schema_of_the_tables(memory: Memory) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from memory.schema.tables import METADATA

    differences = await memory.database.run(
        lambda c: compare_metadata(MigrationContext.configure(c), METADATA)
    )
    assert differences == []


async def test_a_photo_is_found_by_its_message_and_by_ours_about_it(memory: Memory) -> None:
    first = await memory.photos.add(NewPhoto(1, 10, "file-a", "a red circle", "একটি লাল বৃত্ত", "bn"))
    second = await memory.photos.add(NewPhoto(1, 20, "file-b", "a cat", "একটি বিড়াল", "bn"))
    await memory.photos.link(first.id, [11, 12])
    assert (await memory.photos.last(1)) == second
    assert (await memory.photos.about(1, 10)) == first
    assert (await memory.photos.about(1, 12)) == first
    assert (await memory.photos.about(2, 10)) is None
    again = await memory.photos.add(
        NewPhoto(1, 10, "file-a", "a blue circle", "একটি নীল বৃত্ত", "bn")
    )
    assert again.id == first.id
    assert (await memory.photos.about(1, 12)) == again


async def test_a_photo_that_comes_again_after_a_retry_begins_its_conversation_anew(
    memory: Memory,
) -> None:
    for _ in range(2):
        photo = await memory.photos.add(
            NewPhoto(1, 10, "file-a", "a red circle", "একটি লাল বৃত্ত", "bn")
        )
        await answered(memory, photo.id, Exchange("q", "a", "প্র", "উ"))
    assert len(await memory.photos.exchanges(photo.id)) == 1


async def test_a_conversation_is_remembered_in_order_and_forgotten_with_its_photo(
    memory: Memory,
) -> None:
    photo = await memory.photos.add(NewPhoto(1, 10, "file-a", "a", "ক", "bn"))
    for number in range(10):
        await answered(memory, photo.id, Exchange(f"q{number}", "a", "প্র", "উ"))
    kept = await memory.photos.exchanges(photo.id, limit=3)
    assert [exchange.question_en for exchange in kept] == ["q7", "q8", "q9"]
    assert await memory.photos.forget_older_than(30) == 0
    assert await memory.photos.forget_older_than(-1) == 1
    assert await memory.photos.exchanges(photo.id) == []
    await answered(memory, photo.id, Exchange("late", "a", "প্র", "উ"))
    await memory.photos.link(photo.id, [99])
    assert await memory.photos.about(1, 99) is None


async def test_people_are_let_in_and_out(memory: Memory) -> None:
    await memory.people.put(7, "owner", "Rina")
    await memory.people.put(8, "guest", "")
    assert await memory.people.owners() == (7,)
    assert await memory.people.role(8) == "guest"
    assert await memory.people.remove(8)
    assert not await memory.people.remove(8)
    assert await memory.people.role(8) is None
