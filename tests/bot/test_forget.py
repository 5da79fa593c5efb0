"""Forgetting everything: nothing of the person is found on the disk afterwards, byte by byte."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import struct
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from bot import background
from bot.trial.bot_api.person import SimulatedPerson
from bot.trial.bot_api.server import Standin
from bot.trial.bot_api.state import BOT
from memory.errors import MemoryUnreachable
from memory.values import Chat, Companion, Exchange, NewPhoto
from tests.bot.conftest import House, Start
from tests.bot.dialogue import drawn, spoken
from tests.bot.line import a_memory
from tests.bot.pictures import photo
from tests.memory.exchanges import answered

ROOT = Path(__file__).parents[2]
CHAT = 8_123_456_789_012
"""A Telegram id of six bytes, which no counter or time is."""
KARIM = 1002
FAMILY = -4_001


async def test_everything_leaves_the_disk(house: Start, tmp_path: Path) -> None:
    running = await house()
    standin, say = running.standin, running.services.words.say
    rina, karim = standin.person(CHAT, "bn", "Rina"), standin.person(KARIM, "bn", "Karim")
    family = standin.person(FAMILY, "bn", "Rina", CHAT)
    karims = standin.person(FAMILY, "bn", "Karim", KARIM)
    await _said(karim, photo(drawn("a green triangle")))
    for of in ("a red circle", "a blue square"):
        await _said(rina, photo(drawn(of)))
    for text in (
        "বৃত্তটির রং কী?",
        "প্রশ্নের তালিকা খেলাঘর: বৃত্তটির রং, কয়টি আকৃতি আছে?",
        "খুঁজুন একটি লাল বৃত্ত",
        "ভাষা বাংলা",
    ):
        await rina.reply(await rina.send_text(text), "text")
    await rina.reply(await rina.send_voice(spoken("কয়টি আকৃতি আছে?"), seconds=2), "text")
    await family.reply(
        await family.send_photo(photo(drawn("a yellow square")), "@chokh_trial_bot"), "text"
    )
    theirs = await karims.send_photo(photo(drawn("a purple circle")))
    asked = await family.send_text("চোখ, কোন আকৃতিটি বেগুনি?", reply_to=theirs)
    await family.reply(asked, "text")
    await rina.reply(await rina.send_text(f"/person {KARIM}"), "text")
    await karim.reply(await karim.send_text("রাজি"), "text")
    await rina.send_text("মানুষকে জিজ্ঞেস করুন: দুধের মেয়াদ আছে?")
    sent = say("bn", "errand-sent", whom="Karim-এর", minutes=15)
    await rina.until(lambda: sent in _told(rina))
    vectors = [*await _vectors(running, CHAT), *await _vectors(running, FAMILY)]
    assert len(vectors) == 4
    texts = [
        "একটি লাল বৃত্ত",
        "একটি নীল বর্গক্ষেত্র",
        "একটি হলুদ বর্গক্ষেত্র",
        "বৃত্তটির রং",
        "কোন আকৃতিটি বেগুনি",
        "খেলাঘর",
        "দুধের",
        "a red circle",
    ]
    marks = {
        "id in letters": str(CHAT).encode(),
        "id, big-endian": CHAT.to_bytes(6, "big"),
        "id, little-endian": CHAT.to_bytes(8, "little"),
        **{text: text.encode() for text in texts},
        **{f"{text} in JSON": json.dumps(text)[1:-1].encode() for text in texts},
        **{f"vector {number}": each for number, each in enumerate(vectors[:3])},
    }
    before = _found(tmp_path, marks)
    assert before.keys() >= {*texts, "id, big-endian", "vector 0", "vector 1", "vector 2"}

    for text in ("সব মুছুন", "হ্যাঁ"):
        told = await rina.reply(await rina.send_text(text), "text")
    assert told["text"] == say("bn", "forgotten-all", photos=3)
    await karim.until(lambda: say("bn", "person-ended-by-asker", name="Rina") in _told(karim))
    await _until(lambda: _gone(tmp_path, marks))
    found = await karim.reply(await karim.send_text("/find a green triangle"), "photo")
    assert found["caption"].startswith("একটি সবুজ ত্রিভুজ")
    assert len(await _vectors(running, FAMILY)) == 1


@pytest.mark.parametrize("words", ["সব", "শেষটা"])
async def test_where_the_index_is_out_of_reach_nothing_is_deleted(house: Start, words: str) -> None:
    running = await house(memory={"gallery": "http://127.0.0.1:1"})
    rina = running.standin.person()
    shown = await rina.send_photo(photo(drawn("a red circle")))
    await rina.reply(shown, "text")
    for text in (f"/forget {words}", "হ্যাঁ"):
        told = await rina.reply(await rina.send_text(text), "text")
    assert told["text"] == running.services.words.say("bn", "forget-unreachable")
    told = await rina.reply(await rina.send_text("ছবি মুছুন", reply_to=shown), "text")
    assert told["text"] == running.services.words.say("bn", "forget-unreachable")
    (kept,) = await running.services.memory.photos.newest(rina.chat_id)
    assert kept.caption == "একটি লাল বৃত্ত"


@pytest.mark.parametrize("moment", ["vectors", "rows", "committed", "said"])
async def test_a_kill_at_any_moment_leaves_all_or_nothing_and_then_nothing(
    tmp_path: Path, standin: Standin, moment: str
) -> None:
    rina, karim = standin.person(CHAT, "en", "Rina"), standin.person(KARIM, "bn", "Karim")
    await _remembered(tmp_path)
    async with _bot(standin.url, tmp_path, moment) as process:
        await rina.reply(await rina.send_text("সব মুছুন"), "text")
        confirmed = await rina.send_text("হ্যাঁ")
        assert await asyncio.wait_for(process.wait(), 60) == -signal.SIGKILL

    left = _rows(tmp_path)
    assert left in ({"photos": 2, "exchanges": 1, "threads": 1, "ways": 1, "companions": 1}, {})
    assert bool(left) == (moment in ("vectors", "rows"))

    async with _bot(standin.url, tmp_path):
        # In their own language, though that is forgotten and their Telegram speaks another.
        wanted = "আপনার ২টি ছবির কথা আর বাকি সবকিছু মুছে ফেলেছি।"
        told = await rina.reply(confirmed, "text")
        assert told["text"].startswith(wanted)
        marks = {"id": CHAT.to_bytes(6, "big"), "text": b"zebra"}
        marks |= {f"vector {n}": _vector(n).tobytes() for n in (1, 2)}
        await _until(lambda: _gone(tmp_path, marks))
    ended = [each for each in _told(karim) if each == "Rina আপনাকে আর ছবি পাঠাবেন না।"]
    assert len(ended) == 1
    assert len([each for each in _told(rina) if each.startswith(wanted)]) == 1
    async with a_memory(tmp_path) as memory:
        assert [each.caption for each in await memory.photos.newest(KARIM)] == ["ঘোড়া"]
        near = await memory.gallery.near("model", KARIM, _vector(3), 9)
        assert len(near) == 1


async def test_a_reply_that_fails_after_all_was_erased_is_said_when_it_is_tried_again(
    house: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = await house()
    rina, say = running.standin.person(), running.services.words.say
    await _said(rina, photo(drawn("a red circle")))
    shown = await rina.send_photo(photo(drawn("a blue square")))
    await rina.reply(shown, "text")
    tidy, broken = running.services.memory.database.tidy, iter([True, True, True])

    async def fails() -> None:
        await tidy()
        if asyncio.current_task().get_name().startswith("chat-") and next(broken, False):
            raise RuntimeError("the reply breaks off")

    monkeypatch.setattr(running.services.memory.database, "tidy", fails)
    for text, key, photos in (
        ("শেষটা মুছুন", "forget-last", 1),
        ("হ্যাঁ", "forgotten-photos", 1),
        ("সব মুছুন", "forget-all", 1),
        ("হ্যাঁ", "forgotten-all", 1),
    ):
        told = await rina.reply(await rina.send_text(text), "text")
        assert told["text"] == say("bn", key, photos=photos)


async def test_what_is_older_than_its_days_goes_when_the_bot_starts(
    house: Start, tmp_path: Path
) -> None:
    await _remembered(tmp_path)
    async with a_memory(tmp_path) as memory:
        await memory.threads.put_said(CHAT, CHAT, "zebra")
    running = await house(memory={"keep_days": 0})

    async def empty() -> None:
        assert await running.services.memory.photos.newest(CHAT) == []
        assert (await running.services.memory.threads.get(CHAT, CHAT)).said == ""

    await _until(empty)


async def _remembered(folder: Path) -> None:
    """Two photos of Rina's with all that can be kept of her, and one of Karim's."""
    async with a_memory(folder) as memory:
        for number, (chat_id, caption) in enumerate(
            ((CHAT, "zebra"), (CHAT, "zebra two"), (KARIM, "ঘোড়া")), start=1
        ):
            kept = await memory.photos.add(
                NewPhoto(chat_id, number, "f", caption, caption, "bn", user_id=chat_id)
            )
            await memory.gallery.add("model", kept, _vector(number))
        await answered(memory, 1, Exchange("zebra?", "yes", "zebra?", "yes"), CHAT)
        for user_id in (CHAT, KARIM):
            await memory.chats.put(Chat(user_id, "bn", "off", 150, "short"))
        await memory.ways.put(CHAT, "zebra", "zebra?")
        await memory.companions.put(Companion(CHAT, KARIM, "Karim", "agreed", 15))


def _rows(folder: Path) -> dict[str, int]:
    """How many rows of Rina's there are in each table that has any."""
    with sqlite3.connect(folder / "chokh.db") as database:
        counts = {
            table: database.execute(
                f"SELECT count(*) FROM {table} WHERE user_id = ?",  # noqa: S608 -- ours
                (CHAT,),
            ).fetchone()[0]
            for table in ("photos", "exchanges", "threads", "ways", "companions")
        }
    return {table: count for table, count in counts.items() if count}


