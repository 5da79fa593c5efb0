"""Model-free part of every engine: opening, measuring, naming a host."""

from __future__ import annotations

import asyncio
from typing import TypeVar, cast

from models.answer.endpoint.host import host_outside
from models.concurrency.torch_threads import LIBRARIES
from models.errors import AbilityFailed
from models.sandbox.sandbox import Sandbox
from models.serving.lanes import Lanes
from models.settings import ModelsSettings
from models.values import Aim, Colour, Document, Film, Light, Page, Picture, Speech

T = TypeVar("T")


class LocalEyes:
    """Opens files and measures pictures. Raises only `ChokhError`s."""

    def __init__(
        self, settings: ModelsSettings, lanes: Lanes, sandbox: Sandbox | None = None
    ) -> None:
        """sandbox: where files are decoded; it ends with this."""
        self._sandbox = sandbox or Sandbox()
        self._url = settings.answer.url
        self._lanes = lanes

    async def answers_at(self) -> str:
        return await asyncio.to_thread(host_outside, self._url) if self._url else ""

    async def open_picture(self, data: bytes, rough: bool = False) -> Picture:
        return await self._opened(Picture, "picture", "picture", data, rough)

    async def open_film(self, data: bytes) -> Film:
        return await self._opened(Film, "picture", "film", data)

    async def open_sound(self, data: bytes) -> Speech:
        """A voice message's bytes as what is said in it. Raises `BadSound`s."""
        return await self._opened(Speech, "listen", "sound", data)

    async def open_document(self, data: bytes) -> Document:
        return await self._opened(Document, "read", "document", data)

    async def draw_page(self, document: Document, number: int) -> tuple[Page, tuple[Picture, ...]]:
        """The text that a page holds and shows, and the rest of it as pictures."""
        return await self._opened(tuple, "read", "page", document, number)

    def opened(self, data: bytes, rough: bool = False) -> Picture:
        """What `open_picture` returns, blocking."""
        return cast("Picture", self._sandbox.run("picture", data, rough))

    def close(self) -> None:
        """End what decodes, whatever is under way."""
        self._sandbox.close()

    async def _opened(self, kind: type[T], ability: str, job: str, *arguments: object) -> T:
        lanes = self._lanes
        found = await lanes.run(lanes.opening, ability, lambda: self._sandbox.run(job, *arguments))
        # A decoder that a file has got hold of may say anything.
        if not isinstance(found, kind):
            raise AbilityFailed(f"{job}: a {type(found).__name__}")
        return found

    async def aim(self, picture: Picture) -> Aim:
        def work() -> Aim:
            with LIBRARIES:
                import cv2  # noqa: F401 - what measuring needs, compiled

                from models.pixels import framing
            return framing.measure(picture)

        return await self._lanes.run(self._lanes.pictures, "measure", work)

    async def slant(self, picture: Picture) -> float:
        def work() -> float:
            with LIBRARIES:
                from models.pixels import framing  # numpy, a tenth of a start
            return framing.slant_of(picture)

        return await self._lanes.run(self._lanes.pictures, "measure", work)

    async def colours(self, picture: Picture) -> list[Colour]:
        def work() -> list[Colour]:
            with LIBRARIES:
                from models.pixels import colour
            return colour.colours(picture)

        return await self._lanes.run(self._lanes.pictures, "measure", work)

    async def light(self, picture: Picture) -> Light:
        def work() -> Light:
            with LIBRARIES:
                from models.pixels import colour
            return colour.light(picture)

        return await self._lanes.run(self._lanes.pictures, "measure", work)


def import_av() -> None:
    """Load ffmpeg's libraries, beside no other library of C."""
    with LIBRARIES:
        import av  # noqa: F401 -- imported ahead, so that nobody waits for it
