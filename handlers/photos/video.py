"""Videos, animations, live photos, round videos and video stickers: what happens in them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.chat.admission import admitted
from handlers.chat.consent import about_photo, may_leave
from handlers.chat.session import Talk
from handlers.descriptions.content_warnings import warning
from handlers.descriptions.describe import NOTHING_KNOWN, Description, describe_all
from handlers.i18n.text import sentence
from handlers.photos.pending_question import drop_question, kept_question
from handlers.photos.photo import answer_caption, of_memory
from handlers.search.find import keep
from handlers.transport.attachments import SentPicture, fetch
from memory.values import Exchange
from models.errors import ChokhError, SoundSilent

if TYPE_CHECKING:
    from memory.values import Photo
    from models.values import Film, Picture

logger = logging.getLogger(__name__)

_ASKED_OF = 3
"""Scenes that a question is asked of, evenly spread: who listens wants one answer."""


async def answer_film(
    talk: Talk, sent: SentPicture, message_id: int, question: str | None, spoken: bool = False
) -> None:
    """Answer the question, if there is one, and tell what happens, in one reply.

    message_id: the message that it is remembered by; spoken: the question may be said in it.
    """
    abilities, talk = talk.services.abilities, replace(talk, sender=sent.sender)
    before = await kept_question(talk, question)
    question = question or before
    async with admitted(talk, photos=1):
        data = await fetch(talk.bot, sent)
        film = await abilities.open_film(data)
        heard = await _heard(talk, data) if spoken and not question else ""
        warned = await _warned(talk, film.frames)
        descriptions = await describe_all(
            abilities,
            film.frames,
            talk.language,
            talk.chat.length,
            talk.wording,
            away=talk.chat.length == "long" and await may_leave(talk),
        )
        scenes = apart([each.caption_en for each in descriptions])
        answer, exchange = await about_film(
            talk, [film.frames[index] for index in scenes], question or heard
        )
        if sent.sticker:
            descriptions = [replace(each, advice="") for each in descriptions]
        told = [descriptions[index] for index in scenes]
    new = of_memory(talk, sent, message_id, as_one(talk, told))
    said_back = talk.words("heard", text=sentence(heard, talk.language)) if heard else ""
    parts = (said_back, warned, answer, in_order(talk, descriptions))
    photo = await talk.reply("\n".join(filter(None, parts)), about=new, exchange=exchange)
    if before:
        await drop_question(talk)
    if photo is not None:
        keep(talk, photo, film.frames[0])


async def ask_film(talk: Talk, photo: Photo, question: str) -> None:
    """Answer a question about a film that was described before."""
    talk = await about_photo(talk, photo)
    async with admitted(talk, photos=0):
        film = await open_sent(talk, SentPicture(photo.file_id, None, "video"))
        answer, exchange = await about_film(talk, film.frames, question)
    await talk.reply(answer, about=photo, exchange=exchange)


async def open_sent(talk: Talk, sent: SentPicture) -> Film:
    """The film, opened. Raises `PhotoGone`, `BadPicture`."""
    return await talk.services.abilities.open_film(await fetch(talk.bot, sent))


async def about_film(
    talk: Talk, frames: Sequence[Picture], question: str | None
) -> tuple[str, Exchange | None]:
    """The answer for each of its scenes, said once where they are the same."""
    if not question or not question.strip():
        return "", None
    found = [await answer_caption(talk, frame, question) for frame in spread(frames)]
    exchange = next((each for _, each in found if each is not None), None)
    answers = [answer for answer, _ in found]
    if len(set(answers)) == 1:
        return answers[0], exchange
    told = sequence(talk, answers)
    return told, Exchange("", "", question, told, by="rule") if exchange else None


def in_order(talk: Talk, descriptions: Sequence[Description]) -> str:
    """What the frames show, in order, each thing once; then the writing, the doubt and the advice.

    Advice only where all frames deserve it: a film that moves is blurred now and then.
    """
    scenes = [descriptions[index] for index in apart([each.caption_en for each in descriptions])]
    told = sequence(talk, [each.said_of() for each in scenes])
    rest = list(dict.fromkeys(each.writing for each in descriptions if each.writing))
    rest += list(dict.fromkeys(each.doubt for each in scenes if each.doubt))
    advised = {each.advice for each in descriptions}
    rest += advised if len(advised) == 1 else ()
    unknown = all(each.caption_en.lower() == NOTHING_KNOWN for each in scenes)
    if talk.services.demonstration and unknown:
        rest.append(talk.words("demonstration"))
    return "\n".join(filter(None, [told, *rest]))


def sequence(talk: Talk, said: Sequence[str]) -> str:
    """Sentences one after the other, with "first", "then" and "last" where there are several."""
    if len(said) == 1:
        return said[0]
    keys = ["film-first", *["film-then"] * (len(said) - 2), "film-last"]
    return "\n".join(talk.words(key, text=text) for key, text in zip(keys, said, strict=True))


def apart(captions: Sequence[str]) -> list[int]:
    """The first of each run of frames that show the same. Pure."""
    return [
        index
        for index, caption in enumerate(captions)
        if index == 0 or caption.lower() != captions[index - 1].lower()
    ]


def spread(frames: Sequence[Picture]) -> list[Picture]:
    """At most three of them, the first and the last included. Pure."""
    if len(frames) <= _ASKED_OF:
        return list(frames)
    return [frames[0], frames[len(frames) // 2], frames[-1]]


def as_one(talk: Talk, scenes: Sequence[Description]) -> Description:
    """What is remembered of the film, so that it is found by any of its scenes."""
    first = scenes[0]
    return Description(
        caption=" ".join(
            sentence(each.caption, each.language) if len(scenes) > 1 else each.caption
            for each in scenes
        ),
        caption_en=". ".join(each.caption_en for each in scenes),
        text="",
        doubt="",
        advice="",
        language=talk.language,
        untranslated=first.untranslated,
    )


async def _warned(talk: Talk, frames: Sequence[Picture]) -> str:
    """The first warning that any of its frames deserves; "" for none."""
    for frame in frames:
        if warned := await warning(talk, frame):
            return warned
    return ""


async def _heard(talk: Talk, data: bytes) -> str:
    """What is said in a round video; "" for nothing: the pictures are told all the same."""
    try:
        return (await talk.services.abilities.listen(data, talk.language)).text
    except SoundSilent:
        return ""
    except ChokhError as error:
        logger.info("no speech in a round video: %s", error)
        return ""
