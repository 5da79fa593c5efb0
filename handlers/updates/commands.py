"""The registry of commands: what does each, and what is to be known of it.

A command is one entry here. What people type for it, its line in Telegram's menu, its choices and
their buttons stand under its name in the Fluent files (`command-…`, `button-…`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from telegram import BotCommand, Message
from telegram.error import BadRequest

from handlers.access.help import help_
from handlers.access.invitations import allow, invite, remove
from handlers.access.start import start
from handlers.access.status import status
from handlers.answers.classify import classify
from handlers.answers.locate import where
from handlers.answers.question_lists import ways
from handlers.answers.read import audio, read, translate
from handlers.chat.consent import privacy
from handlers.chat.keyboards import pressed
from handlers.chat.session import Talk
from handlers.companions.pairing import decide, person
from handlers.descriptions.content_warnings import warn
from handlers.i18n.messages import Words
from handlers.photos.detail import detail
from handlers.preferences.choices import address, language, length, numbers, register, voice
from handlers.preferences.pitch import pitch
from handlers.preferences.rate import rate
from handlers.preferences.zone import zone
from handlers.privacy.export import export
from handlers.privacy.forget import choose_what, forget
from handlers.search.find import find
from handlers.search.history import history
from handlers.second_look.dispute import wrong
from handlers.updates.repeat_and_stop import again, stop

if TYPE_CHECKING:
    from telegram import Bot, Update

    from handlers.chat.context import ChokhContext
    from handlers.intents.intent import Intent
    from models.values import Language


@dataclass(frozen=True)
class Command:
    """One command.

    choose: does it by the person's choices alone, as a button can; about: does it with the message
    that gives it, for what that holds or replies to. One of them is there. listed: in Telegram's
    menu, in this order; personal: in a group it is said only in private, "alone" unless it replies
    to a photo; caption: under a new photo it is done, and the photo is described too; what is
    asked of the photo itself is answered there, and needs no entry.
    """

    name: str
    choose: Callable[[Talk, str], Awaitable[None]] | None = None
    about: Callable[[Talk, str, Message], Awaitable[None]] | None = None
    listed: bool = True
    personal: Literal[False, True, "alone"] = False
    caption: bool = False


COMMANDS = (
    Command("help", help_, caption=True),
    Command("read", about=read),
    Command("translate", about=translate),
    Command("audio", about=audio),
    Command("find", about=find),
    Command("where", about=where),
    Command("history", history, personal=True),
    Command("export", about=export, personal=True),
    Command("forget", choose_what, forget, personal="alone"),
    Command("classify", about=classify),
    Command("wrong", about=wrong),
    Command("again", again),
    Command("stop", stop),
    Command("detail", about=detail),
    Command("ways", ways, caption=True),
    Command("warn", warn, caption=True),
    Command("voice", voice, caption=True),
    Command("rate", rate, caption=True),
    Command("pitch", pitch, caption=True),
    Command("length", length, caption=True),
    Command("language", language, caption=True),
    Command("register", register, caption=True),
    Command("address", address, caption=True),
    Command("numbers", numbers, caption=True),
    Command("zone", zone, listed=False, caption=True),
    Command("privacy", privacy, personal=True, caption=True),
    Command("person", decide, person, personal=True, caption=True),
    Command("start", start, caption=True),
    Command("allow", about=allow, listed=False),
    Command("remove", about=remove, listed=False),
    Command("invite", invite, listed=False, personal=True),
    Command("status", status, listed=False),
)
BY_NAME = {command.name: command for command in COMMANDS}


async def do(talk: Talk, intent: Intent, message: Message | None = None) -> None:
    """Do a command, however it was given. message: the one that gave it, None for a button."""
    command = BY_NAME.get(intent.name)
    if command is None:
        await talk.say(talk.words("unknown-command"))
    elif better_alone(talk, command, intent, message):
        await talk.say(talk.words("in-private"))
    elif message is not None and command.about is not None:
        await command.about(talk, intent.argument, message)
    elif command.choose is not None:
        await command.choose(talk, intent.argument)
    else:
        # Only of a button that no sentence shows.
        await talk.say(talk.words("unknown-command"))


def better_alone(talk: Talk, command: Command, intent: Intent, message: Message | None) -> bool:
    """Whether a command in a group would tell all what is one person's own."""
    if talk.chat_id == talk.user.id or not command.personal:
        return False
    replies = message is not None and message.reply_to_message is not None
    return command.personal is True or bool(intent.argument) or not replies


async def on_press(update: Update, context: ChokhContext) -> None:
    """A button: it does what its words would do, and is answered by a message."""
    query = update.callback_query
    intent = pressed(query.data or "") if query else None
    if query is not None:
        # One pressed before a long outage can't be answered any more; its wish still stands.
        with suppress(BadRequest):
            await query.answer()
    if intent is not None:
        await do(await Talk.of(update, context), intent)


async def set_commands(bot: Bot) -> None:
    """Show the commands and what the bot is, in both languages. Raises `TelegramError`."""
    words = Words()
    shown: tuple[tuple[Language, str | None], ...] = (("bn", None), ("bn", "bn"), ("en", "en"))
    for said, code in shown:
        listed = [
            BotCommand(command.name, words.say(said, f"command-{command.name}"))
            for command in COMMANDS
            if command.listed
        ]
        await bot.set_my_commands(listed, language_code=code)
        await bot.set_my_description(words.say(said, "about"), language_code=code)
        await bot.set_my_short_description(words.say(said, "about-short"), language_code=code)
