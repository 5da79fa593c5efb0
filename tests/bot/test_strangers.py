"""Who is not let in, and what is not followed, whoever asks for it."""

from __future__ import annotations

import asyncio
import os
import re
import socket
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import select
from telegram import Bot

from bot.app import build_application
from bot.cli.run import keep_private
from bot.settings import WebhookSettings
from bot.telegram.intake import Webhook
from bot.telegram.overflow import say_full
from bot.trial.bot_api.state import BOT
from handlers.transport.attachments import PhotoGone, SentPicture, fetch
from memory.schema.tables import INBOX
from models.errors import PictureTooHeavy
from tests.bot.conftest import TOKEN, Start, house_settings
from tests.bot.line import a_bot, a_memory, a_standin, message, until
from tests.bot.pictures import photo, scene

PHOTO = SentPicture("file-id", None)


class Hostile:
    """A server in the Bot API's place that answers getFile as it is told."""

    def __init__(self) -> None:
        self.place = ""
        self.size: int | None = None
        self.chunks = 0
        self.sent = 0
        self.packed = False
        self.asked: list[str] = []
        server = web.Application()
        server.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(server, shutdown_timeout=1)

    async def start(self) -> str:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/getFile"):
            file = {"file_id": "a", "file_unique_id": "a", "file_path": self.place}
            if self.size is not None:
                file |= {"file_size": self.size}  # type: ignore[dict-item]
            return web.json_response({"ok": True, "result": file})
        self.asked.append(request.path)
        if request.path.endswith("moved"):
            raise web.HTTPFound("/stolen")
        response = web.StreamResponse()
        if self.packed:
            response.headers["Content-Encoding"] = "gzip"
        response.enable_chunked_encoding()
        await response.prepare(request)
        try:
            for self.sent in range(1, self.chunks + 1):  # noqa: B020 -- the count is read outside
                await response.write(bytes(1_000_000))
        except ConnectionError:
            pass
        return response


@pytest.fixture
async def hostile() -> AsyncIterator[Hostile]:
    server = Hostile()
    yield server
    await server.stop()


@pytest.fixture
async def bot(tmp_path: Path, hostile: Hostile) -> AsyncIterator[Bot]:
    settings = house_settings(tmp_path, await hostile.start())
    application = build_application(settings, SimpleNamespace())  # type: ignore[arg-type]
    yield application.bot
    await asyncio.gather(*(request.shutdown() for request in application.bot._request))


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.1:1/elsewhere.jpg",
        "//127.0.0.1:1/elsewhere.jpg",
        "file:///etc/passwd",
        "/etc/passwd",
        f"../../bot{TOKEN}/logOut",
        "photos/../../secret.jpg",
        "photos/%2e%2e/secret.jpg",
        "photos/a.jpg?x=1",
        "photos\\..\\a.jpg",
        "photos/a.jpg\n",
        "",
    ],
)
async def test_a_file_is_fetched_from_where_files_lie_and_nowhere_else(
    bot: Bot, hostile: Hostile, place: str
) -> None:
    hostile.place = place
    with pytest.raises(PhotoGone):
        await fetch(bot, PHOTO)
    assert hostile.asked == []


async def test_no_redirect_is_followed(bot: Bot, hostile: Hostile) -> None:
    hostile.place = "photos/moved"
    with pytest.raises(Exception, match="Found"):
        await fetch(bot, PHOTO)
    assert hostile.asked == [f"/file/bot{TOKEN}/photos/moved"]


@pytest.mark.parametrize("kind", ["told", "untold", "packed"])
async def test_no_more_is_read_than_a_file_may_have(bot: Bot, hostile: Hostile, kind: str) -> None:
    hostile.place, hostile.chunks = "photos/file_1.jpg", 200
    hostile.packed = kind == "packed"
    hostile.size = 200_000_000 if kind == "told" else None
    with pytest.raises(PictureTooHeavy):
        await fetch(bot, PHOTO)
    assert bool(hostile.asked) is (kind != "told")
    assert hostile.sent < 100  # megabytes; some lie in the sockets' buffers


async def test_a_file_of_the_right_place_and_size_is_fetched(bot: Bot, hostile: Hostile) -> None:
    hostile.place, hostile.chunks = "documents/file_7.HEIC", 20
    assert len(await fetch(bot, PHOTO)) == 20_000_000


def modes(folder: Path) -> dict[str, int]:
    return {each.name: each.stat().st_mode & 0o777 for each in folder.iterdir()}


