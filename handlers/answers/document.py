"""PDFs: read some pages at a time, translated, asked about, in short, and as one audio file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers.answers.written_facts import Written, fact_asked, found, in_short
from handlers.answers.written_work import (
    facts_told,
    send_audio,
    short_told,
    translated,
    written_lines,
)
from handlers.chat.addressing import said
from handlers.chat.admission import admitted
from handlers.chat.session import Talk, message_of
from handlers.descriptions.written_text import written
from handlers.intents.parser import parse
from handlers.search.referenced_photo import referenced_photo
from handlers.transport.attachments import SentPicture, fetch, pdf_in
from memory.values import Exchange, NewPhoto, Photo
from models.text.script import ascii_digits

if TYPE_CHECKING:
    from telegram import Message, Update

    from handlers.chat.context import ChokhContext
    from handlers.intents.intent import Intent
    from models.values import Document

PAGES = 2
"""Pages of a PDF in one reply: dense ones are four minutes of voice."""
_ASKED, _SPOKEN = 10, 20
"""Pages that are looked through for an answer, and that one audio file has."""
_PROGRESS = 5
"""Pages after which a person hears how far it is."""
_SHORT = "summar|সারাংশ|সারমর্ম|সংক্ষেপ"
_OF_PHOTOS = ("where", "classify", "detail", "wrong")


@dataclass(frozen=True)
class _Paper:
    """A PDF that is meant. known: what is remembered of it, or is to be."""

    sent: SentPicture
    known: Photo | NewPhoto


async def on_pdf(update: Update, context: ChokhContext) -> None:
    """Read the first pages of a PDF, or do with it what its caption says."""
    message = message_of(update)
    await read_paper(await Talk.of(update, context), message, said(message))


async def read_paper(talk: Talk, message: Message, caption: str) -> None:
    """Do with a message's PDF what is said with it."""
    sent = pdf_in(message)
    if sent is None:
        raise TypeError("a message without a PDF")
    await _do(talk, _Paper(sent, _new(talk, sent, message.message_id)), parse(caption), caption)


async def about_paper(talk: Talk, message: Message, intent: Intent) -> bool:
    """Answer what is said of a PDF; False where none is meant."""
    ours = intent.kind in ("question", "look") or (
        intent.kind == "command"
        and (
            intent.name in ("read", "translate", "audio", *_OF_PHOTOS)
            or (intent.name, intent.argument) == ("length", "short")
        )
    )
    if not ours:
        return False
    photo, unknown = await referenced_photo(talk, message)
    if unknown is not None and unknown[0].kind == "document":
        sent, message_id = unknown
        await _do(talk, _Paper(sent, _new(talk, sent, message_id)), intent, intent.text)
        return True
    if photo is not None and photo.kind == "document":
        sent = SentPicture(photo.file_id, None, "document")
        await _do(talk, _Paper(sent, photo), intent, intent.text)
        return True
    return False


def page_in(intent: Intent, text: str) -> int:
    """The page that a text names, counted from 1: "page 12", or a number alone; 0 for none."""
    named = intent.argument if intent.name == "read" else ""
    for each in (named, text):
        if re.fullmatch(r"\s*\d{1,5}\s*", number := ascii_digits(each)):
            return max(1, int(number))
    return 0


