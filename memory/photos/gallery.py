"""The gallery: a vector for each photo that was described, so that it is found again.

Blocking work is done on a thread of its own, one piece after the other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from memory.photos.points import Near, Point, Points
from memory.photos.qdrant_edge import EdgePoints
from memory.photos.qdrant_server import LOCAL, ServerPoints

if TYPE_CHECKING:
    from memory.photos.points import Vector
    from memory.settings import MemorySettings
    from memory.values import Photo

T = TypeVar("T")

ALIKE = 0.99
"""Photos nearer than this (cosine) are taken for the same one. Of 200 drawn scenes sent again at
three quarters of the size and JPEG quality 50, 99% were; of those with other captions, none."""
PART_OF_BEST = 0.6
"""A photo counts that gains at least this part of what the best gains over `against`: among 200
drawn scenes, "a red circle" and the like found 99% of what they should, 99% of it right."""


@dataclass(frozen=True)
class Found:
    """A photo near a query, by its row. score: the cosine of their angle, -1 to 1."""

    photo_id: int
    score: float


class Gallery:
    """Vectors of all chats' photos; whoever asks names the model that made theirs.

    A photo's vector has the id of its row. All methods raise only `GalleryUnreachable`.
    """

    def __init__(self, points: Points) -> None:
        """No thread starts before the first piece of work."""
        self._points = points
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="gallery")

    @classmethod
    def of(cls, settings: MemorySettings, folder: Path) -> Gallery:
        """The gallery of the settings: a server's URL, or a folder that starts at `folder`."""
        return cls(points_at(settings.gallery, folder, settings.gallery_key.get_secret_value()))

    async def add(self, model: str, photo: Photo, vector: Vector) -> None:
        """Keep a photo's vector."""
        known: dict[str, int | str] = {
            "chat_id": photo.chat_id,
            "photo_id": photo.id,
            "sent_at": photo.sent_at.isoformat(),
            "model": model,
        }
        await self._run(lambda: self._points.put(model, [Point(photo.id, vector, known)]))

    async def near(
        self,
        model: str,
        chat_id: int,
        vector: Vector,
        limit: int,
        against: Vector | None = None,
        at_least: float = -1.0,
    ) -> list[Found]:
        """The chat's photos near the vector, best first, each of several alike only once.

        against: as in `clear`; at_least: the lowest score that counts.
        """
        found = await self._run(
            lambda: self._points.near(model, vector, limit, {"chat_id": chat_id})
        )
        if against is not None:
            found = clear(found, against)
        return [Found(each.id, each.score) for each in apart(found) if each.score >= at_least]

    async def ids(self, model: str) -> set[int]:
        """The photos that have a vector of the model."""
        return await self._run(lambda: self._points.ids(model))

    async def forget(self, photo_ids: Collection[int]) -> None:
        """Delete these photos' vectors, of every model."""
        if photo_ids:
            await self._run(lambda: self._points.drop(photo_ids))

    async def close(self) -> None:
        """Write down what is not yet, and let go."""
        await self._run(self._points.close)
        self._thread.shutdown()

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def points_at(place: str, folder: Path, key: str = "") -> Points:
    """A server's points where `place` is a URL, those of a folder that starts at `folder` else."""
    if place.startswith(("http://", "https://")) or place == LOCAL:
        return ServerPoints(place, key)
    return EdgePoints(folder / Path(place).expanduser())


def apart(found: Sequence[Near], alike: float = ALIKE) -> list[Near]:
    """Without those that are the same photo as one before them. Pure."""
    kept: list[Near] = []
    for each in found:
        if all(float(each.vector @ other.vector) < alike for other in kept):
            kept.append(each)
    return kept


def clear(found: Sequence[Near], against: Vector) -> list[Near]:
    """Those that the query fits better than `against` does, and not much worse than the best.

    How near a text is to the pictures that it fits differs between models by a factor of five, so
    no one number could say what is near enough. against: the vector of a text that fits every
    picture a little. Pure.
    """
    gains = [each.score - float(each.vector @ against) for each in found]
    least = max(gains, default=0.0) * PART_OF_BEST
    return [each for each, gain in zip(found, gains, strict=True) if gain > 0 and gain >= least]
