"""Groups: what is meant for the bot there, and what is better said to it alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram.constants import ChatType

from handlers.intents.parser import slash

if TYPE_CHECKING:
    from telegram import Message, Update

    from handlers.chat.session import Talk
    from handlers.intents.parser import Command

_NAME = re.compile(r"(?:চোখ|chokh)\s*(?:[,:!।]\s*|$)", re.IGNORECASE)
_PERSONAL = {"privacy", "person", "history", "export", "invite"}


def is_group(message: Message) -> bool:
    """Whether others read along."""
    return message.chat.type != ChatType.PRIVATE


def is_forwarded(message: Message) -> bool:
    """Whether somebody else's words are in a message: they are content, no order and no "yes"."""
    return message.forward_origin is not None or bool(message.is_automatic_forward)


def written(message: Message) -> str:
    """The text or caption that the sender wrote themselves; "" for a forwarded message's."""
    return "" if is_forwarded(message) else message.text or message.caption or ""


def said(message: Message) -> str:
    """What the sender wrote, without the bot's name that begins it in a group."""
    text = written(message)
    if not is_group(message):
        return text
    return without_name(text, message.get_bot().username)[0]


def without_name(text: str, username: str) -> tuple[str, bool]:
    """The text without the bot's name at its beginning or end, and whether that was there.

    >>> without_name("@chokh_bot what is it?", "chokh_bot")
    ('what is it?', True)
    """
    text = text.strip()
    mention = rf"@{re.escape(username)}(?!\w)"
    for pattern in (rf"{mention}[\s,:]*", rf"\s*{mention}$", _NAME.pattern):
        cut = re.compile(pattern, re.IGNORECASE)
        found = cut.search(text) if pattern.endswith("$") else cut.match(text)
        if found and found.group():
            return (text[: found.start()] + text[found.end() :]).strip(), True
    return text, False


def is_addressed(update: Update, bot_id: int, username: str) -> bool:
    """Whether something in a group is meant for the bot: named, replied to, or commanded."""
    if update.callback_query is not None:
        return True
    message = update.message
    if message is None:
        return False
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == bot_id:
        return True
    text = written(message)
    if command := re.match(r"/\w+(?:@(\w+))?", text):
        if command[1]:
            return command[1].casefold() == username.casefold()
        return slash(text) is not None
    return without_name(text, username)[1]


def better_alone(talk: Talk, command: Command, message: Message | None) -> bool:
    """Whether a command in a group would tell all what is one person's own."""
    if talk.chat_id == talk.user.id:
        return False
    if command.name == "forget":
        return bool(command.argument) or message is None or message.reply_to_message is None
    return command.name in _PERSONAL
