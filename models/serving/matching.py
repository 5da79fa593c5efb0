"""Vectors of pictures and texts, and labels that are matched with pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from models.backends import Embedder
from models.checkpoints.checkpoint import find
from models.concurrency.batching import Gatherer
from models.serving import zero_shot
from models.serving.lanes import Lanes
from models.serving.leases import Lender
from models.values import Label, Picture

if TYPE_CHECKING:
    from models.values import Vectors

T = TypeVar("T")


class Matching:
    """What the embedder does."""

    def __init__(self, lender: Lender, lanes: Lanes) -> None:
        self._lender, self._lanes = lender, lanes
        self._batches = Gatherer(lanes.models, self._embed, self._embed_alone, lender.free)

    async def classify(self, picture: Picture, labels: Sequence[str]) -> list[Label]:
        return await self._with_embedder(
            "classify", lambda embedder: zero_shot.classify(embedder, picture, labels)
        )

    async def shows(self, picture: Picture, things: Sequence[Sequence[str]]) -> list[float]:
        return await self._with_embedder(
            "classify", lambda embedder: zero_shot.shows(embedder, picture, things)
        )

    async def embed_pictures(self, pictures: Sequence[Picture]) -> Vectors:
        self._lanes.begins()
        rows = await self._batches.run(pictures)
        import numpy as np  # heavy, and the embedder has imported it by now

        return np.stack(rows)

    async def embed_texts(self, texts: Sequence[str]) -> Vectors:
        if not await self._with_embedder("embed", lambda embedder: embedder.multilingual):
            texts = await self._lanes.run(
                self._lanes.texts,
                "translate",
                lambda: zero_shot.in_english(self._lender.translators(), texts),
            )
        return await self._with_embedder("embed", lambda embedder: embedder.embed_texts(texts))

    async def embedder(self) -> str:
        settings, lanes = self._lender.settings, self._lanes
        name = settings.embed.model
        found = await lanes.run(lanes.pictures, "embed", lambda: find(name, settings.folder))
        return found.path.name if found.path.is_dir() and name == str(found.path) else found.name

    async def _with_embedder(self, ability: str, use: Callable[[Embedder], T]) -> T:
        def work() -> T:
            with self._lender.embedder() as embedder:
                return use(embedder)

        return await self._lanes.run(self._lanes.models, ability, work)

    def _embed(self, pictures: Sequence[Picture]) -> list[Vectors]:
        """A row (d,) for each."""
        with self._lender.embedder() as embedder:
            return list(embedder.embed_images(pictures))

    def _embed_alone(self, picture: Picture) -> Vectors:
        def work() -> Vectors:
            return self._embed([picture])[0]

        return self._lanes.safely("embed", work, work)
