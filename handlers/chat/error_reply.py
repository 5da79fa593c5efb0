"""Error replies: what went wrong, in the person's language and without the error's name."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from telegram import Update

from handlers.chat.keyboards import row
from handlers.chat.session import Talk, first_of, new_chat, style_of
from handlers.transport.album import Album
from handlers.transport.sending import send_text
from memory.errors import MemoryFault
from models.errors import ChokhError, NotAgreed, NotUnderstood

if TYPE_CHECKING:
    from telegram import Bot, User

    from handlers.chat.context import Services
    from memory.values import Chat

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
    asker = await _chat(services, user.id if user else chat.id, user)
    language, words = asker.language, services.words.styled(style_of(asker))
    asks = isinstance(error, NotAgreed)
    if isinstance(error, ChokhError):
        text = words.say(language, error.key, **error.arguments)
        if error.heard:
            text = f"{error.heard}\n{text}"
        if services.demonstration and isinstance(error, NotUnderstood):
            text = f"{text}\n{words.say(language, 'demonstration')}"
    elif isinstance(error, MemoryFault):
        text = words.say(language, error.key)
    else:
        text = words.say(language, "failed")
    reply_to = single.message.message_id if single.message else None
    choice = row(partial(words.say, language), "privacy") if asks else None
    await send_text(bot, chat.id, text, reply_to, choice)
    if user is not None:
        heard = error.heard if isinstance(error, ChokhError) else ""
        await Talk(services, bot, chat.id, asker, user, reply_to, heard).aloud(text)


async def _chat(services: Services, chat_id: int, user: User | None) -> Chat:
    try:
        chat = await services.memory.chats.get(chat_id)
    except MemoryFault as fault:
        # It may be what there is to tell.
        logger.warning("the chat's language can't be read: %s", fault)
        chat = None
    return chat or new_chat(chat_id, user.language_code if user else None, services.replies)
