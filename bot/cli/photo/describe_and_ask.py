"""`chokh describe` and `chokh ask`: the abilities, in the terminal."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bot.app import build_engine
from bot.cli.shared.report import complain, explained
from bot.errors import Complaint
from bot.monitoring import logs
from bot.terminal import printable, say
from handlers.answers.ask_model import ask
from handlers.chat.consent import notice
from handlers.descriptions.describe import describe
from handlers.i18n.messages import Words
from memory.values import Consent
from models.errors import BadPicture
from models.media.image import MAX_BYTES

if TYPE_CHECKING:
    from bot.settings import Settings
    from memory.values import Exchange
    from models.abilities import Abilities
    from models.values import Language, Picture


def describe_photos(
    settings: Settings,
    photos: Sequence[Path],
    lang: Language | None,
    speak: Path | None,
    as_json: bool,
) -> None:
    """Print each photo's description; a bad one is named and does not stop the others."""
    language = lang or settings.replies.language
    with terminal(language):
        all_well = asyncio.run(_describe_all(settings, photos, language, speak, as_json))
    if not all_well:
        raise SystemExit(1)


def ask_questions(
    settings: Settings, photo: Path, questions: Sequence[str], lang: Language | None, as_json: bool
) -> None:
    """Print the answers to the questions, asked one after another about one photo."""
    language = lang or settings.replies.language
    with terminal(language):
        asyncio.run(_ask_all(settings, photo, questions, language, as_json))


async def _describe_all(
    settings: Settings,
    photos: Sequence[Path],
    language: Language,
    speak: Path | None,
    as_json: bool,
) -> bool:
    engine = build_engine(settings)
    replies = settings.replies
    all_well, long, words = True, replies.length == "long", Words(replies.style)
    try:
        if long:
            await told_where(engine, language)
        for photo in photos:
            started = time.perf_counter()
            try:
                with explained(language), waiting(as_json):
                    picture = await open_photo(engine, photo)
                    description = await describe(
                        engine, picture, language, replies.length, words, away=long
                    )
            except Complaint as complaint:
                if not isinstance(complaint.__cause__, BadPicture):
                    raise
                complain(f"{photo}: {complaint}")
                all_well = False
                continue
            if as_json:
                print_json(
                    photo=str(photo),
                    caption=description.caption,
                    text=description.text,
                    doubt=description.doubt,
                    advice=description.advice,
                    language=language,
                    seconds=round(time.perf_counter() - started, 3),
                )
            else:
                say(f"{photo}: {description.said()}")
            if speak is not None:
                sound = await engine.speak(description.said(), language, replies.rate)
                await asyncio.to_thread(speak.write_bytes, sound.data)
    finally:
        await engine.close()
    return all_well


async def _ask_all(
    settings: Settings, photo: Path, questions: Sequence[str], language: Language, as_json: bool
) -> None:
    engine = build_engine(settings)
    turns: list[Exchange] = []
    words = Words(settings.replies.style)
    try:
        consent = await told_where(engine, language)
        with waiting(as_json):
            picture = await open_photo(engine, photo)
        for question in questions:
            with waiting(as_json):
                exchange = await ask(engine, [picture], turns, question, language, words, consent)
            turns.append(exchange)
            if not as_json:
                say(f"{question}\n  {exchange.answer}")
    finally:
        await engine.close()
    if as_json:
        print_json(
            photo=str(photo),
            turns=[{"question": turn.question, "answer": turn.answer} for turn in turns],
        )


async def told_where(abilities: Abilities, language: Language) -> Consent:
    """The owner's consent to the host outside that answers, which standard error names."""
    host = await abilities.answers_at()
    if host:
        Console(stderr=True, highlight=False).print(
            printable(notice(Words(), language, host)), markup=False, soft_wrap=True
        )
    return Consent(host, given=True)


async def open_photo(abilities: Abilities, photo: Path) -> Picture:
    """Read no more of the file than a picture may have, then decode it."""

    def read() -> bytes:
        with photo.open("rb") as file:
            return file.read(MAX_BYTES + 1)

    return await abilities.open_picture(await asyncio.to_thread(read))


@contextmanager
def terminal(language: Language) -> Iterator[None]:
    """Log errors alone, and turn what we foresee into a `Complaint`."""
    logs.start(level=logging.ERROR)
    with explained(language):
        yield


@contextmanager
def waiting(quiet: bool) -> Iterator[None]:
    """Show on standard error that something is under way; standard output stays the answer's."""
    with Console(stderr=True, quiet=quiet).status("…"):
        yield


def print_json(**values: object) -> None:
    """One object, on a line of its own."""
    say(json.dumps(values, ensure_ascii=False))
