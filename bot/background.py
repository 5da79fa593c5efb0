"""Supervision of background tasks: each is started again after a fault, and ends nothing else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from telegram.error import TelegramError

from handlers.search.reindex import regain
from handlers.updates.commands import set_commands
from memory.errors import MemoryFault

if TYPE_CHECKING:
    from telegram import Bot
    from telegram.ext import Application

    from bot.monitoring.stats import Stats
    from handlers.chat.context import Services
    from memory.store import Memory

logger = logging.getLogger(__name__)

_AT_REST = 2.0
"""Seconds after the start until what nobody waits for is done: the first answers come before it."""
_FORGET_EVERY = 6 * 3600.0  # seconds
_AGAIN = 600.0
"""Seconds until what a fault has ended begins anew."""


async def supervised(name: str, work: Callable[[], Awaitable[None]], seen: Stats) -> None:
    """Do the work to its end; where a fault ends it, write that down and begin it anew."""
    while True:
        try:
            await work()
        except Exception as error:
            logger.error("%s failed: %s", name, type(error).__name__, exc_info=error)
            seen.fell(error, name)
        else:
            return
        await asyncio.sleep(_AGAIN)


async def set_up(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Set commands and descriptions: useful, never needed."""
    await asyncio.sleep(_AT_REST)
    try:
        await set_commands(application.bot)
    except TelegramError as error:
        logger.warning("the commands could not be set: %s", error)


async def regained(services: Services, bot: Bot) -> None:
    """Make findable what a cut has left unfindable, until cancelled."""
    await asyncio.sleep(_AT_REST)
    await regain(services, bot)


async def forget(memory: Memory, keep_days: int) -> None:
    """Delete what is older than so many days, until cancelled."""
    await asyncio.sleep(_AT_REST)
    while True:
        pause = _FORGET_EVERY
        try:
            # Not photos first: an index that can't be reached keeps nothing else.
            await memory.threads.forget_older_than(keep_days)
            await memory.inbox.forget_older_than(keep_days)
            await memory.inbox.prune()
            if gone := await memory.photos.forget_older_than(keep_days):
                logger.info("forgot %d photos older than %d days", gone, keep_days)
        except MemoryFault as error:
            # The vectors go with their rows, or both stay until the next time.
            logger.error("not all that is old can be forgotten now: %s", error)
            pause = _AGAIN
        await asyncio.sleep(pause)
