"""The door for updates: a webhook on a port, the inbox, the dispatcher and the real handlers."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
from pydantic import SecretStr
from telegram.request import RequestData

from bot.settings import WebhookSettings
from bot.telegram.dispatcher import Dispatcher
from bot.telegram.intake import Webhook
from handlers.chat.context import Services
from handlers.chat.error_reply import tell
from handlers.i18n.messages import Words
from handlers.settings import AccessSettings, RepliesSettings
from handlers.transport.splitting import LONGEST, units
from memory.settings import MemorySettings
from memory.store import Memory
from models.errors import ChokhError
from tests.fuzz.corpus import files
from tests.fuzz.mutilated import mutilated
from tests.fuzz.updates import FILES, updates
from tests.handlers.conftest import an_application
from tests.handlers.stub import Stub
from tests.handlers.telegram import Telegram

_URL = "https://chokh.example"
_SECRET = "s"  # noqa: S105 -- only that there is one


class Strict(Telegram):
    """Refuses what Telegram refuses; behind a file's id lies a file of its kind, or half a one."""

    def __init__(self) -> None:
        super().__init__()
        self.dice = Random(0)

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        name, said = url.rsplit("/", 1)[1], dict(request_data.parameters) if request_data else {}
        if request_data:
            # What can't be written as UTF-8 would break in the real request.
            "".join(request_data.json_parameters.values()).encode()
        if "/file/" in url:
            sound = self.dice.choice(files(FILES[name]))
            whole = name == "sound" or self.dice.random() < 0.5
            return 200, sound if whole else mutilated(sound, self.dice, [sound])
        if name == "getFile" and said["file_id"] not in FILES:
            return _refused("wrong file_id or the file is temporarily unavailable")
        if name == "sendMessage" and not said["text"].strip():
            return _refused("message text is empty")
        if name == "sendMessage" and units(said["text"]) > LONGEST:
            return _refused("message is too long")
        if name == "getWebhookInfo":
            told = {"url": _URL, "has_custom_certificate": False, "pending_update_count": 0}
            return 200, json.dumps({"ok": True, "result": told}).encode()
        return await super().do_request(url, method, request_data)


def _refused(why: str) -> tuple[int, bytes]:
    answer = {"ok": False, "error_code": 400, "description": f"Bad Request: {why}"}
    return 400, json.dumps(answer).encode()


class Post:
    """Hands an update over and waits until it is answered."""

    def __init__(self, url: str, memory: Memory, telegram: Strict, stub: Stub) -> None:
        self._url, self._memory, self._telegram, self._stub = url, memory, telegram, stub
        self._session = aiohttp.ClientSession()
        self.told: list[Exception] = []
        self.kept: list[str] = []

    async def __call__(self, data: bytes, dice: Random) -> object:
        """What was said instead of an answer, None where it was answered.

        Raises `AssertionError` where the bot would be asked again for ever, or gave up.
        """
        # What the stand-ins remember is no growth of the bot's.
        remembered = self._telegram.calls, self._telegram.message_ids, *vars(self._stub).values()
        for each in (self.told, self.kept, *remembered):
            if isinstance(each, list):
                each.clear()
        self._telegram.dice = dice
        if dice.random() < 0.5:
            photo = {"update_id": dice.randrange(2**31, 2**32), **updates("sound")["photo"]}
            await self._handed_over(json.dumps(photo).encode())
        status = await self._handed_over(data)
        assert status in {200, 400, 413}, f"answered with {status}"
        while await self._memory.inbox.next_due(0.0) is not None:  # noqa: ASYNC110 -- see `until`
            await asyncio.sleep(0.002)
        unread = [error for error in self.kept if error != "Unreadable"]
        assert not unread, f"given up: {unread[0]}"
        for error in self.told:
            if not isinstance(error, ChokhError):
                raise error
        return self.told or self.kept or status != 200

    async def _handed_over(self, data: bytes) -> int:
        headers = {"X-Telegram-Bot-Api-Secret-Token": _SECRET}
        async with self._session.post(self._url, data=data, headers=headers) as answer:
            return answer.status

    async def close(self) -> None:
        await self._session.close()


@asynccontextmanager
async def post_office(stub: Stub, folder: Path) -> AsyncIterator[Post]:
    """The bot, but for its models and for Telegram, which is a class in this process."""
    telegram, memory = Strict(), await Memory.open(MemorySettings(), folder)
    access = AccessSettings(open=True, photos_per_minute=10**6)
    replies = RepliesSettings.model_validate({"voice": "on"})
    services = Services(stub, memory, Words(), replies, access)  # type: ignore[arg-type] -- what is used
    application = await an_application(telegram, services)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    settings = WebhookSettings(url=_URL, listen=listen, secret=SecretStr(_SECRET))
    post, wake, leap = (
        Post(f"http://{listen}/", memory, telegram, stub),
        asyncio.Event(),
        itertools.count(),
    )

    async def said(update: object, error: Exception) -> None:
        post.told.append(error)
        await tell(services, application.bot, update, error)

    keep = memory.inbox.keep

    async def kept(update_ids: Any, error: str) -> None:
        post.kept.append(error)
        await keep(update_ids, error)

    memory.inbox.keep = kept  # type: ignore[method-assign]
    dispatcher = Dispatcher(
        application,
        memory.inbox,
        wake,
        said,
        pauses=(0.0,) * 4,
        clock=lambda: time.time() + next(leap) * 100,  # every pause is over by the next look
    )
    webhook = Webhook(application.bot, memory.inbox, wake, settings)
    tasks = [asyncio.create_task(webhook.run()), asyncio.create_task(dispatcher.run())]
    try:
        while True:
            with contextlib.suppress(OSError):
                (await asyncio.open_connection(*listen.split(":")))[1].close()
                break
            await asyncio.sleep(0.01)
        yield post
    finally:
        await dispatcher.stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await post.close()
        await services.later.close()
        await application.shutdown()
        await memory.close()