async def test_what_is_kept_is_its_users_alone(
    tmp_path: Path, house: Start, caplog: pytest.LogCaptureFixture
) -> None:
    config = tmp_path / "config.toml"
    config.touch(0o644)
    before = os.umask(0)
    try:
        running = await house()
        rina = running.standin.person()
        await rina.reply(await rina.send_photo(photo(scene(1))), "text")
        await until(lambda: {"chokh.db", "gallery"} <= modes(tmp_path).keys())
        assert {name for name, mode in modes(tmp_path).items() if mode & 0o077} == {config.name}
        keep_private(tmp_path)
        (tmp_path / "else").touch()
        assert modes(tmp_path)["else"] == 0o600
    finally:
        os.umask(before)
    assert f"chmod 600 {config}" in caplog.text
    config.chmod(0o600)
    caplog.clear()
    keep_private(tmp_path)
    os.umask(before)
    assert caplog.text == ""


async def test_who_floods_is_told_once_and_no_more_of_theirs_is_kept(tmp_path: Path) -> None:
    told: list[tuple[int, str]] = []

    async def tell(update: Any, error: Exception) -> None:
        told.append((update.effective_chat.id, type(error).__name__))

    async with a_memory(tmp_path) as memory, a_bot("http://127.0.0.1:1") as bot:
        telling = asyncio.create_task(say_full(memory.inbox, bot, tell))
        for first in range(0, 1_000, 100):
            await memory.inbox.add([message(first + number, 7) for number in range(100)])
            await memory.inbox.add([message(10_000 + first, 8)])
        await memory.inbox.add([message(999, 7), message(20_000, 9)])
        await until(lambda: bool(told) and memory.inbox.refused.empty())
        telling.cancel()
        waiting = await memory.database.run(
            lambda connection: Counter(
                connection.scalars(select(INBOX.c.chat_id).where(INBOX.c.state == "waiting"))
            )
        )
        assert waiting == {7: 500, 8: 10, 9: 1}
        assert told == [(7, "TooManyWaiting")]
        # What was refused is known again, so that Telegram is not asked for it for ever.
        assert await memory.inbox.add([message(999, 7)]) == 0


async def test_who_floods_makes_nobody_wait_for_more_than_two_of_theirs(house: Start) -> None:
    running = await house(access={"photos_per_minute": 1_000})
    flood, rina = (running.standin.person(each) for each in (2001, 1001))
    picture = photo(scene(1))
    for _ in range(200):
        await flood.send_photo(picture)

    def answered() -> int:
        return sum(each["from"]["id"] == BOT["id"] for each in flood.messages)

    await flood.until(lambda: answered() >= 2, 60)
    before = answered()
    await rina.reply(await rina.send_photo(picture), "text")
    assert answered() - before <= 3  # the one that was under way, and two
    assert answered() < 150


async def posted(port: int, headers: str, body: bytes = b"") -> bytes:
    """The status that answers a request whose body has not ended."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"POST / HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n".encode() + body)
    status = (await asyncio.wait_for(reader.readline(), 30)).split()[1]
    writer.close()
    await writer.wait_closed()
    return status


async def test_a_webhook_reads_no_body_that_it_does_not_want(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    hook = WebhookSettings(
        url="https://x.example/", listen=f"127.0.0.1:{port}", secret=SecretStr("right")
    )
    wrong, right = (f"X-Telegram-Bot-Api-Secret-Token: {word}\r\n" for word in ("wrong", "right"))
    said, unsaid = "Content-Length: 900000000", "Transfer-Encoding: chunked"
    async with a_memory(tmp_path) as memory, a_standin() as standin, a_bot(standin.url) as bot:
        serving = asyncio.create_task(Webhook(bot, memory.inbox, asyncio.Event(), hook).run())
        await until(lambda: standin.cloud.webhook == hook.url)
        assert await posted(port, wrong + said) == b"403"
        assert await posted(port, wrong + unsaid) == b"403"
        assert await posted(port, right + said) == b"413"
        body = b"f4240\r\n" + bytes(1_000_000) + b"\r\n" + b"1\r\nx\r\n"  # and it goes on
        assert await posted(port, right + unsaid, body) == b"413"
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


def test_each_promise_names_a_test_that_is_there() -> None:
    root = Path(__file__).parents[2]
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", (root / "SECURITY.md").read_text("utf-8"))
    assert len(named) > 20
    for file, test in named:
        assert f"def {test}(" in (root / "tests" / file).read_text("utf-8"), test
