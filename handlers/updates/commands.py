"""The commands: what does each, and how Telegram's own lists show them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from telegram import BotCommand, Message
from telegram.error import BadRequest

from handlers.access.help import help_
from handlers.access.invitations import allow, invite, remove
from handlers.access.start import start
from handlers.access.status import status
from handlers.answers.classify import classify
from handlers.answers.locate import where
from handlers.answers.question_lists import ways
from handlers.answers.read import read
from handlers.chat.addressing import better_alone
from handlers.chat.consent import privacy
from handlers.chat.keyboards import pressed
from handlers.chat.session import Talk
from handlers.companions.pairing import decide, person
from handlers.descriptions.content_warnings import warn
from handlers.i18n.messages import Words
from handlers.intents.grammar import Name
from handlers.intents.parser import Command
from handlers.photos.detail import detail
from handlers.preferences.language import language
from handlers.preferences.length import length
from handlers.preferences.pitch import pitch
from handlers.preferences.rate import rate
from handlers.preferences.style import address, numbers, register
from handlers.preferences.voice import voice
from handlers.privacy.export import export
from handlers.privacy.forget import choose_what, forget
from handlers.search.find import find
from handlers.search.history import history
from handlers.second_look.dispute import wrong
from handlers.updates.repeat_and_stop import again, stop

if TYPE_CHECKING:
    from telegram import Bot, Update

    from handlers.chat.context import ChokhContext
    from models.values import Language

_LISTED: tuple[Name, ...] = (
    "help",
    "read",
    "find",
    "where",
    "history",
    "export",
    "forget",
    "classify",
    "wrong",
    "again",
    "stop",
    "detail",
    "ways",
    "warn",
    "voice",
    "rate",
    "pitch",
    "length",
    "language",
    "register",
    "address",
    "numbers",
    "privacy",
    "person",
    "start",
)
_CHOICES: dict[Name, Callable[[Talk, str], Awaitable[None]]] = {
    "start": start,
    "help": help_,
    "language": language,
    "voice": voice,
    "rate": rate,
    "pitch": pitch,
    "length": length,
    "register": register,
    "address": address,
    "numbers": numbers,
    "privacy": privacy,
    "warn": warn,
    "person": decide,
    "forget": choose_what,
    "again": again,
    "history": history,
    "stop": stop,
    "ways": ways,
    "status": status,
    "invite": invite,
}
"""Commands that look at nothing but the person's choices."""
_MESSAGES: dict[Name, Callable[[Talk, str, Message], Awaitable[None]]] = {
    "person": person,
    "allow": allow,
    "remove": remove,
    "read": read,
    "find": find,
    "export": export,
    "forget": forget,
    "where": where,
    "classify": classify,
    "wrong": wrong,
    "detail": detail,
}
"""Commands about what their message holds or replies to."""


async def do(talk: Talk, command: Command, message: Message | None = None) -> None:
    """Do a command, however it was given. message: the one that gave it, None for a button."""
    if better_alone(talk, command, message):
        await talk.say(talk.words("in-private"))
    elif message is not None and command.name in _MESSAGES:
        await _MESSAGES[command.name](talk, command.argument, message)
    elif command.name in _CHOICES:
        await _CHOICES[command.name](talk, command.argument)


async def on_press(update: Update, context: ChokhContext) -> None:
    """A button: it does what its words would do, and is answered by a message."""
    query = update.callback_query
    command = pressed(query.data or "") if query else None
    if query is not None:
        # One pressed before a long outage can't be answered any more; its wish still stands.
        with suppress(BadRequest):
            await query.answer()
    if command is not None:
        await do(await Talk.of(update, context), command)


async def set_commands(bot: Bot) -> None:
    """Show the commands and what the bot is, in both languages. Raises `TelegramError`."""
    words = Words()
    shown: tuple[tuple[Language, str | None], ...] = (("bn", None), ("bn", "bn"), ("en", "en"))
    for said, code in shown:
        listed = [BotCommand(name, words.say(said, f"command-{name}")) for name in _LISTED]
        await bot.set_my_commands(listed, language_code=code)
        await bot.set_my_description(words.say(said, "about"), language_code=code)
        await bot.set_my_short_description(words.say(said, "about-short"), language_code=code)
