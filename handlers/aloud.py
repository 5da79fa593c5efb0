"""Saying a text as a voice message, beside the text that was sent."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram.constants import ChatAction
from telegram.error import TelegramError

from handlers.action import shown
from handlers.reply import VoiceRefused, send_voice
from models.errors import ChokhError

if TYPE_CHECKING:
    from handlers.talk import Talk

logger = logging.getLogger(__name__)


async def say_aloud(talk: Talk, text: str, reply_to: int | None) -> list[int]:
    """Send the text as voice. Returns the messages' ids; whatever fails is only told."""
    trouble = ""
    try:
        async with shown(talk.bot, talk.chat_id, ChatAction.RECORD_VOICE):
            sound = await talk.services.abilities.speak(text, talk.language, talk.chat.rate)
            return [await send_voice(talk.bot, talk.chat_id, sound, reply_to)]
    except ChokhError as error:
        logger.error("no voice for chat %d: %s: %s", talk.chat_id, type(error).__name__, error)
        trouble = "voice-down"
    except VoiceRefused as error:
        logger.info("chat %d takes no voice: %s", talk.chat_id, error)
        trouble = "voice-forbidden"
    except TelegramError as error:
        logger.error("the voice for chat %d was lost: %s", talk.chat_id, error)
    if trouble:
        try:
            await talk.say_once(trouble)
        except TelegramError as error:
            logger.error("%s could not be said in chat %d: %s", trouble, talk.chat_id, error)
    return []
