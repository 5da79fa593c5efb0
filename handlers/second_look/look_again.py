"""Another look at a photo or a video: what it finds now of what was described, asked or read."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers.answers.answer import answered
from handlers.answers.ask_model import ask
from handlers.answers.locate import found_in
from handlers.answers.read import is_asked
from handlers.chat.consent import agreed as consent_of
from handlers.chat.consent import may_leave
from handlers.descriptions.describe import describe_all
from handlers.descriptions.uncertainty import MAYBE
from handlers.i18n.text import tidy, without_filler
from handlers.intents.recogniser import looked_for, thing_asked
from handlers.photos.video import about_film, apart, as_one
from handlers.second_look.compare import abstains, same
from handlers.second_look.crops import edgeless, middle, of_writing, views
from models.errors import ModelMissing, NotUnderstood
from models.pixels.crop import crop

if TYPE_CHECKING:
    from handlers.chat.session import Talk
    from handlers.second_look.crops import Edges
    from memory.values import Exchange, Photo
    from models.values import Film, Language, Length, Picture


@dataclass(frozen=True)
class SecondLook:
    """What a look found.

    core: by which two are compared; said: as it is told, in `language`; exchange: the question
    that it answers, None for a description.
    """

    core: str
    said: str
    language: Language
    exchange: Exchange | None = None


def remembered(talk: Talk, photo: Photo, exchange: Exchange | None) -> SecondLook:
    """What was told before; exchange: None for the description."""
    if exchange is not None:
        return answer_seen(talk, exchange, photo.kind == "video")
    spoken = language_of(photo.caption, talk)
    return SecondLook(photo.caption_en, talk.wording.in_style(photo.caption, spoken), spoken)


def answer_seen(talk: Talk, exchange: Exchange, film: bool = False) -> SecondLook:
    """An answer; a film's is one for each of its scenes, so that what is said counts."""
    said, question = exchange.answer, exchange.question
    core = exchange.answer_en
    if film or exchange.by == "rule":
        core = said.replace(MAYBE["bn"], "").replace(MAYBE["en"], "")
    if "\n" not in core and (looked_for(question) == "light" or thing_asked(exchange.question_en)):
        # A part of the picture is not lit from the same side, and a box is never twice the same.
        core = re.split(r"[।.]", core)[0]
    return SecondLook(core, said, language_of(said, talk), exchange)


async def look_again(
    talk: Talk, photo: Photo, data: bytes, history: Sequence[Exchange], at: int | None
) -> SecondLook | None:
    """What is found now instead of an answer, or of the description where `at` is None.

    data: the photo's bytes. None where nothing is seen any more. Raises `ChokhError`s.
    """
    abilities = talk.services.abilities
    if photo.kind == "video":
        film = await abilities.open_film(data)
        return await _film(talk, film, history[at] if at is not None else None)
    picture = await abilities.open_picture(data)
    if at is None:
        return await _described(talk, picture, photo)
    if history[at].by == "rule":
        return await _found(talk, picture, history[at])
    return await _located(talk, picture, history[at]) or await _asked(
        talk, picture, history[:at], history[at]
    )


async def _described(talk: Talk, picture: Picture, photo: Photo) -> SecondLook | None:
    """What the picture shows now, said by the other model where there is one."""
    abilities = talk.services.abilities
    away = await may_leave(talk)
    agreed: SecondLook | None = None
    async for view in _views(talk, picture, ""):
        (caption,) = await abilities.caption([view], _other_length(talk), away)
        english = tidy(without_filler(caption.text), "en")
        if abstains(english):
            continue
        said = english
        language: Language = "en"
        if talk.language != "en":
            (translation,) = await abilities.translate([english], "en", talk.language)
            language = talk.language if translation.translated else "en"
            said = talk.wording.in_style(tidy(translation.text, language), language)
        seen = SecondLook(english, said, language)
        if not same(english, photo.caption_en):
            return seen
        agreed = seen
    return agreed


