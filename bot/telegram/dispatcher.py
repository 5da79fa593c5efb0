"""Dispatcher of updates from the inbox: in order within a chat, chats side by side, none lost."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.error import RetryAfter, TelegramError

from bot.monitoring.stats import Stats
from bot.monitoring.trace import Journey, followed
from bot.telegram.exactly_once import delivered
from bot.telegram.failure_policy import ATTEMPTS, Verdict, blames_the_line, postponed_for, verdict
from bot.telegram.validation import sender_alone
from handlers.transport.album import Album
from handlers.updates.repeat_and_stop import asks_to_stop, sender_of
from memory.errors import MemoryFault
from models.concurrency.requester import requested_by

if TYPE_CHECKING:
    from telegram.ext import Application

    from memory.inbox.inbox import Inbox
    from memory.values import Waiting

logger = logging.getLogger(__name__)

Tell = Callable[[Any, Exception], Awaitable[None]]

# Seconds before the second, third, fourth and fifth try: a later message waits at most so long.
PAUSES = (1.0, 4.0, 15.0, 45.0)
_BUSY_SECONDS = 5.0
_STOP_SECONDS = 30.0
_REST_SECONDS = 1.0


class Dispatcher:
    """Works on the inbox until it is stopped.

    wake: set by the intake when something arrived. tell: says a failure to the person.
    at_once: chats that are worked on side by side. pauses: seconds before each further try.
    clock: seconds since the epoch.
    """

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        inbox: Inbox,
        wake: asyncio.Event,
        tell: Tell,
        *,
        at_once: int = 16,
        pauses: Sequence[float] = PAUSES,
        clock: Callable[[], float] = time.time,
        watch: Stats | None = None,
    ) -> None:
        self._application = application
        self._inbox = inbox
        self._wake = wake
        self._tell = tell
        self._at_once = at_once
        self._pauses = pauses
        self._clock = clock
        self._watch = watch or Stats()
        self._running: dict[int, asyncio.Task[None]] = {}
        self._bundles: dict[int, Sequence[Waiting]] = {}
        self._served: dict[int, int] = {}
        self._no_stop: set[int] = set()
        self._stopping = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self._untidy = True
        self._rests_at = 0.0

    async def run(self) -> None:
        """Work until `stop`. Cancelled, it drops what runs: that is handled again another time."""
        self._looking = asyncio.current_task()
        try:
            while not self._stopping.is_set():
                self._wake.clear()
                try:
                    pause = await self._start_what_is_due()
                    self._watch.looked()
                except Exception as fault:
                    # The bot outlives a locked or full disk; what waits is looked at again.
                    foreseen = isinstance(fault, MemoryFault)
                    logger.error(
                        "the inbox can't be read: %s", fault, exc_info=None if foreseen else fault
                    )
                    pause = _BUSY_SECONDS
                await _first(self._wake, pause)
        except asyncio.CancelledError:
            for task in self._running.values():
                task.cancel()
            raise

    async def finish(self) -> None:
        """Let all that waits be answered, for half a minute at most: nobody else has it."""
        with suppress(TimeoutError, MemoryFault):
            async with asyncio.timeout(_STOP_SECONDS):
                while self._running or await self._inbox.next_due(0.0) is not None:  # noqa: ASYNC110 -- rare
                    await asyncio.sleep(0.1)

    async def stop(self) -> None:
        """Take nothing new; let what runs finish, for half a minute at most.

        Bots that share the inbox have the rest at once.
        """
        self._stopping.set()
        self._wake.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(_STOP_SECONDS):
                while self._running:
                    await asyncio.wait(self._running.values(), timeout=self._inbox.pause)
                    with suppress(MemoryFault):
                        under_way = [each for ids in self._under_way().values() for each in ids]
                        await self._inbox.lease(under_way)
        late = list(self._running.values())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if self._looking is not None:
            await asyncio.wait([self._looking])  # what it was just taking is given back, too
        with suppress(MemoryFault):
            await self._inbox.give_back()

    async def _start_what_is_due(self) -> float:
        """Start tasks for free chats. Returns after how many seconds to look again."""
        room = max(self._at_once - len(self._running), 0)
        now = self._clock()
        behind, bundles, due = await self._inbox.look(
            now, self._under_way(), room, self._served, self._no_stop
        )
        await self._halt_what_is_stopped(behind)
        if not room:
            return self._inbox.pause  # whoever finishes wakes us
        if self._stopping.is_set():
            return 0.0
        for bundle in bundles:
            self._start(bundle)
        if due is None and not self._running and self._untidy:
            if 0 < self._rests_at - now <= _REST_SECONDS:
                return self._rests_at - now  # what a person sends next often comes at once
            self._untidy = False
            self._served.clear()
            self._no_stop.clear()
            await self._inbox.prune()
        return self._inbox.pause if due is None else min(due - now, self._inbox.pause)

    def _under_way(self) -> dict[int, list[int]]:
        return {
            chat_id: [each.update_id for each in bundle]
            for chat_id, bundle in self._bundles.items()
        }

    async def _halt_what_is_stopped(self, behind: Sequence[Waiting]) -> None:
        """End what is being done for whoever says stop; their word is answered before the rest."""
        for word in behind:
            if not asks_to_stop(word.content):
                self._no_stop.add(word.update_id)
                continue
            bundle, task = self._bundles.get(word.chat_id), self._running.get(word.chat_id)
            if bundle is None or task is None:
                continue
            ours = bundle[0].content
            if asks_to_stop(ours) or sender_of(ours) != sender_of(word.content):
                continue
            await self._inbox.lease([word.update_id])
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._inbox.done([each.update_id for each in bundle])
            logger.info("update %d was stopped by %d", bundle[0].update_id, word.update_id)
            self._start([word])

    def _start(self, bundle: Sequence[Waiting]) -> None:
        chat_id = bundle[0].chat_id
        self._served[chat_id] = max(self._served.values(), default=0) + 1
        self._bundles[chat_id] = bundle
        self._running[chat_id] = asyncio.create_task(self._work(bundle), name=f"chat-{chat_id}")

    async def _work(self, bundle: Sequence[Waiting]) -> None:
        journey, first = Journey.of(bundle, self._clock()), bundle[0]
        note = partial(self._inbox.note_said, first.update_id)
        self._watch.begin(journey)
        try:
            with (
                followed(journey),
                requested_by(sender_of(first.content) or first.chat_id),
                delivered([each.update_id for each in bundle], first.said, note),
            ):
                mark = await self._handle(bundle)
            await self._until_written(bundle[0].update_id, mark)
        finally:
            self._watch.end(journey)
            self._untidy = True
            self._rests_at = self._clock() + _REST_SECONDS
            self._running.pop(bundle[0].chat_id, None)
            self._bundles.pop(bundle[0].chat_id, None)
            self._wake.set()

    async def _handle(self, bundle: Sequence[Waiting]) -> Callable[[], Awaitable[None]]:
        """Run the handlers. Returns how the inbox is to be marked."""
        ids = [waiting.update_id for waiting in bundle]
        try:
            update = self._parse(bundle)
        except Exception as error:
            # The same bytes will not be read better another time.
            logger.exception("update %d can't be read; kept for the owner", ids[0])
            await self._watch.failed(error, "keep", bundle[0].content)
            await self._answer_unread(bundle[0])
            return lambda: self._inbox.keep(ids, "Unreadable")
        try:
            await self._application.process_update(update)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            # Nobody cancelled us: something below gave up, which is a failure like any other.
            inside = RuntimeError("cancelled from within")
            return await self._judge(bundle[0], ids, update, inside)
        except Exception as error:
            return await self._judge(bundle[0], ids, update, error)
        self._watch.answered()
        return lambda: self._inbox.done(ids)

    async def _answer_unread(self, waiting: Waiting) -> None:
        """Have whoever wrote it told what can be sent, by the same ways as any message."""
        bare = sender_alone(waiting.content)
        if not bare:
            return
        try:
            update = {"update_id": waiting.update_id, **bare}
            await self._application.process_update(Update.de_json(update, self._application.bot))
        except Exception as error:
            # It is kept anyway, and was not to be answered in the first place.
            logger.warning("update %d is not answered: %s", waiting.update_id, type(error).__name__)

    def _parse(self, bundle: Sequence[Waiting]) -> Update | Album:
        bot = self._application.bot
        if any("unreadable" in waiting.content for waiting in bundle):
            raise ValueError("not of the shape of an update")
        updates = tuple(Update.de_json(as_new(waiting.content), bot) for waiting in bundle)
        return Album(updates) if bundle[0].group else updates[0]

    async def _judge(
        self, first: Waiting, ids: list[int], update: Update | Album, error: Exception
    ) -> Callable[[], Awaitable[None]]:
        attempts = first.attempts + 1
        judged = verdict(error, attempts, await self._is_outage(error))
        logger.warning(
            "update %d failed (%d of %d, %s): %s",
            ids[0],
            attempts,
            ATTEMPTS,
            judged.name.lower(),
            type(error).__name__,
            exc_info=error if judged in (Verdict.RETRY, Verdict.KEEP) else None,
        )
        if judged in (Verdict.SAY, Verdict.KEEP, Verdict.HOLD):
            try:
                await self._tell(update, error)
            except Exception as unsaid:
                logger.warning("the sentence could not be sent: %s", type(unsaid).__name__)
                # Silence would be worse than a second try.
                judged = verdict(unsaid, attempts, await self._is_outage(unsaid))
                error = unsaid if judged is Verdict.POSTPONE else error
        name = type(error).__name__
        await self._watch.failed(error, judged.name.lower(), first.content)
        if judged is Verdict.RETRY:
            pause = self._pauses[min(attempts, len(self._pauses)) - 1]
            return lambda: self._inbox.failed(ids, name, self._clock() + pause)
        if judged is Verdict.POSTPONE:
            return lambda: self._inbox.postpone(ids, self._clock() + postponed_for(error))
        if judged is Verdict.KEEP:
            return lambda: self._inbox.keep(ids, name)
        if judged is Verdict.HOLD:
            return lambda: self._inbox.hold(ids)
        if judged is Verdict.DROP:
            return partial(self._leave, first.chat_id, ids, self._clock())
        return lambda: self._inbox.done(ids)

    async def _leave(self, chat_id: int, ids: list[int], moment: float) -> None:
        """Close what waits of a chat that takes no answers; what comes later is answered again."""
        behind = await self._inbox.behind({chat_id: ids})
        unheard = [each.update_id for each in behind if each.received_at <= moment]
        await self._inbox.done([*ids, *unheard])
        logger.info("chat %d takes no answers: %d updates closed", chat_id, 1 + len(unheard))

    async def _is_outage(self, error: Exception) -> bool:
        """Whether Telegram can't be reached at all: then no update is to blame."""
        if not blames_the_line(error):
            return False
        try:
            await self._application.bot.get_me()
        except TelegramError as still:
            return not isinstance(still, RetryAfter)
        return False

    async def _until_written(self, update_id: int, mark: Callable[[], Awaitable[None]]) -> None:
        """Mark the inbox, however long its disk is full: else the reply would be given twice."""
        while True:
            try:
                await mark()
            except Exception as fault:
                logger.error("update %d can't be marked: %s", update_id, fault)
                if self._stopping.is_set():
                    return
                await _first(self._stopping, _BUSY_SECONDS)
            else:
                return


def as_new(content: Mapping[str, Any]) -> dict[str, Any]:
    """An update as it is handled: what was edited as if it had been written so. Pure."""
    named = {"edited_message": "message"}
    return {named.get(name, name): part for name, part in content.items()}


async def _first(event: asyncio.Event, seconds: float) -> None:
    """Wait for the event, or so long."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
