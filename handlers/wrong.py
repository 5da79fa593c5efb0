"""An answer or a description is contested: another look, and what it changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.alike import abstains, same
from handlers.consent import may_leave
from handlers.doubt import MAYBE
from handlers.meant import look, meant
from handlers.prose import sentence, tidy, without_filler
from handlers.question import ask
from handlers.turn import turn
from handlers.views import views
from handlers.whereabouts import thing_asked
from memory.errors import MemoryFault
from memory.values import Exchange
from models.crop import crop
from models.errors import ModelMissing, NotUnderstood

if TYPE_CHECKING:
    from telegram import Message

    from handlers.talk import Talk
    from memory.values import Photo
    from models.abilities import Language, Length, Picture

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Seen:
    """What a look found. said: as it is told; language: that of `said`."""

    english: str
    said: str
    language: Language


async def wrong(talk: Talk, _argument: str, message: Message) -> None:
    """Look again at what was last told, or at what the message replies to. Raises `ChokhError`s."""
    photo, _ = await meant(talk, message)
    if photo is None:
        await talk.say(talk.words("wrong-nothing"))
        return
    if photo.kind == "video":
        await talk.say(talk.words("wrong-film"))
        return
    replied = message.reply_to_message
    text = (replied.text if replied else None) or (
        await talk.services.memory.threads.get(talk.chat_id, talk.user.id)
    ).said
    history = await talk.services.memory.photos.exchanges(photo.id)
    at = contested(text, photo.caption, [each.answer for each in history], talk.language)
    async with turn(talk, photos=0):
        looked = await look(talk, message)
        if looked is None:
            raise TypeError("a photo that is meant but can't be looked at")
        picture, _ = looked
        if at is None:
            before = Seen(photo.caption_en, photo.caption, _language(photo.caption, talk))
            now = await _described(talk, picture, photo)
        else:
            said = history[at].answer
            before = Seen(history[at].answer_en, said, _language(said, talk))
            now = await _asked(talk, picture, history[:at], history[at])
    await talk.reply(_told(talk, before, now), about=photo)
    if now is not None and not same(before.english, now.english):
        await _replace(talk, photo, history[at] if at is not None else None, now)


def contested(
    text: str, description: str, answers: Sequence[str], language: Language
) -> int | None:
    """Which of the answers, oldest first, is contested; None for the description.

    text: what the bot said that is meant, "" where that isn't known: then it is the last answer.
    """
    lines = {line.strip() for line in text.splitlines()}
    for at in reversed(range(len(answers))):
        if answers[at] and set(sentence_lines(answers[at], language)) <= lines:
            return at
    if not answers or set(sentence_lines(description, language)) <= lines:
        return None
    return len(answers) - 1


def sentence_lines(text: str, language: Language) -> list[str]:
    """The lines of a text as it was sent."""
    return [line.strip() for line in sentence_text(text, language).splitlines()]


def sentence_text(text: str, language: Language) -> str:
    """The text as a sentence, its lines kept."""
    return "\n".join(sentence(line, language) for line in text.splitlines())


async def _asked(
    talk: Talk, picture: Picture, history: Sequence[Exchange], contested: Exchange
) -> Seen | None:
    """What the question is answered with now: the first look that sees something else counts.

    They were told that it's wrong, so that a look that agrees is no reason to stop looking.
    """
    agreed: Seen | None = None
    # Where something lies was told by another model, and can't be told from a part.
    question = contested.question_en
    whole = thing_asked(question) is not None
    async for view in _views(talk, picture, question, whole):
        try:
            found = await ask(
                talk.services.abilities,
                view,
                history,
                question,
                talk.language,
                talk.wording,
                talk.chat.agreed,
            )
        except NotUnderstood:
            continue
        if abstains(found.answer_en):
            continue
        seen = Seen(found.answer_en, found.answer, _language(found.answer, talk))
        if not same(found.answer_en, contested.answer_en):
            return seen
        agreed = seen
    return agreed


async def _described(talk: Talk, picture: Picture, photo: Photo) -> Seen | None:
    """What the picture shows now, said by the other model where there is one."""
    abilities = talk.services.abilities
    away = await may_leave(talk)
    other: Length = "long" if talk.chat.length == "short" else "short"
    agreed: Seen | None = None
    async for view in _views(talk, picture, ""):
        (caption,) = await abilities.caption([view], other, away)
        english = tidy(without_filler(caption.text), "en")
        if abstains(english):
            continue
        said = english
        language: Language = "en"
        if talk.language != "en":
            (translation,) = await abilities.translate([english], "en", talk.language)
            language = talk.language if translation.translated else "en"
            said = tidy(translation.text, language)
        seen = Seen(english, said, language)
        if not same(english, photo.caption_en):
            return seen
        agreed = seen
    return agreed


async def _views(
    talk: Talk, picture: Picture, question_en: str, whole: bool = False
) -> AsyncIterator[Picture]:
    """Other views of the picture: what is asked about from near, the whole last."""
    try:
        boxes = [] if whole else await talk.services.abilities.locate(picture)
    except ModelMissing:
        boxes = []
    for part in views(question_en, boxes, picture.image.size):
        yield await asyncio.to_thread(crop, picture, part)


def _told(talk: Talk, before: Seen, now: Seen | None) -> str:
    was = sentence_text(before.said, before.language)
    if now is None:
        return talk.words("wrong-unsure", before=was)
    if same(before.english, now.english):
        return talk.words("wrong-same", before=was)
    # The sentence says "perhaps" itself.
    is_now = now.said.removeprefix(MAYBE[now.language]).lstrip()
    return talk.words("wrong-changed", before=was, now=sentence_text(is_now, now.language))


def _language(text: str, talk: Talk) -> Language:
    """The language that a text is in: an answer that could not be translated stayed English."""
    return "en" if text.isascii() else talk.language


async def _replace(talk: Talk, photo: Photo, exchange: Exchange | None, now: Seen) -> None:
    """What follows builds on the new look. Said already: a fault here must not say it twice."""
    photos = talk.services.memory.photos
    try:
        if exchange is None:
            await photos.redescribe(photo.id, now.english, now.said, now.language)
        else:
            new = Exchange(exchange.question_en, now.english, exchange.question, now.said)
            await photos.replace_exchange(photo.id, exchange, new)
    except MemoryFault as error:
        logger.error("another look at photo %d is not remembered: %s", photo.id, error)
