"""Starts a bot on the stand-in for Telegram and kills it at chosen moments; brings it its webhook.

What belongs to one life of the bot is told by its calls: the stand-in is in this process.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from aiohttp import ClientError, ClientSession, web

from bot.trial.bot_api.state import Cloud

_AIMED = 12.0
"""Seconds until a kill comes that was aimed at a call which isn't made."""
_STARTS = 300.0  # seconds at most
_CALLS = ("sendmessage", "sendmessage", "sendchataction", "getfile", "file", "getupdates")
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Ended(Exception):
    """The bot has ended by itself."""


@dataclass(frozen=True)
class Kill:
    """A moment: `seconds` after the start of the process, or of its first call to Telegram.

    call: sooner, with the first such call after `skipped` others; after: once it is carried out,
    else as it comes; webhook: how the bot gets its updates then.
    """

    seconds: float
    starting: bool = False
    call: str = ""
    skipped: int = 0
    after: bool = False
    webhook: bool = False


def drawn(count: int, seed: int, webhook: bool) -> list[Kill]:
    """Moments to kill at: within a start, at any moment of work, at a call. Pure."""
    chance = random.Random(seed)
    kills = []
    for _ in range(count):
        kind = chance.random()
        if kind < 0.15:
            kill = Kill(chance.uniform(0.0, 1.5), starting=True)
        elif kind < 0.5:
            kill = Kill(chance.uniform(0.0, 4.0))
        else:
            call, skipped = chance.choice(_CALLS), chance.randint(0, 4)
            kill = Kill(_AIMED, False, call, skipped, after=chance.random() < 0.6)
        kills.append(replace(kill, webhook=webhook))
    return kills


class Torturer:
    """marks: for each kill the last message's id in each chat as the next life began."""

    def __init__(self, cloud: Cloud, log: Path) -> None:
        self._cloud, self._log = cloud, log
        self._called, self._struck = asyncio.Event(), asyncio.Event()
        self._aim: Kill | None = None
        self._pid = 0
        self._unmarked = 0
        self.marks: list[dict[int, int]] = []

    @web.middleware
    async def watch(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """The stand-in's middleware."""
        call = request.match_info.get("method", "file").lower()
        if not self._called.is_set():
            self._called.set()
            self.mark()
        aim = self._aim
        if aim is None or aim.call != call:
            return await handler(request)
        if aim.skipped:
            self._aim = replace(aim, skipped=aim.skipped - 1)
            return await handler(request)
        self._aim = None
        if not aim.after:
            self._strike()
        answer = await handler(request)
        if aim.after:
            self._strike()
        return answer

    async def kill(self, command: Sequence[str], moment: Kill) -> None:
        """Start the bot, and kill it then. Raises `Ended`."""
        async with self.life(command, signal.SIGKILL):
            if not moment.starting:
                await asyncio.wait_for(self._called.wait(), _STARTS)
            self._aim = moment if moment.call else None
            with suppress(TimeoutError):
                await asyncio.wait_for(self._struck.wait(), moment.seconds)
            self._strike()
        self._unmarked += 1

    @asynccontextmanager
    async def life(
        self, command: Sequence[str], last: signal.Signals = signal.SIGTERM
    ) -> AsyncIterator[None]:
        """The bot, running within the block. Raises `Ended` where it ends before."""
        self._called.clear()
        self._struck.clear()
        env = {**os.environ, "PTB_TIMEDELTA": "true", "HF_HUB_OFFLINE": "1"}
        with self._log.open("ab") as said:
            bot = await asyncio.create_subprocess_exec(*command, env=env, stdout=said, stderr=said)
        self._pid = bot.pid
        block, ended = asyncio.current_task(), asyncio.create_task(bot.wait())

        def interrupt(_: object) -> None:
            if not self._struck.is_set() and block is not None:
                block.cancel()

        ended.add_done_callback(interrupt)
        try:
            yield
        except asyncio.CancelledError:
            if not ended.done():
                raise
            tail = self._log.read_text(encoding="utf-8", errors="replace")[-3000:]
            raise Ended(f"it ended with {bot.returncode}:\n{tail}") from None
        finally:
            ended.remove_done_callback(interrupt)
            self._aim = None
            with suppress(ProcessLookupError):
                bot.send_signal(last)
            await ended

    def mark(self) -> None:
        """What a killed bot has said has come by now."""
        last = {chat: said[-1]["message_id"] for chat, said in self._cloud.chats.items() if said}
        self.marks += [last] * self._unmarked
        self._unmarked = 0

    def _strike(self) -> None:
        if not self._struck.is_set():
            self._struck.set()
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)


async def deliver(cloud: Cloud, address: str, secret: str) -> None:
    """Bring updates to the bot's webhook while it has set one, each until it is taken; one after
    the other, so that their order is Telegram's. Until cancelled."""
    async with ClientSession(headers={_SECRET_HEADER: secret}) as session:
        while True:
            await cloud.until(lambda: bool(cloud.webhook and cloud.pending))
            (update,) = await cloud.poll(1, 0) or [{}]
            taken = False
            with suppress(ClientError, TimeoutError):
                async with session.post(address, json=update) as answer:
                    taken = answer.status == 200
            if taken:
                cloud.confirm(update["update_id"] + 1)
            else:
                await asyncio.sleep(0.1)
