"""Chat action "typing…" while something is under way, so that silence doesn't mean failure."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from telegram.constants import ChatAction
from telegram.error import TelegramError

from handlers.transport.topic import topic_in

if TYPE_CHECKING:
    from telegram import Bot

logger = logging.getLogger(__name__)

_AFTER = 0.5  # seconds; sooner the reply itself is there, and needs no other call beside it
# Telegram shows an action for five seconds.
_EVERY = 4.0


@asynccontextmanager
async def shown(
    bot: Bot, chat_id: int, action: ChatAction = ChatAction.TYPING
) -> AsyncIterator[None]:
    """Show the action again and again while the block takes long; never fails the block."""
    task = asyncio.create_task(_repeat(bot, chat_id, action), name=f"action-{chat_id}")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _repeat(bot: Bot, chat_id: int, action: ChatAction) -> None:
    await asyncio.sleep(_AFTER)
    while True:
        try:
            await bot.send_chat_action(chat_id, action, message_thread_id=topic_in(chat_id))
        except TelegramError as error:
            logger.debug("the chat action could not be shown: %s", error)
        await asyncio.sleep(_EVERY)
