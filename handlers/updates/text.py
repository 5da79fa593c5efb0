"""Text messages: a command in plain words, or a question about a photo."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from telegram import Message

from handlers.access.help import topic_named
from handlers.answers.answer import answered
from handlers.answers.ask_model import check
from handlers.answers.document import about_paper
from handlers.answers.locate import asked_where, show
from handlers.answers.question_lists import items_of, unwanted
from handlers.chat.addressing import is_forwarded, is_group, said, written
from handlers.chat.admission import admitted
from handlers.chat.consent import about_photo, consented
from handlers.chat.session import Talk, message_of
from handlers.companions.answer import answer_errand
from handlers.companions.ask import errand
from handlers.companions.pairing import decided
from handlers.intents.parser import parse
from handlers.photos.pending_question import keep_question
from handlers.photos.photo import answer_photo
from handlers.photos.video import answer_film, ask_film
from handlers.privacy.forget import forget_confirmed
from handlers.search.history import earlier, may_mean_earlier
from handlers.search.referenced_photo import referenced_photo
from handlers.transport.attachments import SentPicture, fetch, picture_in
from handlers.updates.commands import do
from handlers.updates.small_talk import not_understood, small_talk

if TYPE_CHECKING:
    from telegram import Update

    from handlers.chat.context import ChokhContext
    from handlers.intents.intent import Intent
    from memory.values import Photo


async def on_text(update: Update, context: ChokhContext) -> None:
    """Do what the text says, or answer what it asks."""
    message = message_of(update)
    talk, text = await Talk.of(update, context), said(message)
    if is_forwarded(message):
        await talk.say(talk.words("forwarded"), kept=False)
    elif text or not is_group(message):
        await respond(talk, message, text)
    else:
        await _only_named(talk, message)


async def on_edited(update: Update, context: ChokhContext) -> None:
    """Answer what a message or a caption asks now; a place that moves is edited, too, for hours."""
    message = message_of(update)
    if not written(message):
        return
    if message.text:
        await on_text(update, context)
        return
    talk = await Talk.of(update, context)
    photo = await talk.services.memory.photos.about(talk.chat_id, message.message_id)
    picture = picture_in(message)
    if photo is not None:
        await respond(replace(talk, about=photo), message, said(message))
    elif picture is not None:
        await answer_photo(talk, picture, message.message_id, said(message))


async def _only_named(talk: Talk, message: Message) -> None:
    """Describe the photo that is replied to with the bot's name alone, or say how to ask."""
    _, unknown = await referenced_photo(talk, message)
    if unknown is None:
        await talk.say(talk.words("group-how"))
    else:
        answer = answer_film if unknown[0].kind == "video" else answer_photo
        await answer(talk, *unknown, None)


async def respond(talk: Talk, message: Message, text: str) -> None:
    """Do what the text says, or answer what it asks: the message's own, or heard in it."""
    intent = parse(
        text, datetime.now(UTC).astimezone(talk.zone), earlier=may_mean_earlier(talk, message)
    )
    for take in _AWAITED:
        if await take(talk, message, intent.text):
            return
    if intent.kind == "earlier" and intent.pick is not None:
        found, rest = await earlier(talk, intent.pick), intent.rest
        if found is None or rest is None:
            return
        talk, intent, text = found, rest, rest.text
    if intent.kind == "errand":
        await errand(talk, message, intent)
    elif not await answer_errand(talk, message, text) and not await about_paper(
        talk, message, intent
    ):
        await _respond(talk, message, intent)


async def _respond(talk: Talk, message: Message, intent: Intent) -> None:
    """Do or answer what concerns the bot and the person alone."""
    if intent.kind == "command":
        await do(talk, intent, message)
    elif intent.kind in ("talk", "order") and await items_of(talk, intent.text):
        await answer_text(talk, message, intent.text)
    elif intent.kind == "talk":
        await small_talk(talk, intent)
    elif intent.kind == "next":
        check(intent.argument)
        await keep_question(talk, intent.argument)
    elif intent.kind == "order":
        if not await unwanted(talk, message, intent.text):
            await not_understood(talk, intent)
    elif intent.name == "show":
        await show(talk, message)
    elif intent.name != "where" or not await asked_where(
        talk, message, intent.argument, intent.text
    ):
        await answer_text(talk, message, intent.text)


async def answer_text(talk: Talk, message: Message, question: str) -> None:
    """Answer a question about the photo that the message replies to, or about the last one.

    Raises `TextEmpty`, `TextTooLong`, `NotUnderstood`, `PhotoGone` and the machine's faults.
    """
    check(question)
    photo, unknown = await referenced_photo(talk, message)
    if unknown is not None:
        answer = answer_film if unknown[0].kind == "video" else answer_photo
        await answer(talk, *unknown, question)
    elif photo is not None and photo.kind == "video":
        await ask_film(talk, photo, question)
    elif photo is not None:
        await _answer(talk, photo, question)
    else:
        await keep_question(talk, question)


async def _answer(talk: Talk, photo: Photo, question: str) -> None:
    services, talk = talk.services, await about_photo(talk, photo)
    async with admitted(talk, photos=0):
        data = await fetch(talk.bot, SentPicture(photo.file_id, None))
        picture = await services.abilities.open_picture(data)
        history = await services.memory.photos.exchanges(photo.id)
        told = await answered(talk, picture, question, history)
    await talk.reply(told.text, about=photo, exchange=told.exchange)


_Taker = Callable[[Talk, Message, str], Awaitable[bool]]
_AWAITED: tuple[_Taker, ...] = (forget_confirmed, consented, decided, topic_named)
"""Who has asked something and takes the answer, whatever else it may mean."""
