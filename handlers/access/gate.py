"""Access gate in front of every handler, and one-time codes."""

from __future__ import annotations

import logging
import re
import time
from typing import TYPE_CHECKING, Literal

from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop

from handlers.access.start import start
from handlers.chat.addressing import is_addressed, written
from handlers.chat.names import shown_name
from handlers.chat.session import Talk, first_of, language_for
from handlers.intents.recogniser import command_in
from handlers.transport.album import Album
from handlers.transport.sending import send_text
from handlers.transport.topic import enter_topic
from memory.people.roles import Accepted
from memory.values import AwaitsDeletion

if TYPE_CHECKING:
    from telegram import Update, User

    from handlers.chat.context import ChokhContext, Services
    from memory.people.snapshot import Known
    from memory.values import Role

logger = logging.getLogger(__name__)

_START = re.compile(r"/start\s+(\S+)\s*")
# As handlers/chat/context.py makes them; with a space or a hyphen in it where somebody reads it
# aloud.
_INVITATION = re.compile(r"(?:/start\s+)?((?:[2-9A-HJKMNP-Z][\s-]?){8})", re.IGNORECASE)
_AGAIN = 10.0
"""Seconds until a stranger is answered again: who asks twice is no flood, twenty photos are."""
_OWN = {"export", "forget", "privacy"}
_SAID: dict[Accepted, str] = {
    "in": "invited-in",
    "used": "invited-used",
    "expired": "invited-expired",
    "unknown": "invited-unknown",
}


async def gate(update: Update | Album, context: ChokhContext) -> None:
    """Let pass who may; a stranger gets one polite sentence, and nothing runs.

    Only new messages and pressed buttons pass; of those in a group what is meant for the bot.
    """
    single, services = first_of(update), context.services
    enter_topic(single)
    chat, user = single.effective_chat, single.effective_user
    new = single.message is not None or single.callback_query is not None
    if chat is None or user is None or not new:
        raise ApplicationHandlerStop
    private = chat.type == ChatType.PRIVATE
    if user.is_bot:
        # An anonymous admin, or a channel: nobody that could be known again.
        hidden = single.message is not None and single.message.sender_chat is not None
        if hidden and not private and _is_addressed(update, context):
            await _say(context, chat.id, user, "write-as-yourself")
        raise ApplicationHandlerStop
    if not private and not _is_addressed(update, context):
        raise ApplicationHandlerStop
    code = _code_in(single, services) if private else None
    if code is not None and await _may_claim(services):
        claimed = await _claim(context, chat.id, user, code)
        if claimed == "owner":
            await start(await Talk.of(update, context), "")
            raise ApplicationHandlerStop
        if claimed == "wrong" and not services.access.open:
            raise ApplicationHandlerStop
    if services.access.open or own_role(services, user.id, await context.known(chat.id, user.id)):
        return
    if private and await _is_asked_to_help(services, user.id):
        return
    if private and wants_own(single, await context.known(chat.id, user.id)):
        return
    if private and await _accept(update, context, user):
        raise ApplicationHandlerStop
    if services.once.first("stranger", chat.id, user.id, every=_AGAIN):
        key = "code-wanted" if private and await _may_claim(services) else "stranger"
        await _say(context, chat.id, user, key, id=str(user.id))
    raise ApplicationHandlerStop


def own_role(services: Services, user_id: int, known: Known) -> Role | None:
    """What who writes may do; None for a stranger, who may still write where all may."""
    return "owner" if user_id in services.access.owners else known.role


async def role(services: Services, user_id: int) -> Role | None:
    """What any other person may do, likewise."""
    if user_id in services.access.owners:
        return "owner"
    return await services.memory.people.role(user_id)


def _is_addressed(update: Update | Album, context: ChokhContext) -> bool:
    updates = update.updates if isinstance(update, Album) else (update,)
    bot = context.bot
    return any(is_addressed(each, bot.id, bot.username) for each in updates)


def _code_in(single: Update, services: Services) -> str | None:
    """The code after /start, or a code alone where nothing else of a stranger's is taken."""
    text = written(single.message).strip() if single.message else ""
    if found := _START.fullmatch(text):
        return found[1]
    found = None if services.access.open else _INVITATION.fullmatch(text)
    return re.sub(r"[\s-]", "", found[1]) if found else None


async def _is_asked_to_help(services: Services, user_id: int) -> bool:
    """Whether someone who may use the bot has asked this stranger to be their companion."""
    pairs = await services.memory.companions.whose(user_id)
    return any([await role(services, each.user_id) is not None for each in pairs])


async def _may_claim(services: Services) -> bool:
    """Whether there is a code to try and nobody owns the bot."""
    if services.claim is None or not services.claim.is_open or services.access.owners:
        return False
    return not await services.memory.people.owners()


def wants_own(single: Update, known: Known) -> bool:
    """Whether who is let in no more asks for what is kept of them, or to have it deleted."""
    if known.chat is None:
        return False
    query, message = single.callback_query, single.message
    if query is not None:
        return (query.data or "").startswith("forget ")
    text = written(message) if message else ""
    command = command_in(text)
    if command is not None and command.name in _OWN:
        return True
    return bool(text) and isinstance(known.thread.waits, AwaitsDeletion)


async def _claim(
    context: ChokhContext, chat_id: int, user: User, code: str
) -> Literal["owner", "wrong", "closed"]:
    """Make the person the owner if the code is right, and nobody was quicker."""
    services, claim = context.services, context.services.claim
    left = await services.memory.tries.spend("owner")
    if left < 0 or claim is None:
        return "closed"
    if not claim.matches(code):
        if not left:
            logger.warning(
                "five wrong codes: none counts for a day; or write your id, which the bot tells "
                "you, as owners = [id] under [access] in config.toml, and start it again"
            )
        await _say(context, chat_id, user, "wrong-code")
        return "wrong"
    if not await services.memory.people.claim(user.id, shown_name(user.full_name)):
        return "closed"
    # Only now: if the memory failed, the code must work again.
    claim.close()
    await _say(context, chat_id, user, "owner-welcome")
    return "owner"


async def _accept(update: Update | Album, context: ChokhContext, user: User) -> bool:
    """Let the stranger in whose message is an invitation's code. False where it is none."""
    services, message = context.services, first_of(update).message
    code = _INVITATION.fullmatch(written(message).strip()) if message else None
    if message is None or code is None:
        return False
    # A few tries a day, so that nobody finds a code by trying.
    if await services.memory.tries.spend("invitation", user.id) < 0:
        return False
    said = re.sub(r"[\s-]", "", code[1]).upper()
    found = await services.memory.people.accept(
        said, user.id, shown_name(user.full_name), time.time()
    )
    if found == "unknown" and not code[0].startswith("/"):
        return False  # a word of eight letters
    await _say(context, message.chat_id, user, _SAID[found])
    if found == "in":
        await start(await Talk.of(update, context), "")
    return True


async def _say(context: ChokhContext, chat_id: int, user: User, key: str, **arguments: str) -> None:
    """Say it in the language of their Telegram; a stranger's chat is not remembered."""
    services = context.services
    language, words = language_for(user.language_code, services.replies), services.words
    told = {name: words.digits(language, value) for name, value in arguments.items()}
    await send_text(context.bot, chat_id, words.say(language, key, **told))
