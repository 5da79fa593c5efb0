"""Telling a person what went wrong, in their language and without its name."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from telegram import Update

from handlers.album import Album
from handlers.buttons import row
from handlers.reply import send_text
from handlers.talk import first_of, language_for
from memory.errors import MemoryFault
from models.errors import ChokhError, NotAgreed, NotUnderstood

if TYPE_CHECKING:
    from telegram import Bot, User

    from handlers.context import Services
    from models.abilities import Language

logger = logging.getLogger(__name__)


async def tell(services: Services, bot: Bot, update: object, error: Exception) -> None:
    """Say the sentence of the error; "failed" for one that nobody foresaw.

    Raises `TelegramError` where it can't be said; the dispatcher decides what becomes of it.
    """
    if not isinstance(update, Update | Album):
        return
    single = first_of(update)
    chat, user = single.effective_chat, single.effective_user
    if chat is None:
        return
    language = await _language(services, user.id if user else chat.id, user)
    asks = isinstance(error, NotAgreed)
    if isinstance(error, ChokhError):
        text = services.words.say(language, error.key, **error.arguments)
        if error.heard:
            text = f"{error.heard}\n{text}"
        if services.demonstration and isinstance(error, NotUnderstood):
            text = f"{text}\n{services.words.say(language, 'demonstration')}"
    elif isinstance(error, MemoryFault):
        text = services.words.say(language, error.key)
    else:
        text = services.words.say(language, "failed")
    reply_to = single.message.message_id if single.message else None
    choice = row(partial(services.words.say, language), "privacy") if asks else None
    await send_text(bot, chat.id, text, reply_to, choice)


async def _language(services: Services, chat_id: int, user: User | None) -> Language:
    try:
        chat = await services.memory.chats.get(chat_id)
    except MemoryFault as fault:
        # It may be what there is to tell.
        logger.warning("the chat's language can't be read: %s", fault)
        chat = None
    if chat is not None:
        return chat.language
    return language_for(user.language_code if user else None, services.replies)
