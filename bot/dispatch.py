"""Takes updates out of the inbox: in order within a chat, chats side by side, none lost."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.error import Forbidden, RetryAfter, TelegramError

from bot.intake import retry_seconds
from handlers.album import Album
from memory.errors import MemoryFault
from models.errors import BadPicture, BadText, Busy, ChokhError, NotUnderstood

if TYPE_CHECKING:
    from telegram.ext import Application

    from memory.inbox import Inbox
    from memory.values import Waiting

logger = logging.getLogger(__name__)

ATTEMPTS = 5
# Seconds before the second, third, fourth and fifth try: a later message waits at most so long.
PAUSES = (1.0, 4.0, 15.0, 45.0)
# Telegram sends an album photo by photo, without an end mark.
ALBUM_SECONDS = 1.0
_BUSY_SECONDS = 5.0
_STOP_SECONDS = 30.0
_IDLE_SECONDS = 60.0


class Verdict(Enum):
    """What becomes of an update whose handling failed."""

    SAY = "tell the person; it is answered with that"
    KEEP = "tell the person, keep it for the owner"
    DROP = "nobody is there to tell"
    RETRY = "try again later"


def verdict(error: Exception, attempts: int) -> Verdict:
    """Judge a failure. attempts: how often it has failed, this time included."""
    if isinstance(error, BadPicture | BadText | NotUnderstood):
        return Verdict.SAY
    if isinstance(error, ChokhError | MemoryFault):
        return Verdict.KEEP
    if isinstance(error, Forbidden):
        return Verdict.DROP
    return Verdict.RETRY if attempts < ATTEMPTS else Verdict.KEEP


class Dispatcher:
    """Works on the inbox until it is stopped.

    wake: set by the intake when something arrived. tell: says a failure to the person.
    at_once: chats that are worked on side by side.
    """

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        inbox: Inbox,
        wake: asyncio.Event,
        tell: Callable[[object, Exception], Awaitable[None]],
        *,
        at_once: int = 16,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._application = application
        self._inbox = inbox
        self._wake = wake
        self._tell = tell
        self._at_once = at_once
        self._pauses = pauses
        self._running: dict[int, asyncio.Task[None]] = {}
        self._stopping = False

    async def run(self) -> None:
        """Work until `stop`."""
        while not self._stopping:
            self._wake.clear()
            try:
                pause = await self._start_what_is_due()
            except MemoryFault as error:
                logger.error("the inbox can't be read: %s", error)
                pause = _BUSY_SECONDS
            try:
                await asyncio.wait_for(self._wake.wait(), pause)
            except TimeoutError:
                continue

    async def stop(self) -> None:
        """Take nothing new; let what runs finish, for half a minute at most."""
        self._stopping = True
        self._wake.set()
        running = list(self._running.values())
        if running:
            _, late = await asyncio.wait(running, timeout=_STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _start_what_is_due(self) -> float:
        """Start tasks for free chats. Returns after how many seconds to look again."""
        now = time.time()
        room = self._at_once - len(self._running)
        bundles = await self._inbox.waiting(now, tuple(self._running), room)
        due = await self._inbox.next_due(now)
        pause = _IDLE_SECONDS if due is None else due - now
        for bundle in bundles:
            ready_at = bundle[-1].received_at + ALBUM_SECONDS if bundle[0].group else now
            if ready_at > now:
                pause = min(pause, ready_at - now)
                continue
            chat_id = bundle[0].chat_id
            task = asyncio.create_task(self._work(bundle), name=f"chat-{chat_id}")
            self._running[chat_id] = task
        return min(pause, _IDLE_SECONDS)

    async def _work(self, bundle: Sequence[Waiting]) -> None:
        try:
            update = self._parse(bundle)
            error: Exception | None = None
            try:
                await self._application.process_update(update)
            except Exception as caught:
                error = caught
            await self._settle(bundle, update, error)
        except MemoryFault as fault:
            # It stays as it is in the inbox; without this pause the loop would spin on it.
            logger.error("update %d can't be marked: %s", bundle[0].update_id, fault)
            await asyncio.sleep(_BUSY_SECONDS)
        finally:
            self._running.pop(bundle[0].chat_id, None)
            self._wake.set()

    def _parse(self, bundle: Sequence[Waiting]) -> object:
        bot = self._application.bot
        updates = tuple(Update.de_json(waiting.content, bot) for waiting in bundle)
        return Album(updates) if bundle[0].group else updates[0]

    async def _settle(
        self, bundle: Sequence[Waiting], update: object, error: Exception | None
    ) -> None:
        ids = [waiting.update_id for waiting in bundle]
        if error is None:
            await self._inbox.done(ids)
        elif isinstance(error, RetryAfter | Busy):
            await self._inbox.postpone(ids, time.time() + _seconds(error))
        else:
            await self._judge(bundle, ids, update, error)

    async def _judge(
        self, bundle: Sequence[Waiting], ids: list[int], update: object, error: Exception
    ) -> None:
        attempts = bundle[0].attempts + 1
        judged = verdict(error, attempts)
        logger.warning(
            "update %d failed (%d of %d, %s): %s",
            ids[0],
            attempts,
            ATTEMPTS,
            judged.name.lower(),
            type(error).__name__,
            exc_info=error if judged in (Verdict.RETRY, Verdict.KEEP) else None,
        )
        if judged in (Verdict.SAY, Verdict.KEEP):
            try:
                await self._tell(update, error)
            except Forbidden:
                judged = Verdict.DROP
            except TelegramError as unsaid:
                # Silence would be worse than a second try.
                logger.warning("the sentence could not be sent: %s", unsaid)
                if attempts < ATTEMPTS:
                    judged = Verdict.RETRY
        if judged is Verdict.RETRY:
            pause = self._pauses[min(attempts, len(self._pauses)) - 1]
            await self._inbox.failed(ids, type(error).__name__, time.time() + pause)
        elif judged is Verdict.KEEP:
            await self._inbox.keep(ids, type(error).__name__)
        else:
            await self._inbox.done(ids)


def _seconds(error: Exception) -> float:
    return retry_seconds(error) if isinstance(error, RetryAfter) else _BUSY_SECONDS
