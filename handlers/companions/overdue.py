"""Overdue answers of companions: the person who asked hears so."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram.error import BadRequest, Forbidden, TelegramError

from handlers.companions.pairing import talk_with
from memory.errors import MemoryFault

if TYPE_CHECKING:
    from telegram import Bot

    from handlers.chat.context import Services

logger = logging.getLogger(__name__)

_PAUSE = 30.0  # seconds before what failed is tried again
_LONGEST_SLEEP = 3600.0  # seconds


async def watch(services: Services, bot: Bot) -> None:
    """Say which answers are late, each once, until cancelled."""
    errands = services.memory.errands
    while True:
        errands.added.clear()
        try:
            await say_overdue(services, bot)
            due = await errands.next_due()
            pause = _LONGEST_SLEEP if due is None else max(0.0, due - errands.clock())
        except (TelegramError, MemoryFault) as error:
            logger.warning("late answers can't be told of now: %r", error)
            pause = _PAUSE
        with suppress(TimeoutError):
            await asyncio.wait_for(errands.added.wait(), min(pause, _LONGEST_SLEEP))


async def say_overdue(services: Services, bot: Bot) -> None:
    """Say of each errand that is overdue that no answer came. Raises `TelegramError`."""
    memory = services.memory
    for late in await memory.errands.overdue():
        talk = await talk_with(services, bot, late.chat_id, late.user_id)
        names = {each.companion_id: each.name for each in await memory.companions.of(late.user_id)}
        if talk is not None:
            said = talk.words("errand-late", name=names.get(late.companion_id, ""))
            talk = replace(talk, message_id=late.message_id)
            photos = await memory.photos.several(late.chat_id, [late.photo_id or 0])
            with suppress(Forbidden, BadRequest):
                if photos:
                    await talk.reply(said, about=photos[late.photo_id or 0], by_person=True)
                else:
                    await talk.say(said)
        await memory.errands.mark(late.id, "late")
