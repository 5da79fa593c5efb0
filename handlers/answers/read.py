"""/read: the writing on a photo, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.answers.written_facts import fact_asked, found
from handlers.answers.written_work import (
    facts_told,
    first_of,
    send_audio,
    translated,
    written_lines,
)
from handlers.chat.admission import admitted
from handlers.chat.session import Talk
from handlers.descriptions.written_text import written
from handlers.intents.recogniser import command_in
from handlers.search.referenced_photo import look
from memory.values import Exchange

if TYPE_CHECKING:
    from telegram import Message

    from handlers.answers.written_facts import Written
    from memory.values import Photo
    from models.values import Picture


async def read(talk: Talk, _argument: str, message: Message) -> None:
    """Read the photo that the message means. Raises `BadPicture`, machine's faults."""
    async with admitted(talk, photos=0):
        seen = await look(talk, message)
        if seen is None:
            await talk.say(talk.words("no-photo-yet"))
            return
        picture, photo = seen
        text = await reading(talk, picture)
    await _told(talk, photo, talk.words("read-asked"), text)


async def reading(talk: Talk, picture: Picture) -> str:
    """All that is written on the picture, or the sentence that nothing is."""
    page = await talk.services.abilities.read(picture)
    return written(page, talk.wording, talk.language) or talk.words("nothing-written")


async def translate(talk: Talk, argument: str, message: Message) -> None:
    """Read the photo that is meant, and say the writing in the other language, too.

    argument: the language, "" for the one that it is not in.
    """
    lines, photo = await _lines_of(talk, message)
    if lines is None:
        return
    text = await translated(talk, [each.text for each in lines], argument)
    await _told(talk, photo, talk.words("translate-asked"), text)


async def audio(talk: Talk, _argument: str, message: Message) -> None:
    """Send what is written on the photo that is meant as one audio file to keep."""
    lines, _ = await _lines_of(talk, message)
    if lines is not None:
        await send_audio(talk, "\n".join(each.text for each in lines), first_of(lines))


async def fact(talk: Talk, picture: Picture, question: str) -> str:
    """The lines of a picture's writing that answer a question; "" where there are none."""
    asked = fact_asked(question)
    if asked is None or asked in ("amount", "date"):
        # "How much?" and "when?" are asked of much that isn't writing.
        return ""
    lines = written_lines(await talk.services.abilities.read(picture))
    return facts_told(talk, found(lines, asked))


async def _lines_of(talk: Talk, message: Message) -> tuple[list[Written] | None, Photo | None]:
    async with admitted(talk, photos=0):
        seen = await look(talk, message)
        if seen is None:
            await talk.say(talk.words("no-photo-yet"))
            return None, None
        return written_lines(await talk.services.abilities.read(seen[0])), seen[1]


async def _told(talk: Talk, photo: Photo | None, question: str, text: str) -> None:
    if photo is None:
        await talk.say(talk.checked(text))
    else:
        await talk.reply(text, about=photo, exchange=Exchange("", "", question, text, by="rule"))


def is_asked(text: str) -> bool:
    """Whether a photo's caption asks to have it read."""
    command = command_in(text)
    return command is not None and command.name == "read"
