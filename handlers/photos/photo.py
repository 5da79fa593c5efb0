"""Photos, with or without a question in the caption; as a photo or as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.answers.answer import answered
from handlers.chat.admission import admitted
from handlers.chat.background import NOBODY
from handlers.chat.consent import may_leave
from handlers.chat.session import Talk
from handlers.descriptions.content_warnings import warning
from handlers.descriptions.describe import NOTHING_KNOWN, Description, describe
from handlers.photos.pending_question import drop_question, kept_question
from handlers.search.find import keep
from handlers.transport.attachments import SentPicture, fetch
from handlers.transport.voice_ahead import spoken_early
from memory.values import NewPhoto
from models.errors import BadText, Disagreed, NotUnderstood

if TYPE_CHECKING:
    from memory.values import Exchange, Photo
    from models.values import Picture


async def answer_photo(
    talk: Talk, sent: SentPicture, message_id: int, question: str | None
) -> None:
    """Answer the question, if there is one, and describe the photo, in one reply.

    message_id: the message that the photo is remembered by.
    """
    talk = replace(talk, sender=sent.sender)
    before = await kept_question(talk, question)
    question = question or before
    async with admitted(talk, photos=1), spoken_early(talk.voice, talk.heard) as begin:
        picture = await talk.services.abilities.open_picture(await fetch(talk.bot, sent))
        warned = await warning(talk, picture)
        answer, exchange = await answer_caption(talk, picture, question)
        begin(lines(warned, answer))
        description = await describe(
            talk.services.abilities,
            picture,
            talk.language,
            talk.chat.length,
            talk.wording,
            away=talk.chat.length == "long" and await may_leave(talk),
            on_shown=lambda shown: begin(lines(warned, answer, shown[0].said_of())),
        )
    new = of_memory(talk, sent, message_id, description)
    if sent.sticker:
        description = replace(description, advice="")
    still = talk.words("sticker-still") if sent.still else ""
    parts = (warned, answer, reply_text(talk, description), still, remarked(talk, picture))
    text = lines(*parts)
    photo = await talk.reply(text, about=new, exchange=exchange)
    if before:
        await drop_question(talk)
    if photo is not None:
        keep(talk, photo, picture)
        talk.services.later.start(NOBODY, _prepare(talk, photo, picture))


def lines(*parts: str) -> str:
    """What a reply is made of, each on lines of its own."""
    return "\n".join(part for part in parts if part)


async def answer_caption(
    talk: Talk,
    picture: Picture,
    question: str | None,
    others: Sequence[Picture] = (),
    sent: int = 1,
) -> tuple[str, Exchange | None]:
    """The answer to a caption, or the sentence that says why there is none; "" without caption.

    others: the pictures beside it that it was sent with, of `sent` in all.
    """
    if not question or not question.strip():
        return "", None
    try:
        told = await answered(talk, picture, question, others=others, sent=sent)
    except (BadText, Disagreed, NotUnderstood) as error:
        # The description still helps.
        return talk.words(error.key, **error.arguments), None
    return told.text, told.exchange


def of_memory(talk: Talk, sent: SentPicture, message_id: int, description: Description) -> NewPhoto:
    """What is remembered: where the photo is and what was said of it; not the photo."""
    return NewPhoto(
        talk.chat_id,
        message_id,
        sent.file_id,
        description.caption_en,
        description.caption,
        talk.language,
        sent.kind,
        sent.sender or talk.user.id,
    )


def reply_text(talk: Talk, description: Description) -> str:
    """The description as it is sent. The demonstration says why it saw nothing."""
    if talk.services.demonstration and description.caption_en.lower() == NOTHING_KNOWN:
        return f"{description.said()}\n{talk.words('demonstration')}"
    return description.said()


_REMARKS = {
    "incomplete": "photo-incomplete",
    "preview": "photo-preview",
    "pages": "photo-pages",
}


def remarked(talk: Talk, picture: Picture) -> str:
    """What its sender should know of how it opened; "" where it opened well."""
    return talk.words(_REMARKS[picture.remark]) if picture.remark else ""


async def _prepare(talk: Talk, photo: Photo, picture: Picture) -> None:
    """Get ready for the first question while the person listens, after what search needs."""
    abilities, memory = talk.services.abilities, talk.services.memory
    await talk.services.later.settled(talk.chat_id)
    await abilities.prepare(picture)
    if not await memory.photos.several(talk.chat_id, [photo.id]):
        await abilities.forget_pictures()  # the row went meanwhile
