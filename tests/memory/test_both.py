"""What holds of the memory on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from memory.erase import Erased, erase, erased_by
from memory.errors import DiskFull, MemoryUnreachable
from memory.export import everything
from memory.people.snapshot import known
from memory.photos.record_reply import record_reply
from memory.settings import MemorySettings
from memory.store import Memory
from memory.values import AwaitsPhoto, Chat, Companion, Exchange, NewPhoto
from tests.postgres import Server, a_server

RINA, KARIM, FAMILY = 8_123_456_789, 7, -1_001_234_567_890


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with a_server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest) -> MemorySettings:
    if request.param == "sqlite":
        return MemorySettings()
    running: Server = request.getfixturevalue("server")
    running.empty()
    return MemorySettings(url=running.url)


@pytest.fixture
async def memory(settings: MemorySettings, tmp_path: Path) -> AsyncIterator[Memory]:
    opened = await Memory.open(settings, tmp_path)
    yield opened
    await opened.close()


def sent(update_id: int, chat_id: int, user_id: int, **more: Any) -> dict[str, Any]:
    message = {"message_id": update_id, "chat": {"id": chat_id}, "from": {"id": user_id}, **more}
    return {"update_id": update_id, "message": message}


async def test_updates_come_once_in_order_and_albums_whole(memory: Memory) -> None:
    inbox = memory.inbox
    album = {"media_group_id": "a"}
    updates = [sent(1, RINA, RINA), sent(2, RINA, RINA), sent(3, FAMILY, KARIM, **album)]
    assert await inbox.add(updates) == 3
    assert await inbox.add([*updates, sent(4, FAMILY, KARIM, **album)]) == 1
    later = time.time() + 2
    behind, bundles, due = await inbox.look(later, {}, 16)
    assert (behind, due) == ([], None)
    assert [[each.update_id for each in bundle] for bundle in bundles] == [[1], [3, 4]]
    assert bundles[0][0].content == updates[0]
    behind, bundles, _ = await inbox.look(later, {RINA: [1], FAMILY: [3, 4]}, 16)
    assert ([each.update_id for each in behind], bundles) == ([2], [])
    await inbox.failed([1], "TimedOut", later + 100)
    assert await inbox.next_due(later, [FAMILY]) == later + 100
    await inbox.hold([1])
    await inbox.keep([3, 4], "Unreadable")
    assert [each.update_id for each in await inbox.kept()] == [3, 4]
    assert await inbox.holds(RINA)
    await inbox.release(RINA)
    await inbox.done([1, 2])
    await inbox.prune()
    assert await inbox.forget_older_than(-1) == 2
    assert await inbox.add(updates) == 0


async def test_a_photo_is_known_by_all_that_was_said_of_it(memory: Memory) -> None:
    photo = await memory.photos.add(NewPhoto(RINA, 1, "f", "a", "ক", "bn", user_id=RINA))
    exchange = Exchange("q", "a", "প্র", "উ")
    for said in ("old", "ক"):
        await record_reply(memory.database, RINA, RINA, said, photo, [11, 12], exchange)
    assert await memory.photos.about(RINA, 12) == photo
    assert await memory.photos.exchanges(photo.id) == [exchange, exchange]
    new = NewPhoto(RINA, 1, "f", "b", "খ", "bn", user_id=RINA)
    again = await record_reply(memory.database, RINA, RINA, "খ", new, [14], None)
    assert await memory.photos.about(RINA, 14) == again
    assert (again.id, again.sent_at) == (photo.id, photo.sent_at)
    assert await memory.photos.exchanges(photo.id) == []
    assert await memory.photos.last(RINA) == again
    assert await memory.photos.forget_older_than(-1) == 1
    await record_reply(memory.database, RINA, RINA, "ক", photo, [13], exchange)
    assert await memory.photos.about(RINA, 13) is None


async def test_who_writes_is_known_and_then_erased_in_groups_too(memory: Memory) -> None:
    chat = Chat(RINA, "bn", "on", 120, "short")
    await memory.chats.put(chat)
    await memory.people.put(RINA, "guest", "Rina")
    pairs = [Companion(RINA, each, "Karim", "asked", 15) for each in (KARIM, 3)]
    for pair in pairs:
        await memory.companions.put(pair)
    await memory.companions.put(pairs[0])
    assert await memory.companions.of(RINA) == tuple(pairs)
    for n, user_id in ((1, RINA), (2, KARIM)):
        await memory.photos.add(NewPhoto(FAMILY, n, "f", "a", "ক", "bn", user_id=user_id))
    await memory.errands.add(KARIM, KARIM, 5, None, RINA, 6, "রং?", 15)
    await memory.threads.wait(FAMILY, RINA, AwaitsPhoto("what?"))
    seen = await known(memory.database, FAMILY, RINA)
    assert (seen.role, seen.chat, seen.thread.waits) == ("guest", chat, AwaitsPhoto("what?"))
    assert [each.question for each in seen.errands] == ["রং?"]
    await memory.inbox.add([sent(1, FAMILY, RINA), sent(2, FAMILY, KARIM), sent(3, RINA, RINA)])
    await memory.inbox.keep([1, 2], "Unreadable")
    given = await everything(memory.database, RINA)
    assert {name: len(rows) for name, rows in given.tables.items()} == {
        "chats": 1,
        "companions": 2,
        "errands": 1,
        "inbox": 1,
        "people": 1,
        "threads": 1,
    }
    erased = await erase(memory.database, memory.gallery, RINA, 3)
    assert erased == Erased(1, True, "bn", tuple(pairs))
    assert await erased_by(memory.database, 3) == erased
    left = await everything(memory.database, RINA)
    assert (left.photos, list(left.tables)) == ([], ["people"])
    assert [each.update_id for each in await memory.inbox.kept()] == [2]


async def test_a_transaction_that_fails_or_is_given_up_is_whole_or_nothing(memory: Memory) -> None:
    begun, database = asyncio.Event(), memory.database
    loop = asyncio.get_running_loop()

    def slow(connection: Any) -> None:
        connection.execute(text("INSERT INTO people VALUES (1, 'guest', '')"))
        loop.call_soon_threadsafe(begun.set)
        time.sleep(0.05)
        connection.execute(text("INSERT INTO people VALUES (2, 'guest', '')"))

    working = asyncio.create_task(database.run(slow))
    await begun.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    counted = text("SELECT count(*) FROM people")
    assert await database.run(lambda c: c.scalar(counted)) == 2

    def breaks(connection: Any) -> None:
        connection.execute(text("INSERT INTO people VALUES (3, 'guest', '')"))
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        await database.run(breaks)
    assert await database.run(lambda c: c.scalar(counted)) == 2


async def test_bots_that_start_at_once_make_one_schema(server: Server, tmp_path: Path) -> None:
    server.empty()
    settings = MemorySettings(url=server.url)
    opened = await asyncio.gather(
        *(Memory.open(settings, tmp_path / str(number)) for number in range(3))
    )
    added = await asyncio.gather(*(each.inbox.add([sent(1, 1, 1)]) for each in opened))
    assert sorted(added) == [0, 0, 1]
    for each in opened:
        await each.close()


async def test_the_schema_on_postgresql_is_that_of_the_tables(
    server: Server, tmp_path: Path
) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from memory.schema.tables import METADATA

    server.empty()
    memory = await Memory.open(MemorySettings(url=server.url), tmp_path)
    differences = await memory.database.run(
        lambda c: compare_metadata(MigrationContext.configure(c), METADATA)
    )
    await memory.close()
    assert differences == []


async def test_a_server_that_is_gone_is_said_and_used_again_when_it_is_back(
    server: Server, tmp_path: Path
) -> None:
    server.empty()
    memory = await Memory.open(MemorySettings(url=server.url), tmp_path)
    await memory.people.put(1, "owner", "Rina")
    server.stop()
    with pytest.raises(MemoryUnreachable):
        await memory.people.owners()
    with pytest.raises(MemoryUnreachable):
        await Memory.open(MemorySettings(url=server.url), tmp_path)
    server.start()
    assert await memory.people.owners() == (1,)
    with pytest.raises(DiskFull):
        await memory.database.run(lambda c: c.execute(text(_FULL)))
    await memory.close()


_FULL = "DO $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$"
"""What the server says when its disk is full, by its own code."""


async def test_bots_share_the_inbox_in_order_and_what_a_dead_one_had_goes_to_another(
    server: Server, tmp_path: Path
) -> None:
    server.empty()
    settings, now = MemorySettings(url=server.url), time.time() + 2
    one, two, three = [await Memory.open(settings, tmp_path / str(n)) for n in range(3)]
    chats = range(1, 31)
    album = {"media_group_id": "a"}
    await one.inbox.add([sent(100 + chat, chat, chat, **album) for chat in chats])
    await one.inbox.add([sent(200 + chat, chat, chat, **album) for chat in chats])
    await one.inbox.add([sent(300 + chat, chat, chat) for chat in chats])
    _, first, _ = await one.inbox.look(now, {}, 8)
    both = await asyncio.gather(*(each.inbox.look(now, {}, 16) for each in (two, three)))
    others = [bundle for _, bundles, _ in both for bundle in bundles]
    taken = [bundle[0].chat_id for bundle in (*first, *others)]
    assert len(first) == 8
    assert others
    assert len(taken) == len(set(taken)), "no chat is in two hands"
    for bundle in (*first, *others):
        assert [each.update_id - bundle[0].chat_id for each in bundle] == [100, 200]
    await two.inbox.done([each.update_id for bundle in others for each in bundle])
    dead = {bundle[0].chat_id: [each.update_id for each in bundle] for bundle in first}
    await one.inbox.look(now + 20, dead, 0)  # still at work
    for later, taken_over in ((now + 40, set()), (now + 60, set(dead))):
        _, bundles, due = await two.inbox.look(later, {}, 100)
        found = {bundle[0].chat_id: [each.update_id for each in bundle] for bundle in bundles}
        assert set(found) & set(dead) == taken_over
        assert all(found[chat] == dead[chat] for chat in taken_over)
        if not taken_over:
            assert due == now + 20 + settings.lease_seconds
    for each in (one, two, three):
        await each.close()


async def test_who_starts_again_after_a_cut_has_in_hand_what_was_theirs(
    server: Server, tmp_path: Path
) -> None:
    server.empty()
    settings, now = MemorySettings(url=server.url, lease_seconds=600), time.time() + 2

    async def taken(by: Memory) -> list[int]:
        _, bundles, _ = await by.inbox.look(now, {}, 16)
        return [each.update_id for bundle in bundles for each in bundle]

    house = tmp_path / "house"
    one = await Memory.open(settings, house)
    await one.inbox.add([sent(5, RINA, RINA), sent(6, KARIM, KARIM)])
    assert sorted(await taken(one)) == [5, 6]
    beside = await Memory.open(settings, house)  # by mistake
    shutil.copytree(house, tmp_path / "copy")
    copied = await Memory.open(settings, tmp_path / "copy")
    assert await taken(beside) == await taken(copied) == []
    for each in (beside, copied, one):
        await each.close()
    again = await Memory.open(settings, house)
    assert sorted(await taken(again)) == [5, 6]
    (house / "bot-identity").write_text("torn")
    await again.close()
    other = await Memory.open(settings, house)
    assert await taken(other) == []
    await other.close()


async def test_a_chat_is_in_one_hand_whatever_comes_late_or_is_answered_first(
    server: Server, tmp_path: Path
) -> None:
    server.empty()
    settings, now = MemorySettings(url=server.url), time.time() + 2
    one, two = [await Memory.open(settings, tmp_path / str(n)) for n in range(2)]

    async def taken(by: Memory, busy: dict[int, list[int]] | None = None) -> list[list[int]]:
        _, bundles, _ = await by.inbox.look(now, busy or {}, 16)
        return [[each.update_id for each in bundle] for bundle in bundles]

    await one.inbox.add([sent(5, RINA, RINA)])
    assert await taken(one) == [[5]]
    await two.inbox.add([sent(4, RINA, RINA), sent(6, RINA, RINA)])
    assert await taken(two) == []
    # "Stop" is answered before what else waits.
    await one.inbox.lease([6])
    await one.inbox.done([5])
    assert await taken(two) == []
    assert await taken(one, {RINA: [6]}) == []
    await two.inbox.lease([6])
    await two.inbox.give_back()
    assert await taken(two) == [], "what another has is not to be had"
    await one.inbox.give_back()
    assert await taken(two) == [[4]]
    # Two that look at the same moment, again and again.
    for start in range(100, 400, 30):
        await two.inbox.give_back()
        await one.inbox.add([sent(start + chat, chat, chat) for chat in range(30)])
        both = await asyncio.gather(*(taken(each, {RINA: []}) for each in (one, two)))
        ids = [update_id for bundles in both for bundle in bundles for update_id in bundle]
        assert len(ids) == len(set(ids)) > 0
        await one.inbox.done(range(100, 500))
    for each in (one, two):
        await each.close()


async def test_an_answer_that_is_late_is_told_of_by_one_bot(server: Server, tmp_path: Path) -> None:
    server.empty()
    settings = MemorySettings(url=server.url)
    bots = [await Memory.open(settings, tmp_path / str(n)) for n in range(2)]
    await bots[0].errands.add(RINA, RINA, 1, None, KARIM, 1, "রং?", 0)
    told_by = await asyncio.gather(*(each.errands.overdue() for each in bots))
    assert sorted(len(late) for late in told_by) == [0, 1]
    for each in bots:
        each.errands.clock = lambda: time.time() + 61
        assert len(await each.errands.overdue()) == (1 if each is bots[0] else 0)
        await each.close()
