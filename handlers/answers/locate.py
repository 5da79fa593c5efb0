"""Object location: found in the photo, told in words or shown in a picture."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from telegram import ReplyParameters

from handlers.answers import locate_rules
from handlers.answers.locate_rules import Edges
from handlers.chat.admission import admitted
from handlers.i18n.text import sentence, tidy
from handlers.intents.recogniser import thing_asked
from handlers.search.referenced_photo import look
from handlers.transport.topic import topic_in
from memory.values import Exchange
from models.errors import ModelMissing, NotUnderstood
from models.pixels.crop import crop
from models.pixels.draw_boxes import draw
from models.text.script import is_bangla
from models.values import Box

if TYPE_CHECKING:
    from telegram import Message

    from handlers.chat.session import Talk
    from handlers.i18n.messages import Words
    from memory.values import Photo
    from models.abilities import Abilities
    from models.values import Language, Picture

_MOST = 3
"""Things of one name that are told one by one."""
_LONGEST_CAPTION = 1_000  # letters, of the 1,024 that Telegram takes
_ASKED = re.compile(r"where is (?P<thing>.+)\?")


async def where(talk: Talk, argument: str, message: Message) -> None:
    """ "/where glasses", or the whole question after it. Raises `ChokhError`s."""
    if not argument:
        await talk.say(talk.words("where-what"))
        return
    thing = thing_asked(argument) or thing_asked(f"where is {argument}")
    if not await _answer(talk, message, thing or argument, argument):
        raise ModelMissing("no model that locates", model="models.locate")


async def asked_where(talk: Talk, message: Message, thing: str, question: str) -> bool:
    """Answer where a thing is. Returns whether a model here can tell. Raises `ChokhError`s.

    Where none can, the question goes to whoever answers questions.
    """
    return await _answer(talk, message, thing, question)


async def show(talk: Talk, message: Message) -> None:
    """Send the photo that is meant with its things in frames. Raises `ChokhError`s."""
    async with admitted(talk, photos=0):
        looked = await look(talk, message)
        if looked is None:
            await talk.say(talk.words("no-photo-yet"))
        else:
            await _show(talk, *looked)


async def found_in(
    talk: Talk, picture: Picture, thing: str, question: str, part: Edges | None = None
) -> Exchange | None:
    """The question and where the thing is; None where no model here can tell.

    part: x0, y0, x1, y1 in pixels, where it is looked for in that part alone.
    """
    abilities, words, language = talk.services.abilities, talk.wording, talk.language
    name = await in_english(abilities, thing)
    try:
        found = await _located(abilities, picture, name, part)
    except ModelMissing:
        return None
    english = locate_rules.yours(name)
    if is_bangla(thing) == (language == "bn"):
        said_as = thing if language == "bn" else locate_rules.yours(thing)
    else:
        said_as = english if language == "en" else await called(abilities, words, name, "bn")
    text = answer_en = await told_places(abilities, picture, words, language, said_as, found)
    if language != "en":
        answer_en = await told_places(abilities, picture, words, "en", english, found)
    return Exchange(f"where is {english}?", answer_en, question, text)


async def _located(
    abilities: Abilities, picture: Picture, name: str, part: Edges | None
) -> list[Box]:
    """Where things of that name are, in the picture's own pixels."""
    if part is None:
        return await abilities.locate(picture, name)
    view = await asyncio.to_thread(crop, picture, part)
    x, y, factor = part[0], part[1], (part[2] - part[0]) / view.image.width
    return [
        Box(
            each.label,
            (
                x + each.box[0] * factor,
                y + each.box[1] * factor,
                x + each.box[2] * factor,
                y + each.box[3] * factor,
            ),
            each.confidence,
        )
        for each in await abilities.locate(view, name)
    ]


async def in_english(abilities: Abilities, thing: str) -> str:
    """The thing's bare name in English. Raises `NotUnderstood`."""
    name = locate_rules.bare(thing)
    if is_bangla(name):
        # A word alone is often mistranslated; "a" tells that it is a noun.
        (translation,) = await abilities.translate([f"একটি {name}"], "bn", "en")
        if not translation.translated:
            raise NotUnderstood("what is looked for could not be translated")
        name = locate_rules.bare(translation.text)
    if not name:
        raise NotUnderstood("nothing to look for")
    return name


