"""The search index of a folder of photos, in a hidden folder inside it.

Inside it, so that it moves and goes with the photos: who deletes the folder leaves nothing of
them elsewhere. What is known of a photo stands beside its vector, so the two can't disagree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from memory.photos.gallery import apart, clear
from memory.photos.points import Point
from memory.photos.qdrant_edge import EdgePoints

if TYPE_CHECKING:
    from memory.photos.points import Vector

HIDDEN = ".chokh"


@dataclass(frozen=True)
class IndexedPhoto:
    """A photo as it was looked at. digest: SHA-256 of its bytes, hexadecimal."""

    path: Path
    digest: str
    vector: Vector


@dataclass(frozen=True)
class Hit:
    """A photo near a query. score: the cosine of their angle, -1 to 1."""

    path: Path
    score: float


class FolderIndex:
    """One model's vectors of a folder's photos. Blocks; raises only `GalleryUnreachable`."""

    def __init__(self, folder: Path, model: str) -> None:
        """Nothing is opened before it is asked for."""
        self._folder, self._model = folder, model
        self._points = EdgePoints(folder / HIDDEN)

    def follow(self, photos: Iterable[Path]) -> list[Path]:
        """Drop what is not among the photos any more. Returns those to look at, new or changed."""
        known = self._points.known(self._model)
        wanted, here = [], set()
        for path in photos:
            number = self._number(path)
            here.add(number)
            was = known.get(number)
            if was is None or not self._same(path, was):
                wanted.append(path)
        self._points.drop(known.keys() - here)
        return wanted

    def put(self, photos: Sequence[IndexedPhoto]) -> None:
        """Keep these; when this returns they survive the end of the process."""
        points = []
        for seen in photos:
            about = seen.path.stat()
            known: dict[str, int | str] = {
                "path": self._name(seen.path),
                "size": about.st_size,
                "mtime": about.st_mtime_ns,
                "digest": seen.digest,
            }
            points.append(Point(self._number(seen.path), seen.vector, known))
        self._points.put(self._model, points)

    def near(
        self,
        vector: Vector,
        limit: int,
        against: Vector | None = None,
        at_least: float = -1.0,
    ) -> list[Hit]:
        """The nearest photos, best first, each of several alike only once; as in `Gallery.near`."""
        # More than asked for: some of them may be alike.
        found = self._points.near(self._model, vector, 4 * limit)
        kept = apart(found if against is None else clear(found, against))
        hits = [Hit(self._folder / str(each.known["path"]), each.score) for each in kept]
        return [hit for hit in hits if hit.score >= at_least][:limit]

    def close(self) -> None:
        """Let go of the index."""
        self._points.close()

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def _number(self, path: Path) -> int:
        return int.from_bytes(hashlib.sha256(self._name(path).encode()).digest()[:8]) >> 1

    @staticmethod
    def _same(path: Path, was: object) -> bool:
        if not isinstance(was, dict):
            return False
        about = path.stat()
        if (about.st_size, about.st_mtime_ns) == (was.get("size"), was.get("mtime")):
            return True
        if about.st_size != was.get("size"):
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == was.get("digest")
