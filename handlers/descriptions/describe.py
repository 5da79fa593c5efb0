"""Description of a photo as one message: what it shows · what it says · doubt · advice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers.descriptions.claims import Phrase, phrases
from handlers.descriptions.retake_advice import advice, needs_slant
from handlers.descriptions.uncertainty import doubtful, hedged_bangla, hedged_english
from handlers.descriptions.written_text import in_short, surely
from handlers.i18n.text import sentence, tidy, without_filler
from models.errors import ChokhError
from models.values import Aim, Page

if TYPE_CHECKING:
    from handlers.i18n.messages import Words
    from models.abilities import Abilities
    from models.values import Caption, Language, Length, Picture

logger = logging.getLogger(__name__)

# Below it the model's own words were, on the geometric mean, less likely than not. Of 119 right
# captions of drawn scenes the lowest had 0.93, so that no right one is doubted there; a wrong one
# had 0.94, which no threshold would find.
DOUBT_BELOW = 0.5
# Seconds that a description which is ready waits for the writing. Never more: the writing can be
# asked for.
READING_WAITED_FOR = 3.0
# The demonstration's honest answer; to doubt it would say that there may be a shape after all.
NOTHING_KNOWN = "nothing that i know"


@dataclass(frozen=True)
class Description:
    """The parts of a description, each "" where there is nothing to say.

    caption: what it shows, in `language`, or in English where it could not be translated, and
    `untranslated` is the sentence that says so; text: the writing in it that was surely read,
    verbatim; writing: the sentences that tell of it; doubt and advice: a sentence each, in
    `language`.
    """

    caption: str
    caption_en: str
    text: str
    doubt: str
    advice: str
    language: Language
    untranslated: str = ""
    writing: str = ""

    def said_of(self) -> str:
        """What it shows, as a sentence."""
        shows = sentence(self.caption, "en" if self.untranslated else self.language)
        return f"{shows} {self.untranslated}".strip()

    def said(self) -> str:
        """The whole, always in the same order, as it is written and spoken."""
        parts = (self.said_of(), self.writing, self.doubt, self.advice)
        return "\n".join(part for part in parts if part)


OnShown = Callable[[Sequence[Description]], None]


async def describe(
    abilities: Abilities,
    picture: Picture,
    language: Language,
    length: Length,
    words: Words,
    away: bool = False,
    on_shown: OnShown | None = None,
) -> Description:
    """One photo's description. Raises `ChokhError`s."""
    described = describe_all(abilities, [picture], language, length, words, away, on_shown)
    return (await described)[0]


async def describe_all(
    abilities: Abilities,
    pictures: Sequence[Picture],
    language: Language,
    length: Length,
    words: Words,
    away: bool = False,
    on_shown: OnShown | None = None,
) -> list[Description]:
    """A description for each photo, in order: captioned and translated together, read meanwhile.

    away: the photos may go to whoever answers questions, for a long description; on_shown: is
    called once `said_of` is what it will be for each, while the reading goes on.
    """
    readings = [asyncio.create_task(_read(abilities, picture)) for picture in pictures]
    aims = [asyncio.create_task(_aim(abilities, picture)) for picture in pictures]
    try:
        shown = await unread(abilities, pictures, language, length, words, away)
        if on_shown is not None:
            on_shown(shown)
        await asyncio.wait(readings, timeout=READING_WAITED_FOR)
        pages = [reading.result() if reading.done() else Page(()) for reading in readings]
        advised = [
            await _advised(abilities, *each, words, language)
            for each in zip(pictures, pages, await asyncio.gather(*aims), strict=True)
        ]
    finally:
        for task in (*readings, *aims):
            task.cancel()
    return [
        replace(
            description,
            text="\n".join(surely(page)),
            writing=in_short(page, words, language),
            advice=said,
        )
        for description, page, said in zip(shown, pages, advised, strict=True)
    ]


async def _read(abilities: Abilities, picture: Picture) -> Page:
    """What is written on it; nothing where that can't be found out: the description still helps."""
    try:
        return await abilities.read(picture)
    except ChokhError as error:
        logger.warning("not read with a description: %s: %s", type(error).__name__, error)
        return Page(())


async def _aim(abilities: Abilities, picture: Picture) -> Aim | None:
    """How the photo was taken; None where that can't be found out."""
    try:
        return await abilities.aim(picture)
    except ChokhError as error:
        logger.warning("not looked at for advice: %s: %s", type(error).__name__, error)
        return None


async def _advised(
    abilities: Abilities,
    picture: Picture,
    page: Page,
    aim: Aim | None,
    words: Words,
    language: Language,
) -> str:
    """The sentence for a better photo; "" where this one is fine."""
    if aim is None:
        return ""
    try:
        slant = await abilities.slant(picture) if needs_slant(page) else 0.0
    except ChokhError as error:
        logger.warning("the lean of writing was not measured: %s", error)
        slant = 0.0
    found = advice(aim, page, picture.image.size, slant)
    return words.say(language, found[0], **found[1]) if found else ""


async def unread(
    abilities: Abilities,
    pictures: Sequence[Picture],
    language: Language,
    length: Length,
    words: Words,
    away: bool = False,
) -> list[Description]:
    """What `describe_all` says without what is written on the photos, which takes longest."""
    captions = await abilities.caption(pictures, length, away)
    english = [tidy(without_filler(caption.text), "en") for caption in captions]
    nothing = words.say(language, "nothing-made-out")
    doubts = [
        doubtful(caption, text, NOTHING_KNOWN)
        for caption, text in zip(captions, english, strict=True)
    ]
    if language == "en":
        said = [(hedged_english(*each), True) for each in zip(english, doubts, strict=True)]
    else:
        translations = await abilities.translate(english, "en", language)
        said = [
            (
                await _hedged(abilities, text, found, done.text) if done.translated else done.text,
                done.translated,
            )
            for text, found, done in zip(english, doubts, translations, strict=True)
        ]
    return [
        Description(
            caption=words.in_style(tidy(text, spoken), spoken) if caption_en else nothing,
            caption_en=caption_en,
            text="",
            doubt=words.say(language, "doubt") if is_doubtful(caption) and not found else "",
            advice="",
            language=language,
            untranslated=""
            if translated or not caption_en
            else words.say(language, "untranslated"),
        )
        for caption, caption_en, (text, translated), found in zip(
            captions, english, said, doubts, strict=True
        )
        for spoken in [language if translated else "en"]
    ]


async def _hedged(abilities: Abilities, text: str, doubts: list[Phrase], bangla: str) -> str:
    """The Bangla sentence with its doubts said inside it."""
    if not doubts:
        return bangla
    named = [text[phrase.start : phrase.end] for phrase in doubts]
    translations = await abilities.translate(named, "en", "bn")
    found = [each.text if each.translated else "" for each in translations]
    return hedged_bangla(bangla, found, all_of_it=len(doubts) == len(phrases(text)))


def is_doubtful(caption: Caption) -> bool:
    """Whether the person should hear that the model may be wrong."""
    # Where no confidence is told, there is nothing to doubt by: nor is anything said to be sure.
    doubtful = caption.confidence is not None and caption.confidence < DOUBT_BELOW
    return doubtful and caption.text.strip().lower() != NOTHING_KNOWN
