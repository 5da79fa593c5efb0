"""Abilities that open for real what is sent, and see nothing in it: no model is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.provisioning import presets
from models.provisioning.machine import Place
from models.serving.engine import Engine
from models.serving.factories import Backends
from models.settings import ModelsSettings
from models.values import (
    Box,
    Colour,
    Document,
    Film,
    Heard,
    Label,
    Language,
    Light,
    Page,
    Picture,
    Speech,
)
from tests.handlers.stub import Stub


class _Deaf:
    """Stands where the model does that hears."""

    def listen(self, speech: Speech, language: Language) -> Heard:
        return Heard("এটা কী?", language, 0.9, speech.seconds)


def engine() -> Engine:
    """The real engine, but for what hears: decoding is what is tried."""
    settings = presets.resolve("shapes", ModelsSettings())
    return Engine(
        settings,
        Backends(place=lambda _: Place("cpu", 2**30), listener=lambda *_: _Deaf()),
    )


class Eyes(Stub):
    """Opens pictures, films, PDFs and sounds as the engine does."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self.searches = True

    async def open_picture(self, data: bytes, rough: bool = False) -> Picture:
        return await self._engine.open_picture(data, rough)

    async def open_film(self, data: bytes) -> Film:
        return await self._engine.open_film(data)

    async def open_document(self, data: bytes) -> Document:
        return await self._engine.open_document(data)

    async def read_page(self, document: Document, number: int) -> Page:
        return await self._engine.read_page(document, number)

    async def listen(self, data: bytes, language: Language) -> Heard:
        return await self._engine.listen(data, language)

    async def light(self, picture: Picture) -> Light:
        return await self._engine.light(picture)

    async def colours(self, picture: Picture) -> list[Colour]:
        return await self._engine.colours(picture)

    async def locate(self, picture: Picture, phrase: str | None = None) -> list[Box]:
        return []

    async def classify(self, picture: Picture, labels: Sequence[str]) -> list[Label]:
        return []

    async def shows(self, picture: Picture, things: Sequence[Sequence[str]]) -> list[float]:
        return [0.5] * len(things)

    async def translate(self, texts: Sequence[str], source: Any, target: Any) -> Any:
        return await super().translate(texts, "en", target)
