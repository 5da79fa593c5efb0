"""`chokh find`: a folder's photos by words, or by a photo like them; what a product costs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.folder.html_page import Entry, thumbnail, write_page
from bot.cli.folder.listing import photos_in
from bot.cli.shared.report import complain
from bot.cli.shared.terminal import (
    open_photo,
    opened_engine,
    print_json,
    progress_bar,
    terminal,
)
from bot.errors import Complaint
from bot.terminal import say
from handlers.answers.products import Products
from handlers.descriptions.describe import describe_all
from handlers.i18n.messages import Words
from handlers.search.find import LIKE, NEAR_ENOUGH, by_words
from handlers.search.folder_index import Bad, follow
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
    if bool(search.query) == (search.photo is not None):
        raise Complaint(_WORDS.say(language, "folder-find-what"))
    with terminal(language):
        asyncio.run(_find(settings, search, as_json, html, language))


async def _find(
    settings: Settings, search: Search, as_json: bool, html: Path | None, language: Language
) -> None:
    async with opened_engine(settings, second_looks=False) as engine:
        if search.products is not None and search.photo is not None:
            await _price(engine, search, search.products, as_json, language)
            return
        photos = await asyncio.to_thread(photos_in, search.folder)
        if not photos:
            raise Complaint(_WORDS.say(language, "folder-empty", folder=str(search.folder)))
        index = FolderIndex(search.folder, await engine.embedder())
        try:
            with progress_bar(_WORDS.say(language, "folder-indexing")) as progress:
                bad = await follow(engine, index, photos, progress)
            hits = await _hits(engine, index, search)
        finally:
            await asyncio.to_thread(index.close)
        if html is not None:
            await _page(engine, html, search, hits, language)
        _print(search, hits, as_json, language)
        _complain(bad, language)


async def _hits(engine: Abilities, index: FolderIndex, search: Search) -> list[Hit]:
    if search.photo is None:
        wanted, against = await by_words(engine, search.query)
        return await asyncio.to_thread(index.near, wanted, search.top, against, NEAR_ENOUGH)
    picture = await open_photo(engine, search.photo)
    (vector,) = await engine.embed_pictures([picture])
    return await asyncio.to_thread(index.near, vector, search.top, None, LIKE)


async def _price(
    engine: Abilities, search: Search, listed: Path, as_json: bool, language: Language
) -> None:
    picture = await open_photo(engine, search.photo or Path())
    found = await Products(search.folder, listed).nearest(engine, picture)
    if as_json:
        product = {"name": found.name, "price": found.price} if found else None
        print_json(photo=str(search.photo), product=product)
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
        picture = await open_photo(engine, hit.path)
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
        print_json(query=search.query or str(search.photo), photos=found)
    elif not hits:
        say(_WORDS.say(language, "found-none"))
    for hit in () if as_json else hits:
        say(f"{hit.path}  {hit.score:.2f}")


def _complain(bad: Bad, language: Language) -> None:
    if bad:
        complain(_WORDS.say(language, "folder-not-opened", count=len(bad)))
    for path, key in sorted(bad.items()):
        complain(f"{path}: {_WORDS.say(language, key)}" if key else str(path))
