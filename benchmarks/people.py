"""People at the stand-in for Telegram, and the program that answers them."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import numpy as np

from bot.trial.bot_api.pictures import store_photo
from bot.trial.bot_api.server import Standin
from bot.trial.bot_api.state import BOT, Cloud, Json
from tests.shapes.scene import draw_scene, render

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
_LIMIT = 900.0  # seconds


class Ended(Exception):
    """The program has ended by itself."""


class Crowd:
    """People of the stand-in; sent, said: when a message was sent and answered, by its key.

    Times are `time.perf_counter()`; texts: of the bot's messages that answer none in particular;
    language: of their Telegrams.
    """

    def __init__(self, cloud: Cloud, photos: list[list[Json]], language: str) -> None:
        self.cloud = cloud
        self._user = {"is_bot": False, "first_name": "R", "language_code": language}
        self._photos = photos
        self._next = 0
        self.sent: dict[tuple[int, int], float] = {}
        self.said: dict[tuple[int, int], float] = {}
        self.texts: dict[int, list[float]] = {}
        self._changed = asyncio.Condition()

    async def watch(self) -> None:
        """Note the bot's messages, until cancelled."""
        events = self.cloud.listen()
        while True:
            message = (await events.get()).get("message")
            if message is None or message["from"]["id"] != BOT["id"]:
                continue
            now, chat = time.perf_counter(), message["chat"]["id"]
            about = message.get("reply_to_message", {}).get("message_id")
            async with self._changed:
                if about is None:
                    self.texts.setdefault(chat, []).append(now)
                else:
                    self.said.setdefault((chat, about), now)
                self._changed.notify_all()

    async def send(self, chat: int, content: Json) -> tuple[int, int]:
        """A person's message. Returns its key."""
        self.cloud.profiles.setdefault(chat, {"id": chat, "type": "private", "first_name": "R"})
        message = self.cloud.new_message(chat, {"id": chat, **self._user}, content)
        key = (chat, message["message_id"])
        self.sent[key] = time.perf_counter()
        await self.cloud.from_person(message)
        return key

    async def photo(self, chat: int) -> tuple[int, int]:
        """A photo that was never sent before, as long as there are such."""
        self._next += 1
        return await self.send(chat, {"photo": self._photos[self._next % len(self._photos)]})

    async def answered(self, *keys: tuple[int, int]) -> list[float]:
        """Seconds until each was answered."""
        async with self._changed:
            await asyncio.wait_for(
                self._changed.wait_for(lambda: all(key in self.said for key in keys)), _LIMIT
            )
        return [self.said[key] - self.sent[key] for key in keys]

    async def help(self, chat: int) -> float:
        """Seconds until /help was answered."""
        before = len(self.texts.get(chat, ()))
        entity = {"type": "bot_command", "offset": 0, "length": 5}
        key = await self.send(chat, {"text": "/help", "entities": [entity]})

        def count() -> int:
            return len(self.texts.get(chat, ())) + (key in self.said)

        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(lambda: count() > before), _LIMIT)
        return min(self.said.get(key, 1e9), (self.texts.get(chat) or [1e9])[-1]) - self.sent[key]


@asynccontextmanager
async def program(
    *arguments: str,
    log: Path | None = None,
    last: signal.Signals = signal.SIGTERM,
    env: Mapping[str, str] | None = None,
) -> AsyncIterator[Process]:
    """A Python program beside this one, ended by the signal `last`.

    arguments: Python's; log: what it says is appended there; env: beside this one's. Raises
    `Ended` at once where it ends before the block does, and prints what it said last.
    """
    env = {**os.environ, "PTB_TIMEDELTA": "true", "HF_HUB_OFFLINE": "1", **(env or {})}
    with log.open("ab+") if log else tempfile.TemporaryFile() as said:
        running = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=env, stdout=said, stderr=said
        )

        async def outlive() -> None:
            raise Ended(f"{' '.join(arguments)} ended with {await running.wait()}")

        try:
            async with asyncio.TaskGroup() as group:
                watching = group.create_task(outlive())
                yield running
                watching.cancel()
        except BaseException as error:
            said.seek(0)
            print(said.read().decode(errors="replace")[-3000:], file=sys.stderr)
            raise (
                error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error
            ) from None
        finally:
            with suppress(ProcessLookupError):
                running.send_signal(last)
            await running.wait()


@asynccontextmanager
async def crowd(language: str = "bn") -> AsyncIterator[tuple[Crowd, str]]:
    """People, and the stand-in's address. language: what they are answered in."""
    standin = Standin(TOKEN)
    url = await standin.start()
    chance = np.random.default_rng(7)
    photos = []
    for _ in range(40):
        packed = io.BytesIO()
        render(draw_scene(chance, most=1280)).save(packed, "JPEG", quality=90)
        photos.append(await store_photo(standin.cloud, packed.getvalue()))
    people = Crowd(standin.cloud, photos, language)
    watching = asyncio.create_task(people.watch())
    try:
        yield people, url
    finally:
        watching.cancel()
        await standin.stop()
