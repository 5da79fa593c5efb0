"""What stands under a photo: a command, small talk, or a question about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.answers.document import read_paper
from handlers.answers.question_lists import items_of
from handlers.chat.addressing import said
from handlers.chat.session import Talk, message_of
from handlers.companions.ask import send_photo
from handlers.intents.parser import parse
from handlers.photos.album import answer_album
from handlers.photos.photo import answer_photo
from handlers.photos.video import answer_film
from handlers.search.find import find_like
from handlers.transport.attachments import film_in, pdf_in, picture_in
from handlers.updates.commands import BY_NAME, do
from handlers.updates.small_talk import not_understood, small_talk
from models.errors import ChokhError
from models.text.script import is_bangla

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Message, Update

    from handlers.chat.context import ChokhContext
    from handlers.intents.intent import Intent
    from handlers.transport.album import Album


async def on_photo(update: Update, context: ChokhContext) -> None:
    """Describe the photo; what its caption asks is answered first, what it orders is done."""
    message = message_of(update)
    sent = picture_in(message)
    if sent is None:
        raise TypeError("a message without a picture")
    talk, intent = await Talk.of(update, context), parse(said(message))
    if intent.kind == "errand":
        await send_photo(talk, message, intent)
    elif intent.kind == "command" and intent.name == "find" and not intent.argument:
        await find_like(talk, sent)
    else:
        talk, question = await _taken(talk, message, intent)
        await answer_photo(talk, sent, message.message_id, question)


async def on_film(update: Update, context: ChokhContext) -> None:
    """Tell what happens in it; what is asked in the caption, or in a round video, comes first."""
    message = message_of(update)
    sent = film_in(message)
    if sent is None:
        raise TypeError("a message without a video")
    talk = await Talk.of(update, context)
    talk, question = await _taken(talk, message, parse(said(message)))
    spoken = message.video_note is not None
    await answer_film(talk, sent, message.message_id, question, spoken=spoken)


async def on_album(album: Album, context: ChokhContext) -> None:
    """Describe the photos of an album in one reply."""
    messages = [update.message for update in album.updates if update.message]
    talk = await Talk.of(album, context)
    own: dict[int, str] = {}
    for message in messages:
        if said(message):
            talk, asked = await _taken(talk, message, parse(said(message)))
            own |= {message.message_id: asked} if asked else {}
    question = own.pop(_of_all(messages), "") if len(own) == 1 else ""
    apart = [each for each in messages if picture_in(each) is None and _is_seen(each)]
    together = [each for each in messages if each not in apart]
    if together:
        await answer_album(talk, together, question, own)
    for message in apart:
        try:
            await _answer_apart(talk, message, own.get(message.message_id, question))
        except ChokhError as error:
            # The others are answered already: the whole must not come again.
            await talk.say(talk.words(error.key, **error.arguments), kept=False)


def _of_all(messages: Sequence[Message]) -> int:
    """The message whose caption is the whole album's, where it is the only one.

    Telegram puts it under the first photo; its desktop programs under the last of several files.
    """
    files = all(message.document for message in messages)
    captioned = [message.message_id for message in messages if said(message)]
    at = messages[-1] if files and messages[-1].message_id in captioned else messages[0]
    return at.message_id


def _is_seen(message: Message) -> bool:
    return film_in(message) is not None or pdf_in(message) is not None


async def _answer_apart(talk: Talk, message: Message, question: str) -> None:
    """A video or a PDF among the photos of an album, each in a reply of its own."""
    film = film_in(message)
    talk = replace(talk, message_id=message.message_id)
    if film is not None:
        await answer_film(talk, film, message.message_id, question)
    else:
        await read_paper(talk, message, question)


async def _taken(talk: Talk, message: Message, intent: Intent) -> tuple[Talk, str]:
    """Do what the caption orders. Returns the talk to describe with, and what is left to ask."""
    if intent.kind == "command":
        return await _commanded(talk, message, intent)
    if intent.kind not in ("talk", "order") or await items_of(talk, intent.text):
        return talk, intent.text
    if intent.kind == "talk":
        await small_talk(talk, intent)
    else:
        await not_understood(talk, intent)
    return talk, ""


async def _commanded(talk: Talk, message: Message, intent: Intent) -> tuple[Talk, str]:
    command, argument = BY_NAME.get(intent.name), intent.argument
    if intent.name == "detail":
        return replace(talk, chat=replace(talk.chat, length="long")), ""
    if intent.name == "read" or (intent.name == "classify" and argument):
        return talk, intent.text
    if intent.name == "where" and argument:
        return talk, f"{argument} কোথায়?" if is_bangla(argument) else f"where is {argument}?"
    if command is not None and not command.caption:
        await talk.say(talk.words("caption-apart"), kept=False)
        return talk, ""
    await do(talk, intent, message)
    chat = await talk.services.memory.chats.get(talk.user.id)
    return replace(talk, chat=chat or talk.chat), ""
