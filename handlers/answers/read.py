"""/read: the writing on a photo or in a PDF, word for word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.chat.addressing import said
from handlers.chat.admission import admitted
from handlers.chat.session import Talk, message_of
from handlers.descriptions.written_text import written
from handlers.intents.recogniser import command_in
from handlers.search.referenced_photo import look
from handlers.transport.attachments import SentPicture, fetch
from memory.values import Exchange
from models.text.script import ascii_digits

if TYPE_CHECKING:
    from telegram import ExternalReplyInfo, Message, Update

    from handlers.chat.context import ChokhContext
    from models.values import Picture

PAGES = 2
"""Pages of a PDF in one reply: dense ones are four minutes of voice."""


async def on_pdf(update: Update, context: ChokhContext) -> None:
    """Read the first pages of a PDF, or from the page that its caption names."""
    message = message_of(update)
    talk = await Talk.of(update, context)
    await read(talk, said(message), message)


async def read(talk: Talk, argument: str, message: Message) -> None:
    """Read the PDF that the message has or replies to, from a page on, or else the photo it means.

    argument: the page, "" for the first. Raises `BadPicture`, `BadDocument`, machine's faults.
    """
    sent = pdf_in(message) or (message.reply_to_message and pdf_in(message.reply_to_message))
    if not sent and message.external_reply:
        sent = pdf_in(message.external_reply)
    if sent:
        async with admitted(talk, photos=1):
            text = await _pages(talk, await fetch(talk.bot, sent), page_in(argument))
        await talk.say(talk.checked(text))
        return
    async with admitted(talk, photos=0):
        seen = await look(talk, message)
        if seen is None:
            await talk.say(talk.words("no-photo-yet"))
            return
        picture, photo = seen
        text = await reading(talk, picture)
    if photo is None:
        await talk.say(talk.checked(text))
    else:
        asked = Exchange("", "", talk.words("read-asked"), text, by="rule")
        await talk.reply(text, about=photo, exchange=asked)


async def reading(talk: Talk, picture: Picture) -> str:
    """All that is written on the picture, or the sentence that nothing is."""
    page = await talk.services.abilities.read(picture)
    return written(page, talk.wording, talk.language) or talk.words("nothing-written")


async def _pages(talk: Talk, data: bytes, first: int) -> str:
    abilities = talk.services.abilities
    document = await abilities.open_document(data)
    if first > document.pages:
        return talk.words("page-none", pages=document.pages)
    last = min(first + PAGES - 1, document.pages)
    said = []
    for number in range(first, last + 1):
        page = await abilities.read_page(document, number - 1)
        if document.pages > 1:
            said.append(talk.words("page", page=number, pages=document.pages))
        text = written(page, talk.wording, talk.language)
        said.append(text or talk.words("nothing-written-page"))
    if last < document.pages:
        said.append(talk.words("page-next", page=last + 1))
    return "\n".join(said)


def page_in(text: str) -> int:
    """The page that the text names, counted from 1; the first where it names none."""
    found = re.search(r"\d{1,5}", ascii_digits(text))
    return max(1, int(found[0])) if found else 1


def pdf_in(message: Message | ExternalReplyInfo) -> SentPicture | None:
    """Where Telegram keeps the message's PDF; None where it has none."""
    document = message.document
    if document is None:
        return None
    named = (document.file_name or "").lower().endswith(".pdf")
    if document.mime_type != "application/pdf" and not named:
        return None
    return SentPicture(document.file_id, document.file_size)


def is_asked(text: str) -> bool:
    """Whether a photo's caption asks to have it read."""
    command = command_in(text)
    return command is not None and command.name == "read"
