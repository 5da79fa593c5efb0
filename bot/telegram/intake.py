"""Intake of updates by polling or webhook; Telegram is told only once they are committed."""

from __future__ import annotations

import asyncio
import hmac
import logging
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from bot.bounded_server import bounded
from bot.errors import Complaint
from bot.monitoring.crash_reports import is_foreseen
from bot.settings import host_and_port
from bot.telegram.validation import as_kept, each_by_itself
from handlers.transport.sending import retry_seconds
from memory.errors import MemoryFault

if TYPE_CHECKING:
    from aiohttp import web
    from telegram import Bot

    from bot.settings import WebhookSettings
    from memory.inbox.inbox import Inbox

logger = logging.getLogger(__name__)

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
_POLL_SECONDS = 30
# Telegram answers a poll when its time is up; a line that is silent for longer is dead.
_SILENCE_SECONDS = 15
_LONGEST_PAUSE = 30.0
# Telegram ends the older of two polls, so both programs are refused in turn: the one that has
# just been started gives up first. One refusal is nothing: a killed program's last poll may
# still be open.
_CONFLICTS, _CONFLICTS_OF_THE_FIRST = 4, 12
_SETTLED_AFTER = 60.0
_CONFLICTS_WITHIN = 300.0
_WEBHOOK_BYTES = 1_000_000
_WATCH_EVERY = 60.0


Sleep = Callable[[float], Awaitable[object]]  # seconds


class IntakeStopped(Complaint):
    """Telegram gives this program no updates, and trying again would not help."""


class TakenOver(IntakeStopped):
    """Another program takes the updates of this bot."""


def backoff(failures: int) -> float:
    """Seconds: 1, 2, 4 … 30, spread so that many bots don't come back together."""
    longest = min(2.0 ** min(failures - 1, 10), _LONGEST_PAUSE)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 -- no secret


def _with_ids(updates: Sequence[Any]) -> list[dict[str, Any]]:
    """The updates as they are kept; those without an id are passed over, and counted in the log."""
    known = []
    for update in updates:
        with suppress(ValueError):
            known.append(as_kept(update))
    if len(known) < len(updates):
        logger.error("%d updates without an id are passed over", len(updates) - len(known))
    return known


async def _keep(inbox: Inbox, updates: list[dict[str, Any]]) -> None:
    """Keep all at once; where one can't be kept, each by itself, and of that one its id."""
    try:
        await inbox.add(updates)
    except MemoryFault:  # the disk's fault, or the database's, and no update's
        raise
    except Exception:
        logger.exception("updates are kept one by one")
        for update in updates:
            try:
                await inbox.add([update])
            except MemoryFault:
                raise
            except Exception:
                unread = {"update_id": update["update_id"], "unreadable": ""}
                logger.exception("update %d can't be kept whole", update["update_id"])
                await inbox.add([unread])


