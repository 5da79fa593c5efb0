"""Indexing of a folder's photos: only those that are new or changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from memory.photos.folder_index import IndexedPhoto
from models.errors import BadPicture
from models.media.image import MAX_BYTES

if TYPE_CHECKING:
    from memory.photos.folder_index import FolderIndex
    from models.abilities import Abilities
    from models.values import Picture

_BATCH = 8
"""Photos that are looked at together, while as many are opened: of 12 megapixels, 0.6 GB in all."""

Bad = dict[Path, str]
"""Photos that can't be opened, each with the key of the sentence that says why, or ""."""


async def follow(
    abilities: Abilities,
    index: FolderIndex,
    photos: Sequence[Path],
    progress: Callable[[int, int], object] = lambda _done, _all: None,
) -> Bad:
    """Bring the index to what the photos are now; each batch is on the disk before the next.

    progress: called with how many are done, of how many. Raises the machine's faults and
    `GalleryUnreachable`.
    """
    wanted = await asyncio.to_thread(index.follow, photos)
    bad: Bad = {}
    progress(0, len(wanted))
    coming = asyncio.create_task(_open(abilities, wanted[:_BATCH], bad))
    try:
        for start in range(0, len(wanted), _BATCH):
            opened, after = await coming, start + _BATCH
            coming = asyncio.create_task(_open(abilities, wanted[after : after + _BATCH], bad))
            if opened:
                vectors = await abilities.embed_pictures(list(opened.values()))
                seen = [
                    IndexedPhoto(path, picture.digest, vector)
                    for (path, picture), vector in zip(opened.items(), vectors, strict=True)
                ]
                await asyncio.to_thread(index.put, seen)
            progress(min(after, len(wanted)), len(wanted))
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
    return bad


async def _open(abilities: Abilities, paths: Sequence[Path], bad: Bad) -> dict[Path, Picture]:
    """Those of the photos that can be opened; the others are noted in `bad`."""
    opened: dict[Path, Picture] = {}
    for path in paths:
        try:
            data = await asyncio.to_thread(read, path)
            opened[path] = await abilities.open_picture(data, rough=True)
        except BadPicture as error:
            bad[path] = error.key
        except OSError:
            bad[path] = ""
    return opened


def read(photo: Path) -> bytes:
    """The file's bytes, no more of them than a picture may have. Blocks."""
    with photo.open("rb") as file:
        return file.read(MAX_BYTES + 1)
