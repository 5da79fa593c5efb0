"""Prices: the nearest photo of the owner's list of products, or that none is near."""

from __future__ import annotations

import asyncio
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handlers.intents.recogniser import recognised
from handlers.search.folder_index import follow
from memory.photos.folder_index import FolderIndex
from models.errors import SettingWrong

if TYPE_CHECKING:
    from handlers.chat.session import Talk
    from models.abilities import Abilities
    from models.values import Picture

LIST = "products.csv"
NEAR_ENOUGH = 0.8
"""The lowest cosine of two pictures of one product. Of 90 drawn pictures of 18 things, each in
another place and size than its product's photo, 97% are known at it, and none of the unknown."""


@dataclass(frozen=True)
class Product:
    """What the list says of a product. price: as it stands there, with its currency."""

    photo: Path
    name: str
    price: str


class Products:
    """A folder with photos and products.csv (photo,name,price), looked at when first asked."""

    def __init__(self, folder: Path, listed: Path | None = None) -> None:
        """listed: the CSV file, where it is not `products.csv` of the folder."""
        self._folder = folder
        self._list = listed or folder / LIST
        self._lock = asyncio.Lock()

    async def nearest(self, abilities: Abilities, picture: Picture) -> Product | None:
        """The product that the picture shows; None for none of them.

        Raises `SettingWrong` for a list that can't be read, `GalleryUnreachable` and the
        machine's faults.
        """
        products = await asyncio.to_thread(listed, self._list, self._folder)
        async with self._lock:
            index = FolderIndex(self._folder, await abilities.embedder())
            try:
                await follow(abilities, index, list(products))
                (vector,) = await abilities.embed_pictures([picture])
                hits = await asyncio.to_thread(index.near, vector, 1, None, NEAR_ENOUGH)
            finally:
                await asyncio.to_thread(index.close)
        return products.get(hits[0].path) if hits else None


def listed(file: Path, folder: Path) -> dict[Path, Product]:
    """The products of a CSV by their photos, those left out whose photo is not there. Blocks.

    Raises `SettingWrong`.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = [
                Product(folder / row["photo"].strip(), row["name"].strip(), row["price"].strip())
                for row in csv.DictReader(stream)
            ]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, AttributeError) as error:
        raise SettingWrong(f"{file}: {error!r}", setting="memory.products") from error
    root = folder.resolve()
    return {
        row.photo: row
        for row in rows
        if row.photo.is_file() and row.photo.resolve().is_relative_to(root)
    }


def asks_price(question: str) -> bool:
    """Whether the question is what something costs."""
    return "price" in recognised(question).marks


async def priced(talk: Talk, picture: Picture, question: str) -> tuple[str, bool]:
    """What the list of products says to a question, and whether that answers it.

    "" where there is no list or the question is another one.
    """
    products = talk.services.products
    if products is None or not asks_price(question):
        return "", False
    found = await products.nearest(talk.services.abilities, picture)
    if found is None:
        return talk.words("product-unknown"), False
    price = talk.wording.digits(talk.language, found.price)
    return talk.words("product", name=found.name, price=price), True
