"""`chokh locate`: where things are in a photo, as words, boxes and a picture."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.shared.terminal import open_photo, opened_engine, print_json, terminal, waiting
from bot.errors import Complaint
from bot.terminal import say
from handlers.answers.locate import called, in_english, told_places
from handlers.i18n.messages import Words
from handlers.intents.recogniser import thing_asked
from models.pixels.draw_boxes import draw
from models.text.script import is_bangla

if TYPE_CHECKING:
    from bot.settings import Settings
    from models.abilities import Abilities
    from models.values import Box, Language, Picture

_KINDS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}


def locate_in_photo(
    settings: Settings, photo: Path, phrase: str | None, out: Path | None, as_json: bool
) -> None:
    """Print where the phrase lies, or everything that is found; draw it into `out`."""
    language = settings.replies.language
    if out is not None and out.suffix.lower() not in _KINDS:
        raise Complaint(f"--out: {out.name}: {', '.join(_KINDS)}")
    with terminal(language):
        asyncio.run(_locate(settings, photo, phrase, out, as_json))


async def _locate(
    settings: Settings, photo: Path, phrase: str | None, out: Path | None, as_json: bool
) -> None:
    language = settings.replies.language
    async with opened_engine(settings) as engine:
        with waiting(as_json):
            picture = await open_photo(engine, photo)
            thing = phrase and (thing_asked(phrase) or phrase)
            name = await in_english(engine, thing) if thing else None
            found = await engine.locate(picture, name)
            if out is not None:
                data = draw(picture, found, _KINDS[out.suffix.lower()])
                await asyncio.to_thread(out.write_bytes, data)
            text = "" if as_json else await _text(engine, picture, language, thing, name, found)
    if as_json:
        boxes = [{"label": box.label, "box": [round(edge, 1) for edge in box.box]} for box in found]
        print_json(photo=str(photo), boxes=boxes)
    else:
        say(text)


async def _text(
    abilities: Abilities,
    picture: Picture,
    language: Language,
    thing: str | None,
    name: str | None,
    found: list[Box],
) -> str:
    """The boxes as the chat tells them; all that was found, one line each."""
    words = Words()
    if thing and name:
        same = is_bangla(thing) == (language == "bn")
        said_as = thing if same else await called(abilities, words, name, language)
        return await told_places(abilities, picture, words, language, said_as, found)
    lines = [
        f"{await called(abilities, words, box.label, language)}: "
        f"{', '.join(f'{e:.0f}' for e in box.box)}"
        for box in found
    ]
    return "\n".join(lines) or words.say(language, "where-nothing")
