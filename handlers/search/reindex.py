"""Reindexing of photos that search has lost, as by a power cut, while nobody waits."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from handlers.search.find import put
from memory.errors import MemoryFault
from models.errors import ChokhError

if TYPE_CHECKING:
    from telegram import Bot

    from handlers.chat.context import Services

logger = logging.getLogger(__name__)

_EVERY, _AGAIN = 6 * 3600.0, 600.0  # seconds; the second after a fault
_LOOK_EVERY = 0.2  # seconds


async def regain(services: Services, bot: Bot) -> None:
    """Look now and then for photos without a vector, and give them one, until cancelled."""
    while True:
        pause = _EVERY
        try:
            await _regain(services, bot)
        except (ChokhError, MemoryFault, TelegramError) as error:
            logger.warning("photos that search has lost stay lost for now: %r", error)
            pause = _AGAIN
        await asyncio.sleep(pause)


async def _regain(services: Services, bot: Bot) -> None:
    photos = services.memory.photos
    lost = await photos.unsearchable(await services.abilities.embedder())
    if lost:
        logger.info("%d photos can't be found by search: each is looked at again", len(lost))
    for photo_id in lost:
        while not services.pace.rests:  # noqa: ASYNC110 -- what can wait for hours
            await asyncio.sleep(_LOOK_EVERY)
        photo = await photos.by_id(photo_id)
        if photo is None:
            continue
        try:
            await put(services, bot, photo)
        except ChokhError as error:
            logger.warning("photo %d can't be found by search: %r", photo_id, error)
