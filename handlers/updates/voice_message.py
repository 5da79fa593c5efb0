"""Voice messages: what was heard is said back, and taken as if it were typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.chat.addressing import is_forwarded
from handlers.chat.session import Talk, message_of
from handlers.chat.voice_note import heard_in
from handlers.companions.answer import answer_errand_aloud
from handlers.i18n.text import sentence
from handlers.updates.text import respond
from models.errors import ChokhError

if TYPE_CHECKING:
    from telegram import Update

    from handlers.chat.context import ChokhContext


async def on_sound(update: Update, context: ChokhContext) -> None:
    """Hear what is said and do it. Raises `BadSound`s and all that a typed text does.

    What is raised after that carries what was heard: who was misheard must learn of it.
    """
    message = message_of(update)
    talk = await Talk.of(update, context)
    forwarded = is_forwarded(message)
    if not forwarded and await answer_errand_aloud(talk, message):
        return
    heard = await heard_in(talk, message)
    said = talk.words("heard", text=sentence(heard.text, heard.language))
    if forwarded:
        await talk.say(said)
        return
    try:
        await respond(replace(talk, heard=said), message, heard.text)
    except ChokhError as error:
        error.heard = said
        raise
