"""The one door to the abilities: awaited, while the work is done on worker threads.

Four lanes, one thread each, so that nothing waits behind what it needn't: a picture is decoded
while a model writes, and a voice speaks while a translation waits for a server. What models
compute for one person they compute one after the other, in the lane named "models". The
translator has its own lane though it may run on the same device: a sentence takes a fraction of
a second, an answer of a chat model many.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from typing import TypeVar

from models.abilities import (
    Answer,
    Answerer,
    Caption,
    Captioner,
    Conversation,
    Language,
    Length,
    Picture,
    Sound,
    Translation,
    Translator,
)
from models.answer import is_chat
from models.answer.chat import Quantise
from models.backends import Backends, SpeakingVoice
from models.checkpoint import Checkpoint, find, present
from models.errors import AbilityFailed, Busy, ChokhError, SettingWrong, SpeakerDown
from models.heavy import LIBRARIES
from models.lane import Lane
from models.machine import Place, hand_back_memory
from models.picture import open_picture, shrink
from models.pool import Pool
from models.retry import with_room
from models.settings import ModelsSettings
from models.speak import opus
from models.translate import guard

_log = logging.getLogger(__name__)

T = TypeVar("T")

DESCRIBE = "Describe the picture."
_SMALLER = 512
"""The longest side, in pixels, of a picture that is tried once more after memory ran out."""
_LOOK_EVERY = 30.0
"""Seconds between looks for idle models."""

# Bytes of a parameter with what quantisation leaves as it was; LLaVA-1.5-7B in nf4: 4.8 GB.
_BYTES: dict[Quantise, float] = {"nf4": 0.7, "int8": 1.1, "none": 2.0}


class Engine:
    """Implements `Abilities` on this machine. Raises only `ChokhError`s."""

    def __init__(self, settings: ModelsSettings, backends: Backends | None = None) -> None:
        """Nothing starts and nothing is loaded before it is first asked for."""
        self._settings = settings
        self._backends = backends or Backends()
        self._models, self._texts = Lane("models"), Lane("texts")
        self._pictures, self._voices = Lane("pictures"), Lane("voices")
        self._once = threading.Lock()
        self._where: tuple[Place, Pool] | None = None
        self._voice: SpeakingVoice | None = None
        self._sweeper: asyncio.Task[None] | None = None

    async def open_picture(self, data: bytes) -> Picture:
        """Decode a file's bytes. Raises `BadPicture`."""
        return await self._run(self._pictures, "picture", lambda: open_picture(data))

    async def caption(self, pictures: Sequence[Picture], length: Length = "short") -> list[Caption]:
        """What each picture shows, in English.

        length: "long" asks the answerer to describe, where that is a chat model and on this
        machine; the captioner knows only the short form.
        """
        return await self._run(
            self._models,
            "caption",
            lambda: self._caption(pictures, length),
            lambda: [c for p in pictures for c in self._caption([shrink(p, _SMALLER)], length)],
        )

    async def answer(self, conversation: Conversation) -> Answer:
        """The answer to the conversation's question, in English."""
        small = replace(conversation, history=conversation.history[-2:])
        return await self._run(
            self._models,
            "answer",
            lambda: self._answer(conversation),
            lambda: self._answer(replace(small, picture=shrink(small.picture, _SMALLER))),
        )

    async def translate(
        self, texts: Sequence[str], source: Language, target: Language
    ) -> list[Translation]:
        """Each text in `target`, or untouched and marked so. Raises `NotUnderstood`."""
        return await self._run(
            self._texts,
            "translate",
            lambda: guard.translate(self._translators(), texts, source, target),
            lambda: [
                translation
                for text in texts
                for translation in guard.translate(self._translators(), [text], source, target)
            ],
        )

    async def speak(self, text: str, language: Language, rate: int) -> Sound:
        """The text as a voice message at `rate` words per minute. Raises `SpeakerDown`."""
        return await self._run(self._voices, "speak", lambda: self._speak(text, language, rate))

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
        if self._sweeper is None or self._sweeper.done():
            self._sweeper = asyncio.create_task(self._sweep())

        def safely() -> T:
            try:
                return with_room(work, smaller or work, self._free)
            except ChokhError:
                raise
            except Exception as error:
                # The words of a library's error may hold a person's: the log gets them, the
                # person a sentence of ours.
                _log.exception("The ability to %s failed", ability)
                raise AbilityFailed(f"{ability}: {type(error).__name__}") from error

        return await lane.run(safely)

    def _caption(self, pictures: Sequence[Picture], length: Length) -> list[Caption]:
        if length == "long" and self._describes():
            answers = [self._answer(Conversation(picture, DESCRIBE)) for picture in pictures]
            return [Caption(answer.text, answer.confidence) for answer in answers]
        with self._captioner() as captioner:
            return captioner.caption(pictures)

    def _answer(self, conversation: Conversation) -> Answer:
        with self._answerer() as answerer:
            return answerer.answer(conversation)

    def _speak(self, text: str, language: Language, rate: int) -> Sound:
        if self._voice is None:
            with LIBRARIES:
                import av  # noqa: F401, PLC0415 - opus needs it; ffmpeg's libraries
            self._voice = self._backends.voice(self._settings.speak)
        speech = self._voice.speak(text, language, rate)
        if not speech.samples:
            raise SpeakerDown("no sound")
        return opus.encode(speech)

    def _describes(self) -> bool:
        name, folder = self._settings.answer.model, self._settings.folder
        if self._settings.answer.url or not present(name, folder):
            return False
        return is_chat(find(name, folder))

    def _captioner(self) -> AbstractContextManager[Captioner]:
        place, _ = self._placed()
        checkpoint = find(self._settings.caption.model, self._settings.folder)
        return self._lend(
            checkpoint,
            "caption",
            "none",
            lambda: self._backends.captioner(checkpoint, place.device),
        )

    def _answerer(self) -> AbstractContextManager[Answerer]:
        if self._settings.answer.url:
            raise SettingWrong("no endpoint can answer yet", setting="models.answer.url")
        place, _ = self._placed()
        checkpoint = find(self._settings.answer.model, self._settings.folder)
        quantise = self._settings.answer.quantise
        # The default is meant for a GPU; on a CPU it only costs time, unless it was asked for.
        if place.device == "cpu" and "quantise" not in self._settings.answer.model_fields_set:
            quantise = "none"
        return self._lend(
            checkpoint,
            "answer",
            quantise,
            lambda: self._backends.answerer(checkpoint, place.device, quantise),
        )

    def _translators(self) -> list[Translator]:
        return [
            _LentTranslator(self._translator) if provider == "nllb" else self._backends.google()
            for provider in self._settings.translate.providers
        ]

    def _translator(self) -> AbstractContextManager[Translator]:
        place, _ = self._placed()
        checkpoint = find(self._settings.translate.model, self._settings.folder)
        return self._lend(
            checkpoint,
            "translate",
            "none",
            lambda: self._backends.translator(checkpoint.path, place.device),
        )

    def _lend(
        self, checkpoint: Checkpoint, ability: str, quantise: Quantise, load: Callable[[], T]
    ) -> AbstractContextManager[T]:
        place, pool = self._placed()
        width = _BYTES[quantise] * (2 if place.device == "cpu" and quantise == "none" else 1)
        key = f"{checkpoint.name} ({ability})"
        return pool.lend(key, lambda: int(checkpoint.parameters() * width), load)

    def _placed(self) -> tuple[Place, Pool]:
        """The device and its pool: told on the first use, because telling it imports torch."""
        with self._once:
            if self._where is None:
                place = self._backends.place(self._settings)
                idle = self._settings.idle_minutes * 60
                self._where = place, Pool(place.budget, idle, freed=hand_back_memory)
            return self._where

    def _free(self) -> None:
        if self._where is not None:
            self._where[1].unload_free()
        hand_back_memory()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            if self._where is not None:
                with suppress(Busy):
                    await self._models.run(self._where[1].unload_idle)

    def _close(self) -> None:
        for lane in (self._models, self._texts, self._pictures, self._voices):
            lane.close()
        if self._voice is not None:
            self._voice.close()
        if self._where is not None:
            self._where[1].unload_free()


class _LentTranslator:
    """The translator on this machine, lent out for each call: it is loaded only when asked."""

    name = "nllb"

    def __init__(self, lend: Callable[[], AbstractContextManager[Translator]]) -> None:
        self._lend = lend

    def translate(self, texts: Sequence[str], source: Language, target: Language) -> list[str]:
        """One text for each, in order."""
        with self._lend() as translator:
            return translator.translate(texts, source, target)
