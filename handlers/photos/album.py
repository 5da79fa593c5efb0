"""Albums: one reply that numbers the photos; the caption is a question about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from handlers.chat.admission import admitted
from handlers.chat.consent import may_leave
from handlers.chat.session import Talk
from handlers.descriptions.content_warnings import warning
from handlers.descriptions.describe import Description, describe_all
from handlers.photos.pending_question import drop_question, kept_question
from handlers.photos.photo import (
    answer_caption,
    answer_photo,
    lines,
    of_memory,
    remarked,
    reply_text,
)
from handlers.search.find import keep
from handlers.transport.attachments import SentPicture, fetch, picture_in
from handlers.transport.voice_ahead import spoken_early
from memory.photos.photos import add_exchange
from models.errors import BadPicture

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from telegram import Message

    from memory.values import Exchange, Photo
    from models.values import Picture

# Opened at the same time; ten of 50 megapixels would take 1.5 GB.
_AT_ONCE = 4


async def answer_album(
    talk: Talk,
    messages: Sequence[Message],
    question: str,
    own: Mapping[int, str] = MappingProxyType({}),
) -> None:
    """Answer the question, if there is one, and describe the photos, in one reply.

    own: what is asked of one photo alone, by its message's id.
    """
    sent = [(message, picture_in(message)) for message in messages]
    pictures = [(message, picture) for message, picture in sent if picture]
    if not pictures:
        await talk.say(talk.words("other"))
    elif len(sent) == 1:
        ((message, picture),) = pictures
        asked = question or own.get(message.message_id)
        await answer_photo(talk, picture, message.message_id, asked)
    else:
        await _answer_all(talk, sent, question, own, len(pictures))


async def _answer_all(
    talk: Talk,
    sent: Sequence[tuple[Message, SentPicture | None]],
    question: str | None,
    own: Mapping[int, str],
    pictures: int,
) -> None:
    before = await kept_question(talk, question or " ".join(own.values()))
    question = question or before
    answered: list[tuple[Photo, Exchange]] = []
    said: list[str] = []
    photos: list[Photo] = []
    answer, exchange = "", None
    async with admitted(talk, pictures), spoken_early(talk.voice, talk.heard) as begin:
        for start in range(0, len(sent), _AT_ONCE):
            batch = sent[start : start + _AT_ONCE]
            opened = [await _open(talk, picture) for _, picture in batch]
            seen = [picture for picture in opened if not isinstance(picture, str)]
            if seen and not photos:
                answer, exchange = await answer_caption(talk, seen[0], question, seen[1:], pictures)
            descriptions = iter(await _describe(talk, seen))
            for (message, picture), found in zip(batch, opened, strict=True):
                if isinstance(found, str) or picture is None:
                    said.append(str(found))
                    continue
                description = next(descriptions)
                warned = await warning(talk, found)
                first, asked = await answer_caption(talk, found, own.get(message.message_id))
                parts = (warned, first, reply_text(talk, description), remarked(talk, found))
                said.append(" ".join(filter(None, parts)))
                new = of_memory(talk, picture, message.message_id, description)
                photos.append(await talk.services.memory.photos.add(new))
                answered += [(photos[-1], asked)] if asked else []
            if photos:
                begin(lines(answer, *_numbered(talk, said)))
    text = lines(answer, *_numbered(talk, said))
    if photos:
        await talk.reply(text, about=photos[0], exchange=exchange)
        await talk.services.memory.database.run(partial(_keep_answers, answered, talk.user.id))
        if before:
            await drop_question(talk)
        for photo in photos:
            keep(talk, photo)
    else:
        await talk.say(text)


def _keep_answers(
    answered: Sequence[tuple[Photo, Exchange]], user_id: int, connection: Connection
) -> None:
    for photo, exchange in answered:
        add_exchange(connection, photo.id, exchange, user_id)


def _numbered(talk: Talk, said: Sequence[str]) -> list[str]:
    return [
        talk.words("album-photo", number=number, text=text)
        for number, text in enumerate(said, start=1)
    ]


async def _open(talk: Talk, sent: SentPicture | None) -> Picture | str:
    """The picture, or the sentence that says why it can't be seen."""
    if sent is None:
        return talk.words("not-a-photo")
    try:
        return await talk.services.abilities.open_picture(await fetch(talk.bot, sent))
    except BadPicture as error:
        return talk.words(error.key, **error.arguments)


async def _describe(talk: Talk, pictures: Sequence[Picture]) -> list[Description]:
    if not pictures:
        return []
    services = talk.services
    return await describe_all(
        services.abilities,
        pictures,
        talk.language,
        talk.chat.length,
        talk.wording,
        away=talk.chat.length == "long" and await may_leave(talk),
    )
