"""Sound of a message, and the text that is heard in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.chat.admission import admitted
from handlers.transport.attachments import SentPicture, fetch, sound_file_in
from models.errors import BadPicture, SoundBroken, SoundTooLong
from models.media.voice_note import LONGEST

if TYPE_CHECKING:
    from telegram import Audio, Document, Message, Voice

    from handlers.chat.session import Talk
    from models.values import Heard


def sound_in(message: Message) -> Voice | Audio | Document | None:
    """What a message says: a voice message or a sound file."""
    return message.voice or message.audio or sound_file_in(message)


async def heard_in(talk: Talk, message: Message) -> Heard:
    """What a message says. Raises `BadSound`s."""
    sent = sound_in(message)
    if sent is None:
        raise TypeError("a message without a sound")
    # Asked for by its attribute, the library warns that one day it will be a timedelta.
    seconds = int(sent.to_dict().get("duration", 0))
    if seconds > LONGEST:
        raise SoundTooLong(f"{seconds} s", seconds=seconds, limit=LONGEST)
    async with admitted(talk, photos=0):
        try:
            data = await fetch(talk.bot, SentPicture(sent.file_id, sent.file_size))
        except BadPicture as error:
            # Gone, or heavier than a minute can be: its sentence speaks of photos.
            raise SoundBroken(str(error)) from error
        return await talk.services.abilities.listen(data, talk.language)
