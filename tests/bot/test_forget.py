"""Forgetting everything: nothing of the person is found on the disk afterwards, byte by byte."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.trial.person import Person
from tests.bot.conftest import House, Start
from tests.bot.dialogue import drawn, spoken
from tests.bot.pictures import photo

CHAT = 8_123_456_789_012
"""A Telegram id of six bytes, which no counter or time is."""


async def test_everything_leaves_the_disk(house: Start, tmp_path: Path) -> None:
    running = await house()
    rina, other = running.standin.person(CHAT, "bn", "Rina"), running.standin.person(1002)
    await _said(other, photo(drawn("a green triangle")))
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
    vectors = await _vectors(running, CHAT)
    assert len(vectors) == 2
    texts = ["একটি লাল বৃত্ত", "একটি নীল বর্গক্ষেত্র", "বৃত্তটির রং", "খেলাঘর", "a red circle"]
    marks = {
        "id in letters": str(CHAT).encode(),
        "id, big-endian": CHAT.to_bytes(6, "big"),
        "id, little-endian": CHAT.to_bytes(8, "little"),
        **{text: text.encode() for text in texts},
        **{f"vector {number}": each for number, each in enumerate(vectors)},
    }
    before = _found(tmp_path, marks)
    assert before.keys() >= {"id, big-endian", "id, little-endian", *texts, "vector 0", "vector 1"}

    for text in ("সব মুছুন", "হ্যাঁ"):
        told = await rina.reply(await rina.send_text(text), "text")
    assert told["text"] == running.services.words.say("bn", "forgotten-all", photos=2)
    await _until(lambda: _gone(tmp_path, marks))
    found = await other.reply(await other.send_text("/find a green triangle"), "photo")
    assert found["caption"].startswith("একটি সবুজ ত্রিভুজ")


async def test_a_power_cut_between_the_stores_is_made_up_for(
    house: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = await house()
    rina = running.standin.person()
    await _said(rina, photo(drawn("a red circle")))
    gallery = running.services.memory.gallery
    forget, cut = gallery.forget, iter([True])

    async def torn(ids: list[int]) -> None:
        await forget(ids)
        if next(cut, False):
            raise RuntimeError("the power went")

    monkeypatch.setattr(gallery, "forget", torn)
    for text in ("সব মুছুন", "হ্যাঁ"):
        told = await rina.reply(await rina.send_text(text), "text")
    assert told["text"] == running.services.words.say("bn", "forgotten-all", photos=1)
    assert await running.services.memory.photos.newest(rina.chat_id) == []


async def _said(person: Person, data: bytes) -> None:
    await person.reply(await person.send_photo(data), "text")


async def _vectors(running: House, chat_id: int) -> list[bytes]:
    """The chat's vectors as the gallery keeps them: float32, little-endian."""
    services = running.services
    await services.later.settled(chat_id)
    model = await services.abilities.embedder()
    (query,) = await services.abilities.embed_texts(["something"])
    gallery = services.memory.gallery
    near = await asyncio.to_thread(gallery._points.near, model, query, 9, {"chat_id": chat_id})
    return [struct.pack(f"<{len(each.vector)}f", *each.vector) for each in near]


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
