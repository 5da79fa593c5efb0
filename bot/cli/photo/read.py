"""`chokh read`: the writing on a photo or in a PDF, in the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.shared.terminal import opened_engine, print_json, terminal, waiting
from bot.terminal import say
from handlers.descriptions.written_text import clean, written
from handlers.i18n.messages import Words
from handlers.search.folder_index import read

if TYPE_CHECKING:
    from bot.settings import Settings
    from models.abilities import Abilities
    from models.values import Page


def read_photo(settings: Settings, photo: Path, as_json: bool) -> None:
    """Print what is written on it. Of a PDF every page, as an object each where JSON is wanted."""
    with terminal(settings.replies.language):
        asyncio.run(_read(settings, photo, as_json))


async def _read(settings: Settings, photo: Path, as_json: bool) -> None:
    language, words = settings.replies.language, Words(settings.replies.style)
    async with opened_engine(settings) as engine:
        with waiting(as_json):
            data = await asyncio.to_thread(read, photo)
        async for number, page in _pages(engine, data):
            if as_json:
                print_json(**described(photo, page, number))
                continue
            if number:
                say(f"[{number}]")
            say(written(page, words, language) or words.say(language, "nothing-written"))


async def _pages(abilities: Abilities, data: bytes) -> AsyncIterator[tuple[int, Page]]:
    """Each page with its number, which is 0 for a photo."""
    if data.startswith(b"%PDF-"):
        document = await abilities.open_document(data)
        for number in range(document.pages):
            yield number + 1, await abilities.read_page(document, number)
    else:
        yield 0, await abilities.read(await abilities.open_picture(data))


def described(photo: Path, page: Page, number: int) -> dict[str, object]:
    """The page as --json prints it. "page" is there for a PDF, "codes" where there are some."""
    found: dict[str, object] = {
        "photo": str(photo),
        "text": "\n".join(clean(line.text) for line in page.lines),
        "lines": [
            {
                "text": clean(line.text),
                "confidence": round(line.confidence, 3),
                "box": [round(side, 1) for side in line.box],
            }
            for line in page.lines
        ],
    }
    if number:
        found["page"] = number
    if page.codes:
        found["codes"] = [
            {"kind": code.kind, "content": code.content, "box": list(code.box)}
            for code in page.codes
        ]
    return found
