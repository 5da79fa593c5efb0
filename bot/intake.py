"""Takes updates from Telegram into the inbox; Telegram is told only once they are committed."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import random
from typing import TYPE_CHECKING, Any

from aiohttp import web
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.complaint import Complaint
from memory.errors import MemoryFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Bot

    from bot.settings import WebhookSettings
    from memory.inbox import Inbox

logger = logging.getLogger(__name__)

ALLOWED = ("message", "callback_query", "my_chat_member")
_POLL_SECONDS = 30
_LONGEST_PAUSE = 30.0
# A killed bot's last poll may still be open at Telegram's side when it starts again.
_CONFLICTS = 4
_WEBHOOK_BYTES = 1_000_000


class IntakeStopped(Complaint):
    """Telegram gives this program no updates, and trying again would not help."""


class Polling:
    """Asks Telegram for updates. The next question's offset confirms the last answer."""

    def __init__(self, bot: Bot, inbox: Inbox, wake: asyncio.Event) -> None:
        self._bot = bot
        self._inbox = inbox
        self._wake = wake

    async def run(self) -> None:
        """Poll until cancelled. Raises `IntakeStopped`."""
        failures = conflicts = 0
        while True:
            try:
                offset = await self._inbox.offset()
                updates = await self._bot.get_updates(
                    offset=offset, timeout=_POLL_SECONDS, allowed_updates=ALLOWED
                )
                if updates:
                    await self._inbox.add([update.to_dict() for update in updates])
                    self._wake.set()
                failures = conflicts = 0
            except InvalidToken:
                message = "Telegram refuses the token: copy it again from @BotFather."
                raise IntakeStopped(message) from None
            except Conflict:
                conflicts += 1
                if conflicts >= _CONFLICTS:
                    message = (
                        "Another program is running with this bot's token: stop it, "
                        "then start this one again."
                    )
                    raise IntakeStopped(message) from None
                await asyncio.sleep(_pause(conflicts))
            except RetryAfter as error:
                await asyncio.sleep(retry_seconds(error))
            except (TelegramError, MemoryFault) as error:
                failures += 1
                logger.warning("no updates: %s: %s", type(error).__name__, error)
                await asyncio.sleep(_pause(failures))


class Webhook:
    """Listens for updates that Telegram sends to a public address."""

    def __init__(
        self, bot: Bot, inbox: Inbox, wake: asyncio.Event, settings: WebhookSettings
    ) -> None:
        self._bot = bot
        self._inbox = inbox
        self._wake = wake
        self._settings = settings
        self._secret = settings.secret.get_secret_value()

    async def run(self) -> None:
        """Serve until cancelled. Raises `IntakeStopped` where the settings don't suffice."""
        if not self._settings.url or not self._secret:
            message = 'mode = "webhook" needs url and secret under [telegram.webhook].'
            raise IntakeStopped(message)
        server = web.Application(client_max_size=_WEBHOOK_BYTES)
        server.router.add_post("/", self._receive)
        runner = web.AppRunner(server, access_log=None)
        await runner.setup()
        try:
            host, _, port = self._settings.listen.rpartition(":")
            await web.TCPSite(runner, host, int(port)).start()
            await self._bot.set_webhook(
                self._settings.url, secret_token=self._secret, allowed_updates=ALLOWED
            )
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        said = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(said.encode(), self._secret.encode()):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
            updates: Sequence[dict[str, Any]] = [update] if "update_id" in update else []
        except (ValueError, TypeError):
            return web.Response(status=400)
        try:
            await self._inbox.add(updates)
        except MemoryFault as error:
            # Not acknowledged: Telegram sends it again.
            logger.warning("an update can't be kept: %s", error)
            return web.Response(status=503)
        self._wake.set()
        return web.Response()


def retry_seconds(error: RetryAfter) -> float:
    """How long Telegram asks us to wait; it comes as a number or, opted in, as a duration."""
    told = error.retry_after
    return float(told if isinstance(told, int | float) else told.total_seconds())


def _pause(failures: int) -> float:
    """Seconds: 1, 2, 4 … 30, spread so that many bots don't come back together."""
    return min(2.0 ** (failures - 1), _LONGEST_PAUSE) * random.uniform(0.5, 1.0)  # noqa: S311