class Polling:
    """Asks Telegram for updates. The next question's offset confirms the last answer."""

    def __init__(
        self,
        bot: Bot,
        inbox: Inbox,
        wake: asyncio.Event,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._inbox = inbox
        self._wake = wake
        self._sleep = sleep
        self._started = time.monotonic()
        self._conflicts: deque[float] = deque()

    async def run(self) -> None:
        """Poll until cancelled. Raises `IntakeStopped`."""
        # The first question names no offset: Telegram begins with what was never confirmed, and
        # the inbox knows again what it has. An id kept from before would be wrong after a quiet
        # week, when Telegram starts from another number.
        offset: int | None = None
        failures = 0
        while True:
            try:
                updates = await self._fetch(offset)
                known = _with_ids(updates)
                if known:
                    await _keep(self._inbox, known)
                    offset = max(update["update_id"] for update in known) + 1
                    self._wake.set()
                failures = failures + 1 if updates and not known else 0
                if failures:  # none that could be confirmed: they come again at once
                    await self._sleep(backoff(failures))
            except InvalidToken:
                message = "Telegram refuses the token: copy it again from @BotFather."
                raise IntakeStopped(message) from None
            except Conflict as error:
                await self._yield(error)
            except RetryAfter as error:
                await self._sleep(retry_seconds(error))
            except Exception as error:
                # Not confirmed, so not lost: Telegram gives the same updates again.
                failures += 1
                foreseen = is_foreseen(error)
                logger.warning(
                    "no updates: %s: %s",
                    type(error).__name__,
                    error,
                    exc_info=None if foreseen else error,
                )
                await self._sleep(backoff(failures))

    async def _fetch(self, offset: int | None) -> list[dict[str, Any]]:
        # The library's get_updates() parses what comes and would stop at a field that it can't
        # read. The inbox keeps Telegram's own words, so the request is made below it.
        updates: list[dict[str, Any]] = await self._bot._post(
            "getUpdates",
            {"offset": offset, "timeout": _POLL_SECONDS, "allowed_updates": list(ALLOWED)},
            read_timeout=_POLL_SECONDS + _SILENCE_SECONDS,
        )
        return updates

    async def _yield(self, error: Conflict) -> None:
        """Let another poll go first, or stop where another program goes on polling."""
        if "webhook" in str(error).lower():
            logger.warning("a webhook is set for this bot; the settings say polling: removing it")
            with suppress(TelegramError):  # then the next poll is refused again
                await self._bot.delete_webhook(drop_pending_updates=False)
                return
        now = time.monotonic()
        self._conflicts.append(now)
        while self._conflicts[0] < now - _CONFLICTS_WITHIN:
            self._conflicts.popleft()
        first = now - self._started > _SETTLED_AFTER
        if len(self._conflicts) >= (_CONFLICTS_OF_THE_FIRST if first else _CONFLICTS):
            message = (
                "Another program is running with this bot's token: stop it, "
                "then start this one again."
            )
            raise TakenOver(message)
        await self._sleep(backoff(len(self._conflicts)))


class Webhook:
    """Listens for updates that Telegram sends to a public address.

    A reverse proxy in front ends TLS. Whatever its path, a request with the secret is Telegram's.
    """

    def __init__(
        self,
        bot: Bot,
        inbox: Inbox,
        wake: asyncio.Event,
        settings: WebhookSettings,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._inbox = inbox
        self._wake = wake
        self._settings = settings
        self._secret = settings.secret.get_secret_value()
        self._sleep = sleep

    async def run(self) -> None:
        """Serve until cancelled.

        Raises `IntakeStopped` where the settings don't suffice, and `TakenOver`.
        """
        if not self._settings.url or not self._secret:
            message = 'mode = "webhook" needs url and secret under [telegram.webhook].'
            raise IntakeStopped(message)
        from aiohttp import web  # a tenth of a start, and polling needs none of it

        server = web.Application(client_max_size=_WEBHOOK_BYTES)
        server.router.add_post("/{path:.*}", self.receive)
        try:
            end = await bounded(server, *host_and_port(self._settings.listen))
        except (OSError, ValueError):
            message = (
                f"telegram.webhook.listen: nothing can listen on {self._settings.listen}; "
                "write an address and a free port, like 127.0.0.1:8443."
            )
            raise IntakeStopped(message) from None
        try:
            await self._announce()
            await self._watch()
        finally:
            await end()

    async def _announce(self) -> None:
        """Tell Telegram the address, however long the line is down."""
        failures = 0
        while True:
            try:
                await self._bot.set_webhook(
                    self._settings.url, secret_token=self._secret, allowed_updates=ALLOWED
                )
            except (BadRequest, InvalidToken) as error:
                message = f"Telegram refuses the webhook of the settings: {error}."
                raise IntakeStopped(message) from None
            except RetryAfter as error:
                await self._sleep(retry_seconds(error))
            except TelegramError as error:
                failures += 1
                logger.warning("the webhook is not set yet: %s", error)
                await self._sleep(backoff(failures))
            else:
                return

    async def _watch(self) -> None:
        """Look now and then whether Telegram still sends here: nothing else would tell.

        Raises `TakenOver`.
        """
        complaint = None
        while True:
            await self._sleep(_WATCH_EVERY)
            try:
                told = await self._bot.get_webhook_info()
            except TelegramError as error:
                logger.warning("the webhook can't be looked at: %s", error)
                continue
            if told.url != self._settings.url:
                message = (
                    "Another program has taken this bot's updates, by a webhook of its own or by "
                    "polling: stop it, then start this one again."
                )
                raise TakenOver(message)
            if told.last_error_date != complaint:
                complaint = told.last_error_date
                logger.warning("Telegram could not deliver: %s", told.last_error_message)

    async def receive(self, request: web.Request) -> web.Response:
        """One update of Telegram's. 200 only once it is on the disk; else it comes again."""
        from aiohttp import web

        said = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(said.encode(errors="surrogateescape"), self._secret.encode()):
            return web.Response(status=403)
        if (request.content_length or 0) > _WEBHOOK_BYTES:
            return web.Response(status=413)
        try:
            said = (await request.read()).decode("utf-8", "replace")
            (update,) = each_by_itself(f'{{"result":[{said}]}}') or [None]
            update = as_kept(update)
        except ValueError:
            return web.Response(status=400)
        try:
            await _keep(self._inbox, [update])
        except Exception as error:
            logger.warning("an update can't be kept: %s: %s", type(error).__name__, error)
            return web.Response(status=503)
        self._wake.set()
        return web.Response()
