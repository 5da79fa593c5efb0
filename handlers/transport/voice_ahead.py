"""The voice of a reply, begun while the rest of the reply is still being found out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from handlers.transport.voice_chunks import settled, spoken_parts
from models.errors import ChokhError

if TYPE_CHECKING:
    from handlers.chat.session import Talk

logger = logging.getLogger(__name__)

Begin = Callable[[str], None]
"""Tells the first lines of the reply, which nothing that follows changes any more."""


@asynccontextmanager
async def spoken_early(talk: Talk) -> AsyncIterator[Begin]:
    """Have the voice begin with what is told, and with more as more of it is told.

    Nothing is sent by it: the reply's voice goes on with what was begun where its words are just
    those, and otherwise begins anew. What fails or is stopped here drops what waits to be spoken.
    """
    begun: list[asyncio.Task[None]] = []

    def begin(text: str) -> None:
        first = settled(talk.begun(text)) if text and talk.wants_voice else ""
        if first:
            name = f"early-voice-{talk.chat_id}"
            begun.append(asyncio.create_task(_begin(talk, first), name=name))

    try:
        yield begin
    except BaseException:
        for task in begun:
            task.cancel()
        raise


@asynccontextmanager
async def spoken_meanwhile(talk: Talk, text: str) -> AsyncIterator[None]:
    """Have the first part of the voice made while the text, as it is sent, is on its way."""
    begun = None
    if talk.wants_voice:
        name = f"early-voice-{talk.chat_id}"
        begun = asyncio.create_task(_begin(talk, spoken_parts(text)[0]), name=name)
    try:
        yield
    except BaseException:
        if begun is not None:
            begun.cancel()
        raise


async def _begin(talk: Talk, text: str) -> None:
    chat = talk.chat
    try:
        await talk.services.abilities.begin_speech(text, talk.language, chat.rate, chat.pitch)
    except ChokhError as error:
        # Who speaks the whole tries again, and says so where that fails.
        logger.info("no early voice for chat %d: %s", talk.chat_id, type(error).__name__)
