"""`chokh find`: a folder's photos by words, or by a photo like them; what a product costs."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.app import build_engine
from bot.cli.folder.html_page import Entry, thumbnail, write_page
from bot.cli.folder.listing import photos_in
from bot.cli.shared.report import complain, explained
from bot.errors import Complaint
from bot.monitoring import logs
from bot.terminal import say
from handlers.answers.products import Products
from handlers.descriptions.describe import describe_all
from handlers.i18n.messages import Words
from handlers.search.find import LIKE, NEAR_ENOUGH, by_words
from handlers.search.folder_index import Bad, follow, read
from memory.photos.folder_index import FolderIndex, Hit

if TYPE_CHECKING:
    from bot.settings import Settings
    from models.abilities import Abilities
    from models.values import Language

_WORDS = Words()


@dataclass(frozen=True)
class Search:
    """What is looked for. query: words, or "" where a photo is given; top: at most so many."""

    folder: Path
    query: str
    photo: Path | None = None
    products: Path | None = None
    top: int = 5


def find_photos(settings: Settings, search: Search, as_json: bool, html: Path | None) -> None:
    """Print the photos that fit, best first, and write a page of them if wanted."""
    language = settings.replies.language
    logs.start(level=logging.ERROR)
    if bool(search.query) == (search.photo is not None):
        raise Complaint(_WORDS.say(language, "folder-find-what"))
    with explained(language):
        asyncio.run(_find(settings, search, as_json, html, language))


async def _find(
    settings: Settings, search: Search, as_json: bool, html: Path | None, language: Language
) -> None:
    engine = build_engine(settings, second_looks=False)
    try:
        if search.products is not None and search.photo is not None:
            await _price(engine, search, search.products, as_json, language)
            return
        photos = await asyncio.to_thread(photos_in, search.folder)
        if not photos:
            raise Complaint(_WORDS.say(language, "folder-empty", folder=str(search.folder)))
        index = FolderIndex(search.folder, await engine.embedder())
        try:
            with _bar(_WORDS.say(language, "folder-indexing")) as progress:
                bad = await follow(engine, index, photos, progress)
            hits = await _hits(engine, index, search)
        finally:
            await asyncio.to_thread(index.close)
        if html is not None:
            await _page(engine, html, search, hits, language)
        _print(search, hits, as_json, language)
        _complain(bad, language)
    finally:
        await engine.close()


async def _hits(engine: Abilities, index: FolderIndex, search: Search) -> list[Hit]:
    if search.photo is None:
        wanted, against = await by_words(engine, search.query)
        return await asyncio.to_thread(index.near, wanted, search.top, against, NEAR_ENOUGH)
    picture = await engine.open_picture(await asyncio.to_thread(read, search.photo))
    (vector,) = await engine.embed_pictures([picture])
    return await asyncio.to_thread(index.near, vector, search.top, None, LIKE)


async def _price(
    engine: Abilities, search: Search, listed: Path, as_json: bool, language: Language
) -> None:
    picture = await engine.open_picture(await asyncio.to_thread(read, search.photo or Path()))
    found = await Products(search.folder, listed).nearest(engine, picture)
    if as_json:
        product = {"name": found.name, "price": found.price} if found else None
        say(json.dumps({"photo": str(search.photo), "product": product}, ensure_ascii=False))
    elif found is None:
        say(_WORDS.say(language, "product-unknown"))
    else:
        price = _WORDS.digits(language, found.price)
        say(_WORDS.say(language, "product", name=found.name, price=price))


async def _page(
    engine: Abilities, html: Path, search: Search, hits: Sequence[Hit], language: Language
) -> None:
    """Only what is shown is described: a folder may have thousands."""
    entries = []
    for hit in hits:
        picture = await engine.open_picture(await asyncio.to_thread(read, hit.path))
        (found,) = await describe_all(engine, [picture], language, "short", _WORDS)
        name = hit.path.relative_to(search.folder).as_posix()
        said = "en" if found.untranslated else language
        entries.append(Entry(name, thumbnail(picture.image), found.caption, said, found.doubt))
    title = _WORDS.say(language, "folder-found", query=search.query or str(search.photo))

    def write() -> None:
        with html.open("w", encoding="utf-8") as stream:
            write_page(stream, title, language, entries)

    await asyncio.to_thread(write)


def _print(search: Search, hits: Sequence[Hit], as_json: bool, language: Language) -> None:
    if as_json:
        found = [{"photo": str(hit.path), "score": round(hit.score, 4)} for hit in hits]
        query = search.query or str(search.photo)
        say(json.dumps({"query": query, "photos": found}, ensure_ascii=False))
    elif not hits:
        say(_WORDS.say(language, "found-none"))
    for hit in () if as_json else hits:
        say(f"{hit.path}  {hit.score:.2f}")


def _complain(bad: Bad, language: Language) -> None:
    if bad:
        complain(_WORDS.say(language, "folder-not-opened", count=len(bad)))
    for path, key in sorted(bad.items()):
        complain(f"{path}: {_WORDS.say(language, key)}" if key else str(path))


@contextmanager
def _bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar with the time left, on standard error; none where there is nothing to do."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None, visible=False)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total > 0)

        yield progress
