"""The one door to the abilities: awaited, while the work is done on worker threads.

Lanes of one thread each, so that nothing waits behind what it needn't: a picture is decoded
while a model writes, writing is read while a caption is made, and a voice speaks while a
translation waits for a server. What models compute for one person they compute one after the
other, in the lane named "models", but for captions and vectors: those that wait at the same
moment are computed together. Answers have a lane of their own, of as many threads as the decode
loop writes answers at once: a caption takes a fraction of a second and an answer many, so that
captions never wait for answers, and answers are only slowed by captions. Both lanes count as one
where it is told whether there is room for more and time to spare. A model that can't write
several at once lets the threads in one by one, and where two models don't fit into memory
together, the pool lets in who waited first. The translator has its own lane though it may run on
the same device. Answers that another machine computes wait in a lane of four threads.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from models.abilities import (
    Aim,
    Answer,
    Box,
    Caption,
    Colour,
    Conversation,
    Document,
    Film,
    Heard,
    Label,
    Language,
    Length,
    Light,
    Page,
    Picture,
    Sound,
    Speech,
    Translation,
)
from models.answer.decoding.decoder import SLOTS
from models.answer.decoding.prompts import DESCRIBE
from models.answer.endpoint.host import host_outside
from models.backends import Describer, Readier
from models.checkpoints.checkpoint import find
from models.concurrency.batching import Gatherer
from models.concurrency.lane import Lane
from models.concurrency.memory_retry import with_room
from models.concurrency.torch_threads import LIBRARIES
from models.errors import AbilityFailed, Busy, ChokhError
from models.media import voice_note
from models.media.image import open_picture, shrink
from models.read import barcodes, pdf
from models.serving import second_opinion, zero_shot
from models.serving.factories import Backends
from models.serving.leases import Lender
from models.settings import ModelsSettings
from models.speak.voice_messages import Messages
from models.translate import guard
from models.translate.providers import chat

if TYPE_CHECKING:
    from models.abilities import Vectors

_log = logging.getLogger(__name__)

T = TypeVar("T")

_SMALLER = 512
"""The longest side, in pixels, of a picture that is tried once more after memory ran out."""
_LOOK_EVERY = 30.0
"""Seconds between looks for idle models."""


class Engine:
    """Implements `Abilities` on this machine. Raises only `ChokhError`s."""

    def __init__(self, settings: ModelsSettings, backends: Backends | None = None) -> None:
        """Nothing starts and nothing is loaded before it is first asked for."""
        self._settings = settings
        self._backends = backends or Backends()
        self._lender = Lender(settings, self._backends)
        self._models = Lane("models")
        self._answers = Lane("answers", threads=SLOTS, beside=self._models)
        self._texts = self._models if chat.is_here(settings) else Lane("texts")
        self._pictures, self._voices = Lane("pictures"), Lane("voices")
        self._writing, self._servers = Lane("writing"), Lane("servers", threads=4)
        self._lanes = (
            *(self._models, self._answers, self._texts),
            *(self._pictures, self._voices, self._writing, self._servers),
        )
        self._captions = Gatherer(self._models, self._short, self._short_alone, self._lender.free)
        self._vectors = Gatherer(self._models, self._embed, self._embed_alone, self._lender.free)
        self._messages: Messages | None = None
        self._sweeper: asyncio.Task[None] | None = None

    async def open_picture(self, data: bytes, rough: bool = False) -> Picture:
        """Decode a file's bytes; roughly where it is only captioned or compared."""
        return await self._run(self._pictures, "picture", lambda: open_picture(data, rough))

    async def open_film(self, data: bytes) -> Film:
        """The frames of a video that tell what happens in it. Raises `BadPicture`."""

        def work() -> Film:
            self._import_av()
            from models.media import video  # noqa: PLC0415 - numpy, a tenth of a start

            return video.open_film(data)

        return await self._run(self._pictures, "picture", work)

    async def caption(
        self, pictures: Sequence[Picture], length: Length = "short", away: bool = False
    ) -> list[Caption]:
        """What each picture shows, in English.

        length: "long" asks the answerer to describe, where that can and is in the house, or
        outside and `away` lets the pictures go there; the captioner knows only the short form.
        """
        if length == "short":
            self._keep_sweeping()
            # Asked before these are in the lane themselves.
            waiting = pictures if self._models.busy else ()
            ready = asyncio.create_task(self._make_ready(waiting))
            try:
                captions = await self._captions.run(pictures)
            finally:
                ready.cancel()
            return await self._compared(pictures, captions)
        chat = await self._run(self._pictures, "caption", lambda: self._lender.describes(away))
        return await self._run(
            self._answering() if chat else self._models,
            "caption",
            lambda: self._long(pictures, chat),
            lambda: [
                c for p in pictures for c in self._long([shrink(p, _SMALLER)], chat, alone=True)
            ],
        )

    async def answer(self, conversation: Conversation) -> Answer:
        """The answer to the conversation's question, in English."""
        small = replace(conversation, history=conversation.history[-2:], others=())
        return await self._run(
            self._answering(),
            "answer",
            lambda: self._answer(conversation),
            lambda: self._answer(
                replace(small, picture=shrink(small.picture, _SMALLER)), alone=True
            ),
        )

    async def prepare(self, picture: Picture) -> None:
        """Have the answerer look at the picture once nobody waits for a model.

        Only one that is in memory already, in the house; whoever comes meanwhile ends it.
        """

        def work() -> None:
            with self._lender.preparer() as preparer:
                if preparer is not None:
                    preparer.prepare(picture)

        await self._answers.spare(lambda: self._safely("answer", work, lambda: None))

    async def forget_pictures(self) -> None:
        """Let go of what the answerer keeps of pictures and conversations."""

        def work() -> None:
            # Whoever is being answered would keep it again afterwards.
            with self._lender.preparer(alone=True) as preparer:
                if preparer is not None:
                    preparer.forget()

        await self._run(self._answers, "answer", work)

    async def answers_at(self) -> str:
        """The host that answers questions, where photos leave the house for it; "" otherwise."""
        url = self._settings.answer.url
        return await self._run(self._servers, "answer", lambda: host_outside(url)) if url else ""

    async def classify(self, picture: Picture, labels: Sequence[str]) -> list[Label]:
        """How well each English label fits, best first; empty where none of them does."""

        def work() -> list[Label]:
            with self._lender.embedder() as embedder:
                return zero_shot.classify(embedder, picture, labels)

        return await self._run(self._models, "classify", work)

    async def shows(self, picture: Picture, things: Sequence[Sequence[str]]) -> list[float]:
        """How surely the picture shows each thing, 0 to 1; 0.5: as likely as not."""

        def work() -> list[float]:
            with self._lender.embedder() as embedder:
                return zero_shot.shows(embedder, picture, things)

        return await self._run(self._models, "classify", work)

    async def embed_pictures(self, pictures: Sequence[Picture]) -> Vectors:
        """A vector for each picture: float32 (n, d), rows of length 1."""
        self._keep_sweeping()
        rows = await self._vectors.run(pictures)
        import numpy as np  # noqa: PLC0415 - heavy, and the embedder has imported it by now

        return np.stack(rows)

    async def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """A vector for each text in either language: float32 (n, d), rows of length 1.

        Bangla is translated first where the model knows only English. Raises `NotUnderstood`.
        """

        def knows_bangla() -> bool:
            with self._lender.embedder() as embedder:
                return embedder.multilingual

        def work(texts: Sequence[str]) -> Vectors:
            with self._lender.embedder() as embedder:
                return embedder.embed_texts(texts)

        if not await self._run(self._models, "embed", knows_bangla):
            texts = await self._run(
                self._texts,
                "translate",
                lambda: zero_shot.in_english(self._lender.translators(), texts),
            )
        return await self._run(self._models, "embed", lambda: work(texts))

    async def embedder(self) -> str:
        """Which model makes the vectors; those of another one can't be compared with them."""
        name = self._settings.embed.model
        found = await self._run(self._pictures, "embed", lambda: find(name, self._settings.folder))
        return found.path.name if found.path.is_dir() and name == str(found.path) else found.name

    async def locate(self, picture: Picture, phrase: str | None = None) -> list[Box]:
        """Where what the English phrase names is; all that is found without one."""

        def work() -> list[Box]:
            with self._lender.locator() as locator:
                return locator.locate(picture, phrase)

        return await self._run(self._models, "locate", work)

    async def aim(self, picture: Picture) -> Aim:
        """How the photo was taken, measured."""
        return await self._run(self._pictures, "measure", lambda: self._aim(picture))

    async def slant(self, picture: Picture) -> float:
        """By how many degrees, against the clock, turning would level its writing: -15 to 15."""

        def work() -> float:
            with LIBRARIES:
                from models.pixels import framing  # noqa: PLC0415 - numpy, a tenth of a start
            return framing.slant_of(picture)

        return await self._run(self._pictures, "measure", work)

    async def colours(self, picture: Picture) -> list[Colour]:
        """The colours in the picture's middle, measured, the larger share first."""

        def work() -> list[Colour]:
            with LIBRARIES:
                from models.pixels import colour  # noqa: PLC0415
            return colour.colours(picture)

        return await self._run(self._pictures, "measure", work)

    async def light(self, picture: Picture) -> Light:
        """How light the picture is, measured."""

        def work() -> Light:
            with LIBRARIES:
                from models.pixels import colour  # noqa: PLC0415
            return colour.light(picture)

        return await self._run(self._pictures, "measure", work)

    async def read(self, picture: Picture) -> Page:
        """What is written on the picture, and its barcodes."""

        return await self._run(self._reading(), "read", lambda: self._read(picture))

    async def open_document(self, data: bytes) -> Document:
        """Look into a PDF. Raises `BadDocument`s."""
        # pdfium is not made for threads: all that it does is done in one lane.
        return await self._run(self._reading(), "read", lambda: pdf.open_document(data))

    async def read_page(self, document: Document, number: int) -> Page:
        """What is written on a page of a PDF, and its barcodes. Raises `BadDocument`s."""

        def work() -> Page:
            held = pdf.text_of(document, number)
            picture = pdf.draw(document, number)
            return replace(held, codes=barcodes.find(picture)) if held else self._read(picture)

        return await self._run(self._reading(), "read", work)

    async def listen(self, data: bytes, language: Language) -> Heard:
        """What is said in a voice message's bytes. Raises `BadSound`s."""

        def decode() -> Speech:
            self._import_av()
            return voice_note.decode(data)

        def work() -> Heard:
            with self._lender.listener() as listener:
                return voice_note.checked(listener.listen(speech, language))

        speech = await self._run(self._voices, "listen", decode)
        return await self._run(self._models, "listen", work)

    async def translate(
        self, texts: Sequence[str], source: Language, target: Language
    ) -> list[Translation]:
        """Each text in `target`, or untouched and marked so. Raises `NotUnderstood`."""
        return await self._run(
            self._texts,
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
        """The text as a voice message at `rate` words per minute. Raises `SpeakerDown`.

        pitch: 0 to 99, 50 as the voice is; a voice that has but one pitch keeps it.
        """
        return await self._run(
            self._voices, "speak", lambda: self._speaking().speak(text, language, rate, pitch)
        )

    async def begin_speech(self, text: str, language: Language, rate: int, pitch: int = 50) -> None:
        """Begin the voice message of a text that will begin so. Raises `SpeakerDown`."""
        await self._run(
            self._voices, "speak", lambda: self._speaking().begin(text, language, rate, pitch)
        )

    def loaded(self) -> dict[str, int]:
        """The models in memory, and the bytes that each is reckoned to take."""
        return self._lender.loaded()

    def silence(self) -> float:
        """Seconds for which something under way has given no sign of life; 0 where all does."""
        return max(lane.silence() for lane in self._lanes)

    async def close(self) -> None:
        """Wait for what is under way, drop what waits, let go of models and voices."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._sweeper
        await asyncio.to_thread(self._close)

    async def _run(
        self,
        lane: Lane,
        ability: str,
        work: Callable[[], T],
        smaller: Callable[[], T] | None = None,
    ) -> T:
        self._keep_sweeping()
        return await lane.run(lambda: self._safely(ability, work, smaller or work))

    def _safely(self, ability: str, work: Callable[[], T], smaller: Callable[[], T]) -> T:
        try:
            return with_room(work, smaller, self._lender.free)
        except ChokhError:
            raise
        except Exception as error:
            # The words of a library's error may hold a person's: the log gets them, the
            # person a sentence of ours.
            _log.exception("The ability to %s failed", ability)
            raise AbilityFailed(f"{ability}: {type(error).__name__}") from error

    def _keep_sweeping(self) -> None:
        if self._sweeper is None or self._sweeper.done():
            self._sweeper = asyncio.create_task(self._sweep())

    def _reading(self) -> Lane:
        return self._models if self._settings.read.model else self._writing

    def _read(self, picture: Picture) -> Page:
        if not self._settings.read.model:
            with LIBRARIES:
                import cv2  # noqa: F401, PLC0415 - what Tesseract's reader needs, compiled all
                import tesserocr  # noqa: F401, PLC0415
        with self._lender.reader() as reader:
            return replace(reader.read(picture), codes=barcodes.find(picture))

    def _aim(self, picture: Picture) -> Aim:
        with LIBRARIES:
            import cv2  # noqa: F401, PLC0415 - what measuring needs, compiled

            from models.pixels import framing  # noqa: PLC0415
        return framing.measure(picture)

    async def _make_ready(self, pictures: Sequence[Picture]) -> None:
        """Have numbers made of pictures that wait, while the model looks at others."""
        if not pictures:
            return

        def work() -> None:
            with self._lender.captioner_here() as captioner:
                if isinstance(captioner, Readier):
                    for picture in pictures:
                        captioner.make_ready(picture)

        with suppress(Exception):  # what is wrong with one is told in its turn
            await self._pictures.run(work)

    def _short(self, pictures: Sequence[Picture]) -> list[Caption]:
        with self._lender.captioner() as captioner:
            captions = captioner.caption(pictures)
            return second_opinion.sampled(
                captioner, pictures, captions, self._settings.caption.looks
            )

    def _short_alone(self, picture: Picture) -> Caption:
        return self._safely(
            "caption",
            lambda: self._short([picture])[0],
            lambda: self._short([shrink(picture, _SMALLER)])[0],
        )

    async def _compared(
        self, pictures: Sequence[Picture], captions: list[Caption]
    ) -> list[Caption]:
        """The captions with a second look, where somebody in the house can have one.

        It is no part of the batch: nobody's caption waits for the looks at others' pictures.
        """
        if not self._settings.caption.second:
            return captions
        if not await self._run(self._pictures, "caption", self._lender.describes):
            return captions
        told = await self._run(
            self._answering(),
            "caption",
            lambda: second_opinion.compared(self._lender, pictures, captions),
            lambda: second_opinion.compared(
                self._lender, [shrink(picture, _SMALLER) for picture in pictures], captions
            ),
        )
        if not second_opinion.differing(told):
            return told
        return await self._run(
            self._models, "caption", lambda: second_opinion.weighed(self._lender, pictures, told)
        )

    def _long(self, pictures: Sequence[Picture], chat: bool, alone: bool = False) -> list[Caption]:
        if chat:
            asked = [Conversation(picture, DESCRIBE) for picture in pictures]
            answers = [self._answer(conversation, alone) for conversation in asked]
            return [Caption(answer.text, answer.confidence) for answer in answers]
        with self._lender.captioner() as captioner:
            prompt = captioner.long_prompt if isinstance(captioner, Describer) else None
            return captioner.caption(pictures, prompt)

    def _embed(self, pictures: Sequence[Picture]) -> list[Vectors]:
        """A row (d,) for each."""
        with self._lender.embedder() as embedder:
            return list(embedder.embed_images(pictures))

    def _embed_alone(self, picture: Picture) -> Vectors:
        return self._safely(
            "embed", lambda: self._embed([picture])[0], lambda: self._embed([picture])[0]
        )

    def _answering(self) -> Lane:
        return self._servers if self._settings.answer.url else self._answers

    def _answer(self, conversation: Conversation, alone: bool = False) -> Answer:
        with self._lender.answerer(alone=alone) as answerer:
            return answerer.answer(conversation)

    def _speaking(self) -> Messages:
        if self._messages is None:
            self._import_av()
            self._messages = Messages(self._backends.voice(self._settings))
        return self._messages

    def _import_av(self) -> None:
        with LIBRARIES:
            import av  # noqa: F401, PLC0415 - opus needs it; ffmpeg's libraries

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            if self._lender.used:
                with suppress(Busy):
                    await self._models.run(self._lender.unload_idle)

    def _close(self) -> None:
        for lane in self._lanes:
            lane.close()
        if self._messages is not None:
            self._messages.close()
        self._lender.close()