async def _do(talk: Talk, paper: _Paper, intent: Intent, text: str) -> None:
    if (intent.kind == "look" and intent.name != "note") or (
        intent.kind == "command" and intent.name in _OF_PHOTOS
    ):
        await talk.say(talk.words("document-writing"))
        return
    asked = text.strip() or talk.words("read-asked")
    async with admitted(talk, photos=1):
        document = await talk.services.abilities.open_document(await fetch(talk.bot, paper.sent))
        page = page_in(intent, text)
        if intent.kind == "command" and intent.name == "audio":
            await _spoken(talk, paper, document)
            return
        if intent.kind == "command" and intent.name == "translate":
            lines = await _lines(talk, document, await _first(talk, paper, document), PAGES)
            answer = await translated(talk, [each.text for each in lines], intent.argument)
        elif intent.name == "length" or re.search(_SHORT, text, re.IGNORECASE):
            answer = short_told(talk, in_short(await _lines(talk, document, 1, PAGES)))
        elif _asks(intent, paper, text) and not page:
            answer = await _answer(talk, document, text)
        else:
            if not page and re.search(r"পরের|next", text, re.IGNORECASE):
                page = await _first(talk, paper, document) + PAGES
            first = page or 1
            asked = talk.words("page-asked", page=first)
            answer = await _pages(talk, document, first)
    known = paper.known
    if isinstance(known, NewPhoto):
        known = _named(known, answer)
    await talk.reply(answer, about=known, exchange=Exchange("", "", asked, answer, by="rule"))


def _asks(intent: Intent, paper: _Paper, text: str) -> bool:
    """Whether it is a question; what stands under a new file is often no more than its name."""
    if intent.kind not in ("question", "look") or not text.strip():
        return False
    return isinstance(paper.known, Photo) or fact_asked(text) is not None


async def _answer(talk: Talk, document: Document, question: str) -> str:
    fact = fact_asked(question)
    if fact is None:
        return talk.words("document-ask")
    for first in range(1, min(document.pages, _ASKED) + 1):
        lines = found(await _lines(talk, document, first, 1), fact)
        if lines:
            return facts_told(talk, lines, document.pages)
    return talk.words("fact-none")


async def _pages(talk: Talk, document: Document, first: int) -> str:
    abilities = talk.services.abilities
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


async def _lines(talk: Talk, document: Document, first: int, count: int) -> list[Written]:
    """The lines of so many pages."""
    lines: list[Written] = []
    for number in range(first, min(first + count - 1, document.pages) + 1):
        page = await talk.services.abilities.read_page(document, number - 1)
        lines += written_lines(page, number)
    return lines


async def _first(talk: Talk, paper: _Paper, document: Document) -> int:
    """The page that was read last."""
    if isinstance(paper.known, NewPhoto):
        return 1
    for each in reversed(await talk.services.memory.photos.exchanges(paper.known.id)):
        number = re.search(r"\d{1,5}", ascii_digits(each.question))
        if number and each.question == talk.words("page-asked", page=int(number[0])):
            return min(int(number[0]), document.pages)
    return 1


async def _spoken(talk: Talk, paper: _Paper, document: Document) -> None:
    """Send what is written as one audio file, its pages said by their numbers."""
    pages, said = min(document.pages, _SPOKEN), list[str]()
    for number in range(1, pages + 1):
        page = await talk.services.abilities.read_page(document, number - 1)
        if document.pages > 1:
            said.append(talk.words("page", page=number, pages=document.pages))
        said.append("\n".join(each.text for each in written_lines(page, number)))
        if number % _PROGRESS == 0 and number < pages:
            await talk.say(talk.words("audio-so-far", page=number, pages=pages), aloud=False)
    title = _title(said, talk.words("page", page=1, pages=document.pages))
    await send_audio(talk, "\n".join(said), title)
    if pages < document.pages:
        await talk.say(talk.words("audio-cut", pages=pages), aloud=False)
    if isinstance(paper.known, NewPhoto):
        await talk.services.memory.photos.add(_named(paper.known, title))


def _title(said: Sequence[str], heading: str) -> str:
    lines = [line for text in said for line in text.split("\n") if line and line != heading]
    return lines[0] if lines else ""


def _new(talk: Talk, sent: SentPicture, message_id: int) -> NewPhoto:
    return NewPhoto(
        *(talk.chat_id, message_id, sent.file_id, "PDF", "PDF", talk.language),
        kind="document",
        user_id=talk.user.id,
    )


def _named(new: NewPhoto, told: str) -> NewPhoto:
    """What is remembered of it, by how it begins."""
    line = next((each for each in told.split("\n") if len(each) > 3), "")
    return replace(new, caption=f"PDF: {line[:80]}", caption_en="PDF")
