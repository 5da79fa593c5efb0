"""A backup is taken while the bot works, and everything of that moment is found again."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import tarfile
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.backup import NotCopied, back_up, restore, without_secrets
from memory.settings import MemorySettings
from memory.store import Memory
from memory.values import Chat, NewPhoto
from tests.bot.line import a_memory, message

MODEL = "tiny"
SETTINGS = MemorySettings()
CONFIG = """[telegram]
token = "123456:hush"  # from @BotFather
webhook = { url = "https://example.org", secret = 'hush' }
[models]
answer = { url = "http://localhost/v1", model = "m", key = "hush \\" hush" }
[memory]
gallery_key="hush"
keep_days = 7
"""


def direction(number: int) -> NDArray[np.float32]:
    vector = np.random.default_rng(number).normal(size=32).astype(np.float32)
    return vector / np.linalg.norm(vector)


async def remember(memory: Memory, number: int) -> None:
    photo = await memory.photos.add(NewPhoto(7, number, f"file-{number}", "a cup", "একটি কাপ", "bn"))
    await memory.gallery.add(MODEL, photo, direction(photo.id))


async def all_found(memory: Memory, at_least: int) -> None:
    photos = await memory.photos.of(7)
    assert len(photos) >= at_least
    assert {photo.message_id for photo in photos} >= set(range(1, at_least + 1))
    vectors = await memory.gallery._run(lambda: memory.gallery._points.known(MODEL))
    rows = {photo.id for photo in photos}
    assert set(vectors) <= rows  # the last row's may have been on its way
    assert len(rows) - len(vectors) <= 1
    for photo in photos[:at_least]:
        (found,) = await memory.gallery.near(MODEL, 7, direction(photo.id), 1)
        assert found.photo_id == photo.id


async def test_a_backup_under_load_holds_all_that_was_there(tmp_path: Path) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "chokh.tar.gz"
    old.mkdir()
    (old / "config.toml").write_text(CONFIG, encoding="utf-8")
    async with a_memory(old) as memory:
        await memory.chats.put(Chat(7, "bn", "on", 120, "short"))
        await memory.inbox.add([message(5, 7)])
        for number in range(1, 11):
            await remember(memory, number)
        stop = asyncio.Event()

        async def go_on() -> int:
            number = 10
            while not stop.is_set():
                number += 1
                await remember(memory, number)
            return number

        going = asyncio.create_task(go_on())
        await asyncio.to_thread(back_up, SETTINGS, old, file, old / "config.toml")
        stop.set()
        assert await going > 10
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"chokh.tar.gz", "old"}  # noqa: ASYNC240 -- a test waits for nothing else

    new.mkdir()
    put = await asyncio.to_thread(restore, SETTINGS, new, file)
    assert [path.name for path in put] == ["chokh.db", "gallery", "config.toml"]
    assert "hush" not in (new / "config.toml").read_text(encoding="utf-8")
    async with a_memory(new) as memory:
        await all_found(memory, 10)
        chat = await memory.chats.get(7)
        assert chat is not None
        assert chat.rate == 120
        assert await memory.inbox.next_due(0.0) is not None
        with pytest.raises(NotCopied, match="stop the bot"):  # --force or not
            await asyncio.to_thread(restore, SETTINGS, new, file, True)
    with pytest.raises(NotCopied, match="--force"):
        restore(SETTINGS, new, file)
    async with a_memory(new) as memory:
        await memory.photos.forget([photo.id for photo in await memory.photos.of(7)])
    assert len(restore(SETTINGS, new, file, force=True)) == 2  # the settings there stay
    async with a_memory(new) as memory:
        await all_found(memory, 10)


def test_settings_are_copied_without_what_is_secret() -> None:
    text = without_secrets(CONFIG)
    assert "hush" not in text
    assert text.count('""') == 4
    assert "keep_days = 7" in text
    with pytest.raises(NotCopied, match="--secrets"):
        without_secrets('[telegram]\ntoken = """\nhush"""')


async def test_what_is_no_backup_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "b.tar.gz"
    async with a_memory(old) as memory:
        await memory.chats.put(Chat(7, "bn", "on", 120, "short"))
    back_up(SETTINGS, old, file, None)
    whole = file.read_bytes()
    for torn in (whole[: len(whole) // 2], whole[:-9], b"a photo", b""):
        file.write_bytes(torn)
        with pytest.raises(NotCopied, match="no backup"):
            restore(SETTINGS, new, file)
    with tarfile.open(file, "w:gz") as archive:
        archive.add(__file__, "../escaped.py")
    with pytest.raises(NotCopied, match="no backup"):
        restore(SETTINGS, new, file)
    with closing(sqlite3.connect(old / "chokh.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    back_up(SETTINGS, old, file, None)
    with pytest.raises(NotCopied, match="later Chokh"):
        restore(SETTINGS, new, file)
    file.unlink()
    with pytest.raises(NotCopied, match="no file"):
        restore(SETTINGS, new, file)
    assert list(new.iterdir()) == []
    assert not (tmp_path / "escaped.py").exists()


def test_what_cannot_be_copied_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotCopied, match="nothing to back up"):
        back_up(SETTINGS, tmp_path, tmp_path / "b.tar.gz", None)
    with pytest.raises(NotCopied, match="pg_dump"):
        back_up(MemorySettings(url="postgresql://h/d"), tmp_path, tmp_path / "b", None)
