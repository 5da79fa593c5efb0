"""Text messages: a command in plain words, or a question about a photo."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import Message

from handlers.answers.answer import answered
from handlers.answers.ask_model import check
from handlers.answers.locate import asked_where
from handlers.answers.question_lists import unwanted
from handlers.chat.addressing import is_forwarded, is_group, said, written
from handlers.chat.admission import admitted
from handlers.chat.consent import about_photo
from handlers.chat.session import Talk, message_of
from handlers.companions.answer import answer_errand
from handlers.companions.ask import errand
from handlers.companions.pairing import decided
from handlers.intents.banglish import as_bangla
from handlers.intents.parser import plain, slash
from handlers.photos.pending_question import asked_for_next, keep_question
from handlers.photos.photo import answer_photo
from handlers.photos.video import answer_film, ask_film
from handlers.privacy.forget import forget_confirmed
from handlers.search.history import earlier
from handlers.search.referenced_photo import referenced_photo
from handlers.transport.attachments import SentPicture, fetch, picture_in
from handlers.updates.commands import do

if TYPE_CHECKING:
    from telegram import Update

    from handlers.chat.context import ChokhContext
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
    read = as_bangla(text)
    for take in _AWAITED:
        if await take(talk, message, read):
            return
    found = await earlier(talk, message, read)
    if isinstance(found, Talk):
        return
    if found is not None:
        talk, read = found
        text = read
    for take in _TOLD_ON:
        if await take(talk, message, text):
            return
    for take in _TAKERS:
        if await take(talk, message, read):
            return
    await answer_text(talk, message, read)


async def commanded(talk: Talk, message: Message, text: str) -> bool:
    """Do the command that the text is. Returns whether it is one."""
    command = slash(text) or plain(text)
    if command is not None:
        await do(talk, command, message)
        return True
    if text.startswith("/"):
        await talk.say(talk.words("unknown-command"))
        return True
    return False


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
_AWAITED: tuple[_Taker, ...] = (forget_confirmed, decided)
"""Who has asked something and takes the answer, whatever else it may mean."""
_TOLD_ON: tuple[_Taker, ...] = (errand, answer_errand)
"""Who tells a text to another person, in the letters that it was typed in."""
_TAKERS: tuple[_Taker, ...] = (
    commanded,
    unwanted,
    asked_for_next,
    asked_where,
)
"""Who may take a text before it counts as a question, the first that returns True; in order."""