async def _asked(
    talk: Talk, picture: Picture, history: Sequence[Exchange], contested: Exchange
) -> SecondLook | None:
    """What the question is answered with now: the first look that sees something else counts.

    They were told that it's wrong, so that a look that agrees is no reason to stop looking.
    """
    agreed: SecondLook | None = None
    question = contested.question_en
    # Where something lies can't be told from a part.
    whole = thing_asked(question) is not None
    async for view in _views(talk, picture, question, whole):
        try:
            found = await ask(
                talk.services.abilities,
                [view],
                history,
                question,
                talk.language,
                talk.wording,
                await consent_of(talk),
            )
        except NotUnderstood:
            continue
        if abstains(found.answer_en):
            continue
        # Asked in English: what is remembered is how the person asked.
        seen = answer_seen(talk, replace(found, question=contested.question))
        if not same(found.answer_en, contested.answer_en):
            return seen
        agreed = seen
    return agreed


async def _located(talk: Talk, picture: Picture, contested: Exchange) -> SecondLook | None:
    """Where a thing is now; None where that was not asked, or no model here locates."""
    thing = thing_asked(contested.question_en)
    if thing is None:
        return None
    thing = thing_asked(contested.question) or thing
    part = edgeless(picture.image.size)
    found = await found_in(talk, picture, thing, contested.question, part)
    return answer_seen(talk, found) if found else None


async def _film(talk: Talk, film: Film, contested: Exchange | None) -> SecondLook | None:
    """What happens in the film now, by the other model where there is one; or the new answer."""
    frames = [await _part(frame, edgeless(frame.image.size)) for frame in film.frames]
    if contested is not None:
        _, exchange = await about_film(talk, frames, contested.question)
        return answer_seen(talk, exchange, film=True) if exchange else None
    length = _other_length(talk)
    descriptions = await describe_all(
        talk.services.abilities,
        frames,
        talk.language,
        length,
        talk.wording,
        away=length == "long" and await may_leave(talk),
    )
    scenes = apart([each.caption_en for each in descriptions])
    told = as_one(talk, [descriptions[index] for index in scenes])
    if all(abstains(descriptions[index].caption_en) for index in scenes):
        return None
    return SecondLook(told.caption_en, told.caption, language_of(told.caption, talk))


def language_of(text: str, talk: Talk) -> Language:
    """The language that a text is in: an answer that could not be translated stayed English."""
    return "en" if text.isascii() else talk.language


async def _found(talk: Talk, picture: Picture, contested: Exchange) -> SecondLook | None:
    """What is measured, read or looked up now: the first that differs from before counts."""
    nothing = {talk.words(key) for key in ("nothing-written", "taka-unknown")}
    before, agreed = answer_seen(talk, contested), None
    async for view in _measured_views(talk, picture, contested.question):
        try:
            seen = answer_seen(talk, (await answered(talk, view, contested.question)).exchange)
        except NotUnderstood:
            continue
        if same(seen.core, before.core):
            agreed = seen
        elif seen.said not in nothing:
            return seen
    return agreed


async def _measured_views(talk: Talk, picture: Picture, question: str) -> AsyncIterator[Picture]:
    size = picture.image.size
    if looked_for(question) in ("colour", "light"):
        parts = [middle(size)]
    elif is_asked(question):
        page = await talk.services.abilities.read(picture)
        parts = of_writing([line.box for line in page.lines], size)
    else:
        async for view in _views(talk, picture, ""):
            yield view
        return
    for part in parts:
        yield await _part(picture, part)


async def _views(
    talk: Talk, picture: Picture, question_en: str, whole: bool = False
) -> AsyncIterator[Picture]:
    """Other views of the picture: what is asked about from near, the whole last."""
    try:
        boxes = [] if whole else await talk.services.abilities.locate(picture)
    except ModelMissing:
        boxes = []
    for part in views(question_en, boxes, picture.image.size):
        yield await _part(picture, part)


async def _part(picture: Picture, part: Edges) -> Picture:
    return await asyncio.to_thread(crop, picture, part)


def _other_length(talk: Talk) -> Length:
    """In which the model that did not describe the photo may describe it."""
    return "long" if talk.chat.length == "short" else "short"