@asynccontextmanager
async def _bot(
    url: str, folder: Path, moment: str = ""
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot in a process of its own, killed at that moment or at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.forgetting", url, str(folder), moment, cwd=ROOT
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            os.kill(process.pid, signal.SIGKILL)
        await process.wait()


def _vector(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=64).astype(np.float32)
    return vector / np.linalg.norm(vector)


def _told(person: SimulatedPerson) -> list[str]:
    return [each["text"] for each in person.messages if each["from"] == BOT and "text" in each]


async def _said(person: SimulatedPerson, data: bytes) -> None:
    await person.reply(await person.send_photo(data), "text")


async def _vectors(running: House, chat_id: int) -> list[bytes]:
    """The chat's vectors as the gallery keeps them, oldest first: float32, little-endian."""
    services = running.services
    await services.later.settled(chat_id)
    model = await services.abilities.embedder()
    (query,) = await services.abilities.embed_texts(["something"])
    gallery = services.memory.gallery
    near = await asyncio.to_thread(gallery._points.near, model, query, 9, {"chat_id": chat_id})
    ordered = sorted(near, key=lambda each: each.id)
    return [struct.pack(f"<{len(each.vector)}f", *each.vector) for each in ordered]


def _found(folder: Path, marks: dict[str, bytes]) -> dict[str, list[str]]:
    """The files below the folder that hold each mark, for those that any holds."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    found = {
        name: [path for path, data in files.items() if mark in data] for name, mark in marks.items()
    }
    return {name: paths for name, paths in found.items() if paths}


async def _gone(folder: Path, marks: dict[str, bytes]) -> None:
    assert _found(folder, marks) == {}


async def _until(check: Callable[[], Awaitable[None]], within: float = 20) -> None:
    """Check again and again: the word that asked for it leaves the inbox once it is answered."""
    end = asyncio.get_running_loop().time() + within
    while True:
        try:
            await check()
        except (AssertionError, FileNotFoundError):
            if asyncio.get_running_loop().time() > end:
                raise
            await asyncio.sleep(0.1)
        else:
            return


async def test_a_fault_puts_off_what_is_too_old_and_does_not_keep_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_AT_REST", 0.0)
    monkeypatch.setattr(background, "_AGAIN", 0.0)
    async with a_memory(tmp_path) as memory:
        await memory.photos.add(NewPhoto(CHAT, 1, "f", "zebra", "zebra", "bn", user_id=CHAT))
        faults = [MemoryUnreachable("locked")]
        plain = memory.inbox.prune

        async def prune() -> None:
            if faults:
                raise faults.pop()
            await plain()

        monkeypatch.setattr(memory.inbox, "prune", prune)
        forgetting = asyncio.create_task(background.forget(memory, -1))

        async def gone() -> None:
            assert not forgetting.done()
            assert await memory.photos.last(CHAT) is None

        await _until(gone)
        forgetting.cancel()
