"""What stands under a photo: a command, small talk, or a question about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.answers.question_lists import items_of
from handlers.chat.addressing import said
from handlers.chat.session import Talk, message_of
from handlers.companions.ask import send_photo
from handlers.intents.parser import parse
from handlers.photos.album import answer_album
from handlers.photos.photo import answer_photo
from handlers.photos.video import answer_film
from handlers.search.find import find_like
from handlers.transport.attachments import film_in, picture_in
from handlers.updates.commands import BY_NAME, do
from handlers.updates.small_talk import not_understood, small_talk

if TYPE_CHECKING:
    from telegram import Message, Update

    from handlers.chat.context import ChokhContext
    from handlers.intents.intent import Intent
    from handlers.transport.album import Album

_OF_THE_PHOTO = ("read", "classify", "where", "detail")
"""Commands that are answered of the photo which they stand under."""


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
    talk, question = await Talk.of(album, context), ""
    captioned = next((message for message in messages if said(message)), None)
    if captioned is not None:
        talk, question = await _taken(talk, captioned, parse(said(captioned)))
    await answer_album(talk, messages, question)


async def _taken(talk: Talk, message: Message, intent: Intent) -> tuple[Talk, str]:
    """Do what the caption orders. Returns the talk to describe with, and what is left to ask."""
    if intent.kind == "command":
        command = BY_NAME.get(intent.name)
        if intent.name == "detail":
            return replace(talk, chat=replace(talk.chat, length="long")), ""
        if intent.name in _OF_THE_PHOTO:
            return talk, intent.text
        if command is None or command.caption:
            await do(talk, intent, message)
            chat = await talk.services.memory.chats.get(talk.user.id)
            return replace(talk, chat=chat or talk.chat), ""
        await talk.say(talk.words("caption-apart"), kept=False)
        return talk, ""
    if intent.kind in ("talk", "order") and await items_of(talk, intent.text):
        return talk, intent.text
    if intent.kind == "talk":
        await small_talk(talk, intent)
        return talk, ""
    if intent.kind == "order":
        await not_understood(talk, intent)
        return talk, ""
    return talk, intent.text
