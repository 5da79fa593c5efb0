"""Who is not let in, and what is not followed, whoever asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiohttp import web
from telegram import Bot

from bot.app import build_application
from handlers.sent import PhotoGone, SentPicture, fetch
from models.errors import PictureTooHeavy
from tests.bot.conftest import TOKEN, house_settings

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
            for self.sent in range(1, self.chunks + 1):  # noqa: B020
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
