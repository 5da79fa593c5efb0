"""Saying a text as voice messages, beside the text that was sent."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from telegram.constants import ChatAction
from telegram.error import TelegramError

from handlers.transport.chat_action import shown
from handlers.transport.sending import VoiceRefused, insist, send_voice
from handlers.transport.voice_chunks import spoken_parts
from models.errors import ChokhError

if TYPE_CHECKING:
    from handlers.chat.session import Talk
    from models.abilities import Sound

logger = logging.getLogger(__name__)


async def say_aloud(talk: Talk, text: str, reply_to: int | None) -> list[int]:
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
        async with shown(talk.bot, talk.chat_id, ChatAction.RECORD_VOICE):
            making = _made(talk, parts[0])
            for index in range(len(parts)):
                sound = await making
                making = _made(talk, parts[index + 1]) if index + 1 < len(parts) else None
                answered = None if index else reply_to
                send = partial(send_voice, talk.bot, talk.chat_id, sound, answered, as_file)
                spoken, as_file = await insist(send)
                sent.append(spoken)
                if making is None:
                    break
    except ChokhError as error:
        logger.error("no voice for chat %d: %s: %s", talk.chat_id, type(error).__name__, error)
        trouble = "voice-down"
    except VoiceRefused as error:
        logger.info("chat %d takes no voice: %s", talk.chat_id, error)
        trouble = "voice-forbidden"
    except TelegramError as error:
        logger.error("the voice for chat %d was lost: %s", talk.chat_id, error)
    finally:
        if making is not None:
            making.cancel()
            await asyncio.gather(making, return_exceptions=True)
    if trouble:
        try:
            await talk.say_once(trouble, aloud=False)
        except TelegramError as error:
            logger.error("%s could not be said in chat %d: %s", trouble, talk.chat_id, error)
    return sent


def _made(talk: Talk, text: str) -> asyncio.Task[Sound]:
    chat = talk.chat
    return asyncio.create_task(
        talk.services.abilities.speak(text, talk.language, chat.rate, chat.pitch),
        name=f"voice-{talk.chat_id}",
    )
