"""Referenced photo: the one that a message replies to, or the chat's last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.transport.attachments import SentPicture, fetch, film_in, pdf_in, picture_in
from models.errors import ReplyToFile

if TYPE_CHECKING:
    from telegram import Message

    from handlers.chat.session import Talk
    from memory.values import Photo
    from models.values import Picture


async def referenced_photo(
    talk: Talk, message: Message
) -> tuple[Photo | None, tuple[SentPicture, int] | None]:
    """The photo that is asked about, or where an unknown one lies: forgotten, or of another chat.

    The unknown one comes with the message that it is to be remembered by.
    """
    if talk.about is not None:
        return talk.about, None
    photos = talk.services.memory.photos
    replied, external = message.reply_to_message, message.external_reply
    if replied is not None:
        photo = await photos.about(talk.chat_id, replied.message_id)
        if photo is not None:
            return photo, None
        picture = picture_in(replied) or film_in(replied) or pdf_in(replied)
        if picture is not None:
            sender = replied.from_user
            if sender is not None and not sender.is_bot:
                picture = replace(picture, sender=sender.id)
            return None, (picture, replied.message_id)
        if replied.document is not None:
            # The last photo is not what they mean.
            raise ReplyToFile(replied.document.mime_type or "a file")
    if external is not None:
        picture = picture_in(external) or film_in(external) or pdf_in(external)
        if picture is not None:
            return None, (picture, message.message_id)
    return await photos.last(talk.chat_id), None


async def look(talk: Talk, message: Message) -> tuple[Picture, Photo | None] | None:
    """The picture that is meant, opened, and what is remembered of it; None for no photo at all.

    Of a film the frame from its middle.

    Raises `PhotoGone`, `BadPicture`.
    """
    photo, unknown = await referenced_photo(talk, message)
    sent = unknown[0] if unknown else sent_of(photo) if photo else None
    if sent is None:
        return None
    data, abilities = await fetch(talk.bot, sent), talk.services.abilities
    if sent.kind == "video":
        frames = (await abilities.open_film(data)).frames
        return frames[len(frames) // 2], photo
    return await abilities.open_picture(data), photo


def sent_of(photo: Photo) -> SentPicture:
    """Where Telegram keeps what was described."""
    return SentPicture(photo.file_id, None, photo.kind)
