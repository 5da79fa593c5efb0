"""Engine: every ability on this machine, awaited, while lanes of threads do the work."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from models.concurrency.torch_threads import LIBRARIES
from models.errors import Busy
from models.media import voice_note
from models.media.image import shrink
from models.read import barcodes
from models.read.pdf_page import together
from models.sandbox.sandbox import Sandbox
from models.serving.captioning import Captioning
from models.serving.eyes import LocalEyes, import_av
from models.serving.factories import Backends
from models.serving.lanes import SMALLER, Lanes
from models.serving.leases import Lender
from models.serving.matching import Matching
from models.settings import ModelsSettings
from models.speak.voice_messages import Messages
from models.translate import guard
from models.values import (
    Answer,
    Box,
    Conversation,
    Document,
    Heard,
    Language,
    Page,
    Picture,
    Sound,
    Speech,
    Translation,
)

_LOOK_EVERY = 30.0
"""Seconds between looks for idle models."""


class Engine:
    """Implements `Abilities` on this machine. Raises only `ChokhError`s."""

    def __init__(
        self,
        settings: ModelsSettings,
        backends: Backends | None = None,
        sandbox: Sandbox | None = None,
    ) -> None:
        """Nothing starts and nothing is loaded before it is first asked for.

        sandbox: where files are decoded; it ends with the engine.
        """
        self._settings = settings
        self._backends = backends or Backends()
        self._lender = Lender(settings, self._backends)
        self._lanes = Lanes(settings, self._lender.free, self._keep_sweeping)
        self._messages: Messages | None = None
        self._sweeper: asyncio.Task[None] | None = None
        self._eyes = eyes = LocalEyes(settings, self._lanes, sandbox)
        self.opened = eyes.opened
        self.open_picture, self.open_film = eyes.open_picture, eyes.open_film
        self.open_document, self.aim, self.slant = eyes.open_document, eyes.aim, eyes.slant
        self.colours, self.light, self.answers_at = eyes.colours, eyes.light, eyes.answers_at
        captioning = Captioning(settings.caption, self._lender, self._lanes)
        self.caption, self.compare = captioning.caption, captioning.compare
        matching = Matching(self._lender, self._lanes)
        self.classify, self.shows = matching.classify, matching.shows
        self.embed_pictures, self.embed_texts = matching.embed_pictures, matching.embed_texts
        self.embedder = matching.embedder
        self.loaded, self.silence = self._lender.loaded, self._lanes.silence

    async def answer(self, conversation: Conversation) -> Answer:
        small = replace(conversation, history=conversation.history[-2:], others=())
        return await self._lanes.run(
            self._lanes.answering,
            "answer",
            lambda: self._lender.answer(conversation),
            lambda: self._lender.answer(
                replace(small, picture=shrink(small.picture, SMALLER)), alone=True
            ),
        )

    async def prepare(self, picture: Picture) -> None:
        # Only an answerer that is in memory already, in the house; whoever comes meanwhile ends it.
        def work() -> None:
            with self._lender.preparer() as preparer:
                if preparer is not None:
                    preparer.prepare(picture)

        await self._lanes.answers.spare(lambda: self._lanes.safely("answer", work, lambda: None))

    async def forget_pictures(self) -> None:
        def work() -> None:
            # Whoever is being answered would keep it again afterwards.
            with self._lender.preparer(alone=True) as preparer:
                if preparer is not None:
                    preparer.forget()

        await self._lanes.run(self._lanes.answers, "answer", work)

    async def locate(self, picture: Picture, phrase: str | None = None) -> list[Box]:
        def work() -> list[Box]:
            with self._lender.locator() as locator:
                return locator.locate(picture, phrase)

        return await self._lanes.run(self._lanes.models, "locate", work)

    async def read(self, picture: Picture) -> Page:
        return await self._lanes.run(self._lanes.reading, "read", lambda: self._read(picture))

    async def read_page(self, document: Document, number: int) -> Page:
        return await self.read_drawn(*await self._eyes.draw_page(document, number))

    async def read_drawn(self, held: Page, pictures: Sequence[Picture]) -> Page:
        read, top = [], 0
        # One after the other, so that others' pages come between those of a long strip.
        for picture in pictures:
            read.append((await self.read(picture), float(top)))
            top += picture.image.height
        return together(held, read)

    async def listen(self, data: bytes, language: Language) -> Heard:
        return await self.hear(await self._eyes.open_sound(data), language)

    async def hear(self, speech: Speech, language: Language) -> Heard:
        def work() -> Heard:
            with self._lender.listener() as listener:
                return voice_note.checked(listener.listen(speech, language))

        return await self._lanes.run(self._lanes.models, "listen", work)

    async def translate(
        self, texts: Sequence[str], source: Language, target: Language
    ) -> list[Translation]:
        return await self._lanes.run(
            self._lanes.texts,
            "translate",
            lambda: guard.translate(self._lender.translators(), texts, source, target),
            lambda: [
                translation
                for text in texts
                for translation in guard.translate(
                    self._lender.translators(), [text], source, target
                )
            ],
        )

    async def speak(self, text: str, language: Language, rate: int, pitch: int = 50) -> Sound:
        return await self._lanes.run(
            self._lanes.voices, "speak", lambda: self._speaking().speak(text, language, rate, pitch)
        )

    async def begin_speech(self, text: str, language: Language, rate: int, pitch: int = 50) -> None:
        await self._lanes.run(
            self._lanes.voices, "speak", lambda: self._speaking().begin(text, language, rate, pitch)
        )

    async def close(self) -> None:
        """Wait for what is under way, drop what waits, let go of models and voices."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._sweeper
        await asyncio.to_thread(self._close)

    def _keep_sweeping(self) -> None:
        if self._sweeper is None or self._sweeper.done():
            self._sweeper = asyncio.create_task(self._sweep())

    def _read(self, picture: Picture) -> Page:
        if not self._settings.read.model:
            with LIBRARIES:
                import cv2  # noqa: F401 - what Tesseract's reader needs, compiled all
                import tesserocr  # noqa: F401 -- imported ahead, so that nobody waits for it
        with self._lender.reader() as reader:
            return replace(reader.read(picture), codes=barcodes.find(picture))

    def _speaking(self) -> Messages:
        if self._messages is None:
            import_av()  # opus needs it
            self._messages = Messages(self._backends.voice(self._settings))
        return self._messages

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            if self._lender.used:
                with suppress(Busy):
                    await self._lanes.models.run(self._lender.unload_idle)

    def _close(self) -> None:
        self._eyes.close()
        self._lanes.close()
        if self._messages is not None:
            self._messages.close()
        self._lender.close()
