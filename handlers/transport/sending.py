"""Sending a reply: the text first, then the same as voice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from telegram import LinkPreviewOptions, ReplyParameters
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from handlers.transport.splitting import parts
from handlers.transport.topic import leave_closed_topic, topic_in

if TYPE_CHECKING:
    from telegram import Bot, InlineKeyboardMarkup, Message

    from models.values import Sound

logger = logging.getLogger(__name__)

FILENAME = "chokh.ogg"
_PAUSES = (1.0, 3.0)  # seconds
_LONGEST_WAIT = 300.0  # seconds
# How Telegram says that voice does not go into this chat: a person's setting, or a group's.
_REFUSALS = ("voice_messages_forbidden", "not enough rights to send voice")
Sent = TypeVar("Sent")


class VoiceRefused(Exception):
    """The person takes neither voice messages nor audio files."""


async def send_text(
    bot: Bot,
    chat_id: int,
    text: str,
    reply_to: int | None = None,
    buttons: InlineKeyboardMarkup | None = None,
) -> list[int]:
    """Send the text, in parts where it is long. Returns the messages' ids.

    Raises `TelegramError` only while nothing has been sent: after that a second try of the whole
    would say the same thing twice.
    """
    first, *others = parts(text)
    sent = [await _send(bot, chat_id, first, reply_to, None if others else buttons)]
    for index, part in enumerate(others, start=1):
        markup = buttons if index == len(others) else None
        try:
            sent.append(await insist(partial(_send, bot, chat_id, part, None, markup)))
        except TelegramError as error:
            logger.error("part %d of a reply was lost: %s", index + 1, error)
            break
    return sent


async def send_voice(
    bot: Bot, chat_id: int, sound: Sound, reply_to: int | None, as_file: bool = False
) -> tuple[int, bool]:
    """Send the voice message, or the same as an audio file.

    as_file: the person is known to refuse voice messages. Returns the message's id, and whether
    it is an audio file. Raises `VoiceRefused` where the person takes neither, and `TelegramError`.
    """
    duration = max(1, round(sound.seconds))
    quoted = _quoted(reply_to)
    if as_file:
        return (await _send_audio(bot, chat_id, sound.data, duration, quoted)).message_id, True
    try:
        message = await bot.send_voice(
            chat_id,
            sound.data,
            duration=duration,
            filename=FILENAME,
            message_thread_id=topic_in(chat_id),
            reply_parameters=quoted,
        )
    except BadRequest as error:
        # Telegram has no other mark for it than this text.
        if not any(each in str(error).lower() for each in _REFUSALS):
            raise
        message = await _send_audio(bot, chat_id, sound.data, duration, quoted)
        return message.message_id, True
    return message.message_id, False


async def _send_audio(
    bot: Bot, chat_id: int, data: bytes, duration: int, quoted: ReplyParameters | None
) -> Message:
    try:
        return await bot.send_audio(
            chat_id,
            data,
            duration=duration,
            filename=FILENAME,
            message_thread_id=topic_in(chat_id),
            reply_parameters=quoted,
        )
    except BadRequest as error:
        raise VoiceRefused(str(error)) from error


async def _send(
    bot: Bot, chat_id: int, text: str, reply_to: int | None, buttons: InlineKeyboardMarkup | None
) -> int:
    try:
        return await _say(bot, chat_id, text, reply_to, buttons)
    except BadRequest as error:
        if not leave_closed_topic(error):
            raise
        return await _say(bot, chat_id, text, None, buttons)


async def _say(
    bot: Bot, chat_id: int, text: str, reply_to: int | None, buttons: InlineKeyboardMarkup | None
) -> int:
    message = await bot.send_message(
        chat_id,
        text,
        message_thread_id=topic_in(chat_id),
        reply_parameters=_quoted(reply_to),
        reply_markup=buttons,
        # A link that was read off a photo is told; a preview would have Telegram open it.
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    return message.message_id


def _quoted(message_id: int | None) -> ReplyParameters | None:
    """Answer that message, or nothing in particular where the person has deleted it."""
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)


async def insist(send: Callable[[], Awaitable[Sent]]) -> Sent:
    """Do a part of what was begun, again where the line breaks. Raises `TelegramError`."""
    for pause in _PAUSES:
        try:
            return await send()
        except BadRequest:  # the library counts it as a network error
            raise
        except (NetworkError, RetryAfter) as error:
            logger.warning("a part of what was begun is tried again: %s", error)
            told = retry_seconds(error) if isinstance(error, RetryAfter) else 0.0
            if told > _LONGEST_WAIT:
                raise
            await asyncio.sleep(max(pause, told))
    return await send()


def retry_seconds(error: RetryAfter) -> float:
    """Seconds after which Telegram wants to be asked again."""
    told = error.retry_after
    return float(told if isinstance(told, int | float) else told.total_seconds())
