"""Admission: rate limit for a person and queue length.

Who is over either hears so once, and is answered later.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from handlers.transport.chat_action import shown
from models.errors import Busy

if TYPE_CHECKING:
    from handlers.chat.session import Talk

# Seconds after which the same is worth saying again.
_SAID_FOR = 60.0


@asynccontextmanager
async def admitted(talk: Talk, photos: int) -> AsyncIterator[None]:
    """Work on a message of so many photos, with the chat action shown.

    Raises `Busy` where it isn't their turn: the dispatcher hands the update over again later.
    """
    services = talk.services
    a_minute = services.access.photos_per_minute
    if photos and await _wait(talk, photos, a_minute):
        await talk.say_once("slow-down", every=_SAID_FOR, photos=a_minute)
        raise Busy(f"user {talk.user.id} sends more than {a_minute} photos a minute")
    try:
        with services.pace.place(services.access.queue):
            async with shown(talk.bot, talk.chat_id):
                yield
    except Busy:
        services.pace.give_back(talk.user.id, photos)
        await talk.say_once("busy", every=_SAID_FOR)
        raise


async def _wait(talk: Talk, photos: int, a_minute: int) -> float:
    """Seconds until so many photos of the person's may be looked at, by whichever bot."""
    services, memory = talk.services, talk.services.memory
    elsewhere = []
    if memory.shared:
        elsewhere = await memory.photos.ages(talk.chat_id, talk.user.id, a_minute)
    return services.pace.wait(talk.user.id, photos, a_minute, elsewhere)
