"""Disputed answers and descriptions: another look, and what it changed."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.answers.read import is_asked
from handlers.chat.admission import admitted
from handlers.chat.consent import about_photo
from handlers.descriptions.uncertainty import MAYBE
from handlers.i18n.text import sentence
from handlers.intents.recogniser import looked_for
from handlers.intents.sensitive_topics import is_said
from handlers.search.referenced_photo import referenced_photo, sent_of
from handlers.second_look.compare import differing, same
from handlers.second_look.look_again import SecondLook, look_again, remembered
from handlers.transport.attachments import fetch
from memory.errors import MemoryFault

if TYPE_CHECKING:
    from telegram import Message

    from handlers.chat.session import Talk
    from memory.values import Exchange, Photo
    from models.values import Language

logger = logging.getLogger(__name__)


async def wrong(talk: Talk, _argument: str, message: Message) -> None:
    """Look again at what was last told, or at what the message replies to. Raises `ChokhError`s."""
    photo, _ = await referenced_photo(talk, message)
    if photo is None:
        await talk.say(talk.words("wrong-nothing"))
        return
    replied = message.reply_to_message
    text = (replied.text if replied else None) or (
        await talk.services.memory.threads.get(talk.chat_id, talk.user.id)
    ).said
    history = await talk.services.memory.photos.exchanges(photo.id)
    described = remembered(talk, photo, None)
    at = contested(text, described.said, [each.answer for each in history], talk.language)
    before = described if at is None else remembered(talk, photo, history[at])
    talk = await about_photo(talk, photo)
    async with admitted(talk, photos=0):
        data = await fetch(talk.bot, sent_of(photo))
        now = await look_again(talk, photo, data, history, at)
    await talk.reply(_told(talk, before, now), about=photo)
    if now is not None and not same(before.core, now.core):
        await _replace(talk, photo, before.exchange, now)


def contested(
    text: str, description: str, answers: Sequence[str], language: Language
) -> int | None:
    """Which of the answers, oldest first, is contested; None for the description.

    text: what the bot said that is meant, "" where that isn't known: then it is the last answer.
    """
    lines = {line.strip() for line in text.splitlines()}
    for at in reversed(range(len(answers))):
        verbatim = {line.strip() for line in answers[at].splitlines()}
        if answers[at] and (
            set(sentence_lines(answers[at], language)) <= lines or verbatim <= lines
        ):
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


def _told(talk: Talk, before: SecondLook, now: SecondLook | None) -> str:
    """What has changed, or that nothing has."""
    was = _bare(sentence_text(before.said, before.language))
    if now is None:
        return talk.words("wrong-unsure", before=was)
    exchange = before.exchange
    by_lines = exchange is not None and (is_asked(exchange.question) or "\n" in before.said)
    measured = exchange is not None and _measured(exchange)
    if same(before.core, now.core):
        if by_lines:
            return talk.words("wrong-lines-same")
        return talk.words("wrong-measured-same" if measured else "wrong-same", before=was)
    if by_lines:
        return _lines(talk, before.said, now.said)
    # The sentence says "perhaps" itself.
    is_now = now.said.removeprefix(MAYBE[now.language]).lstrip()
    key = "wrong-measured" if measured else "wrong-changed"
    told = _bare(sentence_text(is_now, now.language))
    return talk.words(key, before=_bare(was, told) if measured else was, now=told)


def _bare(text: str, told: str = "") -> str:
    """The text without what is told anyway: to check with a person, and what is in `told`."""
    sentences = re.split(r"(?<=[।.!?])\s+", text)
    return " ".join(each for each in sentences if not is_said(each) and each not in told) or text


def _measured(exchange: Exchange) -> bool:
    return exchange.by == "rule" and (looked_for(exchange.question) in ("colour", "light"))


def _lines(talk: Talk, before: str, now: str) -> str:
    """The lines that differ, each as it was and as it is, word for word."""
    said = [talk.words("wrong-lines")]
    for was, is_now in differing(before.splitlines(), now.splitlines()):
        said += [talk.words("wrong-line-before", text=was)] if was else []
        said.append(talk.words("wrong-line-now", text=is_now or talk.words("wrong-line-gone")))
    return "\n".join([*said, talk.words("wrong-lines-check")])


async def _replace(talk: Talk, photo: Photo, exchange: Exchange | None, now: SecondLook) -> None:
    """What follows builds on the new look. Said already: a fault here must not say it twice."""
    photos = talk.services.memory.photos
    try:
        if exchange is None:
            await photos.redescribe(photo.id, now.core, now.said, now.language)
        elif now.exchange is not None:
            new = replace(now.exchange, question_en=exchange.question_en)
            await photos.replace_exchange(photo.id, exchange, new)
    except MemoryFault as error:
        logger.error("another look at photo %d is not remembered: %s", photo.id, error)
