"""Answering a question about an open picture: by a rule or a list first, then by the model."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.answers.ask_model import ask
from handlers.answers.classify import fitting, said
from handlers.answers.locate import found_in
from handlers.answers.measure import measured
from handlers.answers.products import priced
from handlers.answers.question_lists import as_question, items_of
from handlers.answers.read import fact, is_asked, reading
from handlers.chat.consent import agreed
from handlers.i18n.text import sentence
from handlers.intents.labels import labels
from handlers.intents.recogniser import command_in, thing_asked
from memory.values import Exchange
from models.errors import BadText, Disagreed, ModelMissing, NotUnderstood

if TYPE_CHECKING:
    from handlers.chat.session import Talk
    from models.values import Picture


@dataclass(frozen=True)
class Answered:
    """What a question is answered with; exchange: what is remembered of it."""

    text: str
    exchange: Exchange


async def answered(
    talk: Talk,
    picture: Picture,
    question: str,
    history: Sequence[Exchange] = (),
    *,
    others: Sequence[Picture] = (),
    sent: int = 1,
) -> Answered:
    """The answer to a question about the picture, in either language.

    history: what was asked about it before, oldest first; others: the pictures beside it that it
    was sent with, of `sent` in all. Raises `TextEmpty`, `TextTooLong`, `NotUnderstood`,
    `NotAgreed`, `Disagreed` and the machine's faults.
    """
    if listed := await items_of(talk, question):
        return _found(question, "\n".join([await _item(talk, picture, item) for item in listed]))
    return await _one(talk, picture, question, history, others, sent)


async def _one(
    talk: Talk,
    picture: Picture,
    question: str,
    history: Sequence[Exchange] = (),
    others: Sequence[Picture] = (),
    sent: int = 1,
) -> Answered:
    """The answer to a single question."""
    for known in _KNOWN:
        told = await known(talk, picture, question)
        if told is not None:
            return told
    price, answers = await priced(talk, picture, question)
    if answers:
        return _found(question, price)
    try:
        exchange = await ask(
            talk.services.abilities,
            (picture, *others),
            history,
            question,
            talk.language,
            talk.wording,
            await agreed(talk),
            sent=sent,
        )
    except NotUnderstood:
        if not price:
            raise
        return _found(question, price)
    said = (price, sentence(exchange.answer, talk.language))
    return Answered("\n".join(filter(None, said)), exchange)


def _found(question: str, text: str) -> Answered:
    """What no model answered: no follow-up builds on it, but it can be contested."""
    return Answered(text, Exchange("", "", question, text, by="rule"))


async def _item(talk: Talk, picture: Picture, item: str) -> str:
    """One question of a list, with its answer; one that can't be answered says so."""
    try:
        told = (await _one(talk, picture, as_question(item))).text
    except (BadText, Disagreed, ModelMissing, NotUnderstood) as error:
        told = talk.words(error.key, **error.arguments)
    return f"{item}: {told}"


async def _read(talk: Talk, picture: Picture, question: str) -> Answered | None:
    return _found(question, await reading(talk, picture)) if is_asked(question) else None


async def _classified(talk: Talk, picture: Picture, question: str) -> Answered | None:
    asked = command_in(question)
    listed = labels(asked.argument) if asked is not None and asked.name == "classify" else ()
    if not listed:
        return None
    found = await fitting(talk.services.abilities, picture, listed)
    return _found(question, said(talk.wording, talk.language, listed, found))


async def _written(talk: Talk, picture: Picture, question: str) -> Answered | None:
    said = await fact(talk, picture, question)
    return _found(question, said) if said else None


async def _measured(talk: Talk, picture: Picture, question: str) -> Answered | None:
    text = await measured(talk, picture, question)
    return _found(question, text) if text else None


async def _located(talk: Talk, picture: Picture, question: str) -> Answered | None:
    thing = thing_asked(question)
    # None where no model here locates: whoever answers questions is asked.
    exchange = await found_in(talk, picture, thing, question) if thing else None
    return Answered(sentence(exchange.answer, talk.language), exchange) if exchange else None


_KNOWN: tuple[Callable[[Talk, Picture, str], Awaitable[Answered | None]], ...] = (
    _read,
    _classified,
    _written,
    _measured,
    _located,
)
"""Who answers without the model for questions; each gives None for a question that isn't its."""
