"""Voice messages of a text that was sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from telegram.constants import ChatAction
from telegram.error import TelegramError

from handlers.transport.chat_action import shown
from handlers.transport.sending import VoiceRefused, insist, send_voice
from handlers.transport.voice_chunks import spoken_parts
from models.errors import ChokhError
from models.speak.normalise.normalise import speakable
from models.speak.normalise.number_words import Register, spelled

if TYPE_CHECKING:
    from telegram import Bot

    from models.abilities import Abilities
    from models.values import Language, Sound

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class VoiceChannel:
    """What speaking in a chat needs.

    rate: words a minute; pitch: 0 to 99; complain: says once, by its key, why there is no voice;
    register: whose numbers are said, Bangladesh's or West Bengal's.
    """

    abilities: Abilities
    bot: Bot
    chat_id: int
    language: Language
    rate: int
    pitch: int
    complain: Callable[[str], Awaitable[None]]
    register: Register = "bd"

    async def made(self, text: str) -> Sound:
        """The text as sound. Raises what `Abilities.speak` does."""
        return await self.abilities.speak(self._worded(text), self.language, self.rate, self.pitch)

    async def begin(self, text: str) -> None:
        """Have the sound of a text made that will soon be asked for."""
        await self.abilities.begin_speech(self._worded(text), self.language, self.rate, self.pitch)

    def _worded(self, text: str) -> str:
        """Numbers in words where the voice's own would be those of Bangladesh: ২০ is কুড়ি."""
        if (self.language, self.register) != ("bn", "wb"):
            return text
        return spelled(speakable(text, "bn"), "bn", "wb")


async def say_aloud(channel: VoiceChannel, text: str, reply_to: int | None) -> list[int]:
    """Send the text as voice, a long one in parts. Returns the messages' ids.

    Whatever fails is only told: the text is there already. A part is made while the one before
    it is being sent.
    """
    sent: list[int] = []
    trouble = ""
    as_file = False
    making: asyncio.Task[Sound] | None = None
    parts = spoken_parts(text)
    try:
        async with shown(channel.bot, channel.chat_id, ChatAction.RECORD_VOICE):
            making = _made(channel, parts[0])
            for index in range(len(parts)):
                sound = await making
                making = _made(channel, parts[index + 1]) if index + 1 < len(parts) else None
                answered = None if index else reply_to
                send = partial(send_voice, channel.bot, channel.chat_id, sound, answered, as_file)
                spoken, as_file = await insist(send)
                sent.append(spoken)
                if making is None:
                    break
    except ChokhError as error:
        logger.error("no voice for chat %d: %s: %s", channel.chat_id, type(error).__name__, error)
        trouble = "voice-down"
    except VoiceRefused as error:
        logger.info("chat %d takes no voice: %s", channel.chat_id, error)
        trouble = "voice-forbidden"
    except TelegramError as error:
        logger.error("the voice for chat %d was lost: %s", channel.chat_id, error)
    finally:
        if making is not None:
            making.cancel()
            await asyncio.gather(making, return_exceptions=True)
    if trouble:
        try:
            await channel.complain(trouble)
        except TelegramError as error:
            logger.error("%s could not be said in chat %d: %s", trouble, channel.chat_id, error)
    return sent


def _made(channel: VoiceChannel, text: str) -> asyncio.Task[Sound]:
    return asyncio.create_task(channel.made(text), name=f"voice-{channel.chat_id}")
