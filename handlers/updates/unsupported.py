"""Unsupported messages (a place, a contact, a poll): one sentence says what can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.chat.session import Talk

if TYPE_CHECKING:
    from telegram import Update

    from handlers.chat.context import ChokhContext


async def on_other(update: Update, context: ChokhContext) -> None:
    """Say what can be sent instead."""
    talk = await Talk.of(update, context)
    await talk.say(talk.words("other"))
