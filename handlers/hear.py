"""A voice message: what was heard in it is said back, and done or answered as if it were typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.prose import sentence
from handlers.sent import SentPicture, fetch
from handlers.talk import Talk, message_of
from handlers.text import respond
from handlers.turn import turn
from models.errors import BadPicture, ChokhError, SoundBroken, SoundTooLong
from models.listen.sound import LONGEST

if TYPE_CHECKING:
    from telegram import Audio, Message, Update, Voice

    from handlers.context import ChokhContext
    from models.abilities import Heard


def sound_in(message: Message) -> Voice | Audio | None:
    """What a message says: a voice message or a sound file."""
    return message.voice or message.audio


async def on_sound(update: Update, context: ChokhContext) -> None:
    """Hear what is said and do it. Raises `BadSound`s and all that a typed text does.

    What is raised after that carries what was heard: who was misheard must learn of it.
    """
    message = message_of(update)
    talk = await Talk.of(update, context)
    heard = await _heard(talk, message)
    said = talk.words("heard", text=sentence(heard.text, heard.language))
    try:
        await respond(replace(talk, heard=said), message, heard.text)
    except ChokhError as error:
        error.heard = said
        raise


async def _heard(talk: Talk, message: Message) -> Heard:
    sent = sound_in(message)
    if sent is None:
        raise TypeError("a message without a sound")
    # Asked for by its attribute, the library warns that one day it will be a timedelta.
    seconds = int(sent.to_dict().get("duration", 0))
    if seconds > LONGEST:
        raise SoundTooLong(f"{seconds} s", seconds=seconds, limit=LONGEST)
    async with turn(talk, photos=0):
        try:
            data = await fetch(talk.bot, SentPicture(sent.file_id, sent.file_size))
        except BadPicture as error:
            # Gone, or heavier than a minute can be: its sentence speaks of photos.
            raise SoundBroken(str(error)) from error
        return await talk.services.abilities.listen(data, talk.language)
