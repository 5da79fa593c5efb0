"""Model-free part of every engine: opening, measuring, naming a host."""

from __future__ import annotations

import asyncio

from models.answer.endpoint.host import host_outside
from models.concurrency.torch_threads import LIBRARIES
from models.media.image import open_picture
from models.read import pdf
from models.serving.lanes import Lanes
from models.settings import ModelsSettings
from models.values import Aim, Colour, Document, Film, Light, Picture


class LocalEyes:
    """Opens files and measures pictures. Raises only `ChokhError`s."""

    def __init__(self, settings: ModelsSettings, lanes: Lanes) -> None:
        self._url = settings.answer.url
        self._lanes = lanes

    async def answers_at(self) -> str:
        return await asyncio.to_thread(host_outside, self._url) if self._url else ""

    async def open_picture(self, data: bytes, rough: bool = False) -> Picture:
        lanes = self._lanes
        return await lanes.run(lanes.pictures, "picture", lambda: open_picture(data, rough))

    async def open_film(self, data: bytes) -> Film:
        def work() -> Film:
            import_av()
            from models.media import video  # numpy, a tenth of a start

            return video.open_film(data)

        return await self._lanes.run(self._lanes.pictures, "picture", work)

    async def open_document(self, data: bytes) -> Document:
        lanes = self._lanes
        return await lanes.run(lanes.reading, "read", lambda: pdf.open_document(data))

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
        import av  # noqa: F401