async def told_places(
    abilities: Abilities,
    picture: Picture,
    words: Words,
    language: Language,
    thing: str,
    found: Sequence[Box],
) -> str:
    """Where the boxes of a thing lie, as it is told. thing: as it is called in `language`."""
    size = picture.image.size
    if not found:
        return words.say(language, "where-not-seen", thing=thing)
    places = [locate_rules.spot(box.box, size) for box in found]
    if len(found) > 1:
        first = words.say(language, "where-many", thing=thing, count=len(found))
        items = [
            words.say(
                language,
                "album-photo",
                number=number,
                text=sentence(_place(words, language, place), language),
            )
            for number, place in enumerate(places[:_MOST], start=1)
        ]
        return "\n".join([sentence(first, language), *items])
    (box,), (place,) = found, places
    at = _place(words, language, place)
    said = [words.say(language, "where-seen", thing=thing, place=at)]
    said.append(words.say(language, "where-size", size=locate_rules.size_word(place.share)))
    said += [words.say(language, "where-cut", side=side) for side in place.cut[:2]]
    if not place.cut:
        said += [words.say(language, "where-near", side=side) for side in place.near[:1]]
    others = await abilities.locate(picture)
    if near := locate_rules.beside(box.box, others, size):
        other = await called(abilities, words, near.label, language)
        said.append(words.say(language, "where-beside", side=near.side, other=other))
    return " ".join(sentence(part, language) for part in said)


async def called(abilities: Abilities, words: Words, label: str, language: Language) -> str:
    """What a model calls a thing, as it is said: "a blue square", or in Bangla."""
    bare = locate_rules.bare(label)
    named = f"{'an' if bare[:1] in 'aeiou' else 'a'} {bare}"
    if language == "en":
        return named
    (translation,) = await abilities.translate([named], "en", language)
    if not translation.translated:
        return bare
    return words.in_style(tidy(translation.text, language).rstrip("।. "), language)


def _place(words: Words, language: Language, place: locate_rules.Spot) -> str:
    at = words.say(language, "where-part", part=place.part)
    if place.hour is None:
        return at
    return words.say(language, "where-clock", place=at, hour=place.hour)


async def _answer(talk: Talk, message: Message, thing: str, question: str) -> bool:
    async with admitted(talk, photos=0):
        looked = await look(talk, message)
        if looked is None:
            await talk.say(talk.words("no-photo-yet"))
            return True
        picture, photo = looked
        exchange = await found_in(talk, picture, thing, question)
    if exchange is None:
        return False
    if photo is None:
        # Of another chat, or forgotten: there is nothing to link the answer to.
        await talk.say(exchange.answer)
    else:
        await talk.reply(exchange.answer, about=photo, exchange=exchange)
    return True


async def _show(talk: Talk, picture: Picture, photo: Photo | None) -> None:
    """Send the photo with what was last asked for in a frame; with all that is found otherwise."""
    services = talk.services
    history = await services.memory.photos.exchanges(photo.id) if photo else []
    last = next((m for e in reversed(history) if (m := _ASKED.fullmatch(e.question_en))), None)
    name = locate_rules.bare(last["thing"]) if last else None
    found = await services.abilities.locate(picture, name)
    if not found:
        await talk.say(talk.words("where-nothing"))
        return
    labels = {box.label: "" for box in found}
    for label in labels:
        labels[label] = await called(services.abilities, talk.wording, label, talk.language)
    lines = [talk.words("where-shown")] + [
        talk.words("album-photo", number=number, text=sentence(labels[box.label], talk.language))
        for number, box in enumerate(found, start=1)
    ]
    data = await asyncio.to_thread(draw, picture, found)
    quoted = (
        ReplyParameters(talk.message_id, allow_sending_without_reply=True)
        if talk.message_id is not None
        else None
    )
    caption = "\n".join(lines)[:_LONGEST_CAPTION]
    sent = await talk.bot.send_photo(
        talk.chat_id,
        data,
        caption=caption,
        filename="chokh.jpg",
        message_thread_id=topic_in(talk.chat_id),
        reply_parameters=quoted,
    )
    if photo is not None:
        await services.memory.photos.link(photo.id, [sent.message_id])
