"""Speech ahead: a reply's voice begun while the rest of the reply is still being found out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from handlers.transport.voice_chunks import settled, spoken_parts
from models.errors import ChokhError

if TYPE_CHECKING:
    from handlers.transport.voice import VoiceChannel

logger = logging.getLogger(__name__)

Begin = Callable[[str], None]
"""Call with the reply's final prefix as soon as it is settled: speaking it starts."""


@asynccontextmanager
async def spoken_early(channel: VoiceChannel | None, heard: str = "") -> AsyncIterator[Begin]:
    """Have the voice begin with what is told, and with more as more of it is told.

    channel: None where no voice is wanted; heard: what begins the reply. Nothing is sent by it: the
    reply's voice goes on with what was begun where its words are just those, and otherwise begins
    anew. What fails or is stopped here drops what waits to be spoken.
    """
    begun: list[asyncio.Task[None]] = []

    def begin(text: str) -> None:
        first = settled(f"{heard}\n{text}" if heard else text) if text else ""
        if first and channel is not None:
            begun.append(_begun(channel, first))

    try:
        yield begin
    except BaseException:
        for task in begun:
            task.cancel()
        raise


@asynccontextmanager
async def spoken_meanwhile(channel: VoiceChannel | None, text: str) -> AsyncIterator[None]:
    """Have the first part of the voice made while the text, as it is sent, is on its way."""
    begun = _begun(channel, spoken_parts(text)[0]) if channel is not None else None
    try:
        yield
    except BaseException:
        if begun is not None:
            begun.cancel()
        raise


def _begun(channel: VoiceChannel, text: str) -> asyncio.Task[None]:
    return asyncio.create_task(_begin(channel, text), name=f"early-voice-{channel.chat_id}")


async def _begin(channel: VoiceChannel, text: str) -> None:
    try:
        await channel.begin(text)
    except ChokhError as error:
        # Who speaks the whole tries again, and says so where that fails.
        logger.info("no early voice for chat %d: %s", channel.chat_id, type(error).__name__)
