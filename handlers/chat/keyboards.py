"""Inline keyboards under a sentence that names the words to type: never a button alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.intents.parser import Command

if TYPE_CHECKING:
    from handlers.chat.session import Talk
    from handlers.intents.grammar import Name

_CHOICES: dict[Name, tuple[str, ...]] = {
    "language": ("bn", "en"),
    "voice": ("on", "off"),
    "length": ("short", "long"),
    "privacy": ("yes", "no"),
    "person": ("yes", "no"),
    "forget": ("last", "hour", "all"),
}


def buttons(talk: Talk, name: Name) -> InlineKeyboardMarkup:
    """A button for each choice of the command, with the words that could be typed instead."""
    return row(talk.words, name)


def row(words: Callable[[str], str], name: Name, of: str = "") -> InlineKeyboardMarkup:
    """As `buttons`, where there is no talk.

    words: says a sentence by its key; of: digits that say what is chosen for.
    """
    return InlineKeyboardMarkup.from_row(
        [
            InlineKeyboardButton(
                words(f"button-{name}-{choice}"), callback_data=f"{name} {choice} {of}".strip()
            )
            for choice in _CHOICES[name]
        ]
    )


def pressed(data: str) -> Command | None:
    """The command that a button stands for; None for a button of another version of the bot."""
    for name, choices in _CHOICES.items():
        for choice in choices:
            if re.fullmatch(rf"{name} {choice}(?: \d+)?", data):
                return Command(name, data.removeprefix(f"{name} "))
    return None
