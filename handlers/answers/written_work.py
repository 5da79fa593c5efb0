"""Writing put to use: translated, asked about, told in short, kept as an audio file."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from telegram import ReplyParameters

from handlers.answers.written_facts import Written
from handlers.descriptions.written_text import clean
from models.errors import NotUnderstood
from models.text.script import is_bangla

if TYPE_CHECKING:
    from handlers.answers.written_facts import Short
    from handlers.chat.session import Talk
    from models.values import Language, Page

_SURE = 0.85
"""Confidence from which a line surely says what was read."""


async def translated(talk: Talk, lines: Sequence[str], into: str = "") -> str:
    """The writing as it stands, then in the other language; what nobody could translate is said.

    into: "bn" or "en"; "" for the person's language, or the other where it is written in that.
    """
    if not any(lines):
        return talk.words("nothing-written")
    bangla = sum(map(is_bangla, lines)) * 2 > len(lines)
    target: Language = "en" if (into or ("en" if bangla else "bn")) == "en" else "bn"
    source: Language = "bn" if target == "en" else "en"
    verbatim = "\n".join(lines)
    wanted = [line for line in lines if is_bangla(line) == (source == "bn")]
    if not wanted:
        return "\n".join([verbatim, talk.words("translation-same")])
    abilities = talk.services.abilities
    try:
        found = await abilities.translate(wanted, source, target)
    except NotUnderstood:
        # One line of strange words is no reason to leave out the others.
        found = []
        for line in wanted:
            with suppress(NotUnderstood):
                found += await abilities.translate([line], source, target)
    told = [each.text for each in found if each.translated]
    lost = len(told) < len(wanted)
    said = [verbatim]
    if told:
        said += [talk.words("translation", into=target), *told]
    if lost:
        said.append(talk.words("translation-part" if told else "translation-none"))
    return "\n".join(said)


def facts_told(talk: Talk, lines: Sequence[Written], pages: int = 1) -> str:
    """The lines that answer a question, and whether they are read surely."""
    said = []
    for each in lines:
        key = "fact-line" if each.sure else "fact-line-doubtful"
        text = talk.words(key, text=each.text)
        if pages > 1:
            text = " ".join([talk.words("page", page=each.page, pages=pages), text])
        said.append(text)
    return "\n".join(said)


def short_told(talk: Talk, short: Short) -> str:
    """A paper in short: its kind, its title, dates and amounts."""
    said = [talk.words("short-kind", kind=short.kind)] if short.kind else []
    if short.title:
        said.append(talk.words("short-title", text=short.title))
    said += [talk.words("short-date", text=each) for each in short.dates]
    said += [talk.words("short-amount", text=each) for each in short.amounts]
    return "\n".join(said) or talk.words("nothing-written")


async def send_audio(talk: Talk, text: str, title: str) -> None:
    """Send a text as one Opus file to keep. Raises `SpeakerDown`, `TelegramError`."""
    if not text.strip():
        await talk.say(talk.words("nothing-written-page"))
        return
    sound = await talk.services.abilities.speak(
        text, talk.language, talk.chat.rate, talk.chat.pitch
    )
    quoted = talk.message_id and ReplyParameters(talk.message_id, allow_sending_without_reply=True)
    await talk.bot.send_audio(
        talk.chat_id,
        BytesIO(sound.data),
        duration=max(1, round(sound.seconds)),
        title=title[:60] or None,
        performer="Chokh",
        filename="chokh.ogg",
        reply_parameters=quoted or None,
    )


def written_lines(page: Page, number: int = 1) -> list[Written]:
    """A page's lines as they are looked through."""
    return [Written(clean(each.text), each.confidence >= _SURE, number) for each in page.lines]


def first_of(lines: Sequence[Written]) -> str:
    """The first line, as a title."""
    return next((each.text for each in lines if each.sure), "")
