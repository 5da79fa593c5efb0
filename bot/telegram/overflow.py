"""Notice to a chat that floods the bot: no more is kept for now. Once an hour."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.error import TelegramError

from handlers.chat.rate_limit import TooManyWaiting
from handlers.chat.throttle import Once
from memory.errors import MemoryFault
from memory.inbox.inbox import chat_of

if TYPE_CHECKING:
    from telegram import Bot

    from memory.inbox.inbox import Inbox

logger = logging.getLogger(__name__)

_EVERY = 3600.0  # seconds


async def say_full(
    inbox: Inbox, bot: Bot, tell: Callable[[Any, Exception], Awaitable[None]]
) -> None:
    """Tell whom the inbox refuses, until cancelled."""
    once = Once()
    while True:
        content = await inbox.refused.get()
        chat_id = chat_of(content)
        if not once.first(chat_id, every=_EVERY):
            continue
        logger.warning("chat %d has so much waiting that no more is kept", chat_id)
        try:
            await tell(Update.de_json(dict(content), bot), TooManyWaiting())
        except (MemoryFault, TelegramError) as error:
            logger.warning("chat %d was not told so: %s", chat_id, error)
