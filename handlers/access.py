"""Who may use the bot: the gate in front of every handler, and the owner's one-time code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop

from handlers.album import Album
from handlers.group import is_addressed
from handlers.reply import send_text
from handlers.talk import first_of, language_for

if TYPE_CHECKING:
    from telegram import Update, User

    from handlers.context import ChokhContext, Services
    from memory.values import Role

_START = re.compile(r"/start\s+(\S+)\s*")


async def gate(update: Update | Album, context: ChokhContext) -> None:
    """Let pass who may; a stranger gets one polite sentence, and nothing runs.

    Only new messages and pressed buttons pass; of those in a group what is meant for the bot.
    """
    single, services = first_of(update), context.services
    chat, user = single.effective_chat, single.effective_user
    new = single.message is not None or single.callback_query is not None
    if chat is None or user is None or user.is_bot or not new:
        raise ApplicationHandlerStop
    private = chat.type == ChatType.PRIVATE
    if not private and not _is_addressed(update, context):
        raise ApplicationHandlerStop
    code = _START.fullmatch(single.message.text or "") if single.message and private else None
    if code is not None and await _may_claim(services):
        if await _claim(context, chat.id, user, code[1]):
            return
        if not services.access.open:
            raise ApplicationHandlerStop
    if services.access.open or await role(services, user.id) is not None:
        return
    if private and await _is_asked_to_help(services, user.id):
        return
    if services.once.first("stranger", chat.id, user.id):
        await _say(context, chat.id, user, "stranger", id=str(user.id))
    raise ApplicationHandlerStop


async def role(services: Services, user_id: int) -> Role | None:
    """What the person may do; None for a stranger, who may still write where all may."""
    if user_id in services.access.owners:
        return "owner"
    return await services.memory.people.role(user_id)


def _is_addressed(update: Update | Album, context: ChokhContext) -> bool:
    updates = update.updates if isinstance(update, Album) else (update,)
    bot = context.bot
    return any(is_addressed(each, bot.id, bot.username) for each in updates)


async def _is_asked_to_help(services: Services, user_id: int) -> bool:
    """Whether someone who may use the bot has asked this stranger to be their companion."""
    pairs = await services.memory.companions.whose(user_id)
    return any([await role(services, each.user_id) is not None for each in pairs])


async def _may_claim(services: Services) -> bool:
    """Whether there is a code to try and nobody owns the bot."""
    if services.claim is None or not services.claim.is_open or services.access.owners:
        return False
    return not await services.memory.people.owners()


async def _claim(context: ChokhContext, chat_id: int, user: User, code: str) -> bool:
    """Make the person the owner if the code is right."""
    services = context.services
    if services.claim is None or not services.claim.matches(code):
        await _say(context, chat_id, user, "wrong-code")
        return False
    await services.memory.people.put(user.id, "owner", user.full_name)
    # Only now: if the memory failed, the code must work again.
    services.claim.close()
    await _say(context, chat_id, user, "owner-welcome")
    return True


async def _say(context: ChokhContext, chat_id: int, user: User, key: str, **arguments: str) -> None:
    """Say it in the language of their Telegram; a stranger's chat is not remembered."""
    services = context.services
    language, words = language_for(user.language_code, services.replies), services.words
    told = {name: words.digits(language, value) for name, value in arguments.items()}
    await send_text(context.bot, chat_id, words.say(language, key, **told))
