"""`chokh describe` and `chokh ask`: the abilities, in the terminal."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.shared.report import complain, explained
from bot.cli.shared.terminal import (
    open_photo,
    opened_engine,
    print_json,
    terminal,
    told_where,
    waiting,
)
from bot.errors import Complaint
from bot.terminal import say
from handlers.answers.ask_model import ask
from handlers.descriptions.describe import describe
from handlers.i18n.messages import Words
from models.errors import BadPicture

if TYPE_CHECKING:
    from bot.settings import Settings
    from memory.values import Exchange
    from models.values import Language


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
    replies = settings.replies
    all_well, long, words = True, replies.length == "long", Words(replies.style)
    async with opened_engine(settings) as engine:
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
    return all_well


async def _ask_all(
    settings: Settings, photo: Path, questions: Sequence[str], language: Language, as_json: bool
) -> None:
    turns: list[Exchange] = []
    words = Words(settings.replies.style)
    async with opened_engine(settings) as engine:
        consent = await told_where(engine, language)
        with waiting(as_json):
            picture = await open_photo(engine, photo)
        for question in questions:
            with waiting(as_json):
                exchange = await ask(engine, [picture], turns, question, language, words, consent)
            turns.append(exchange)
            if not as_json:
                say(f"{question}\n  {exchange.answer}")
    if as_json:
        print_json(
            photo=str(photo),
            turns=[{"question": turn.question, "answer": turn.answer} for turn in turns],
        )
