"""Indexing a folder: no model waits for a photo to be opened."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from handlers.search.folder_index import follow
from memory.photos.folder_index import FolderIndex


class Slow:
    """Notes when photos are opened and looked at."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.opened = asyncio.Event()

    async def open_picture(self, data: bytes, rough: bool = False) -> SimpleNamespace:
        self.done.append(f"open {data.decode()}")
        if data == b"15":
            self.opened.set()
        return SimpleNamespace(digest=data.decode())

    async def embed_pictures(self, pictures: list[SimpleNamespace]) -> np.ndarray:
        # Looking at the first eight ends only when the next eight have been opened.
        await asyncio.wait_for(self.opened.wait(), 30)
        self.done.append(f"look {len(pictures)}")
        return np.eye(24, dtype=np.float32)[[int(each.digest) for each in pictures]]


async def test_the_next_photos_are_opened_while_a_model_looks(tmp_path: Path) -> None:
    photos = [tmp_path / f"{number:02}.jpg" for number in range(20)]
    for number, photo in enumerate(photos):
        photo.write_text(str(number))
    slow, index, told = Slow(), FolderIndex(tmp_path, "m"), []
    assert await follow(slow, index, photos, lambda *done: told.append(done)) == {}
    assert slow.done.index("open 15") < slow.done.index("look 8")
    assert told == [(0, 20), (8, 20), (16, 20), (20, 20)]
    found = index.near(np.eye(24, dtype=np.float32)[13], 1)
    assert [hit.path.name for hit in found] == ["13.jpg"]
    index.close()
