"""Inline keyboards under a sentence that names the words to type: never a button alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.i18n.messages import Words
from handlers.intents.intent import Intent
from handlers.intents.phrases import choices_of

if TYPE_CHECKING:
    from handlers.chat.session import Talk


def buttons(talk: Talk, name: str) -> InlineKeyboardMarkup:
    """A button for each choice of the command, with the words that could be typed instead."""
    return row(talk.words, name)


def row(words: Callable[[str], str], name: str, of: str = "") -> InlineKeyboardMarkup:
    """As `buttons`, where there is no talk.

    words: says a sentence by its key; of: digits that say what is chosen for.
    """
    return InlineKeyboardMarkup.from_row(
        [
            InlineKeyboardButton(
                words(f"button-{name}-{choice}"), callback_data=f"{name} {choice} {of}".strip()
            )
            for choice in choices_of(name)
            if has_button(name, choice)
        ]
    )


def pressed(data: str) -> Intent | None:
    """The command that a button stands for; None for a button of another version of the bot."""
    name, _, argument = data.partition(" ")
    choice, _, of = argument.partition(" ")
    known = choice in choices_of(name) and has_button(name, choice)
    return Intent(name, argument) if known and (not of or of.isdecimal()) else None


def has_button(name: str, choice: str) -> bool:
    """Whether a command's choice has a button: there is a sentence for it."""
    return Words().has(f"button-{name}-{choice}")
