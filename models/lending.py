"""Which checkpoint serves which ability, and borrowing it from the pool while it is used."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TypeVar

from models.abilities import (
    Answerer,
    Captioner,
    Embedder,
    Listener,
    Locator,
    Preparer,
    Reader,
    Translator,
)
from models.answer.quantise import Quantise
from models.answer.where import host_outside
from models.backends import Backends, describes, keeps
from models.checkpoint import Checkpoint, find, present
from models.machine import Place, hand_back_memory, room_for_prefixes
from models.pool import Pool
from models.settings import ModelsSettings

T = TypeVar("T")

# Bytes of a parameter with what quantisation leaves as it was; LLaVA-1.5-7B in nf4: 4.8 GB.
_BYTES: dict[Quantise, float] = {"nf4": 0.7, "int8": 1.1, "none": 2.0}


class Lender:
    """Lends the models that the settings name. Everything here blocks; a thread borrows one.

    Each method raises `ModelMissing`, `ModelDamaged` or `SettingWrong` where it can't lend.
    """

    def __init__(self, settings: ModelsSettings, backends: Backends) -> None:
        """Nothing is loaded before it is first lent."""
        self.settings = settings
        self._backends = backends
        self._once = threading.Lock()
        self._where: tuple[Place, Pool] | None = None
        self._endpoint: Answerer | None = None
        self._tesseract: Reader | None = None

    def captioner(self) -> AbstractContextManager[Captioner]:
        """What writes captions."""
        caption = self.settings.caption
        return self.lend(
            caption.model,
            "caption",
            lambda checkpoint, device: self._backends.captioner(checkpoint, device, caption.beams),
        )

    def answerer(self, model: str = "") -> AbstractContextManager[Answerer]:
        """What answers questions, here or behind a URL; model: another checkpoint of its kind."""
        answer = self.settings.answer
        if answer.url and not model:
            with self._once:
                self._endpoint = self._endpoint or self._backends.endpoint(answer)
            return nullcontext(self._endpoint)
        quantise = answer.quantise
        # The default is meant for a GPU; on a CPU it only costs time, unless it was asked for.
        if self.place().device == "cpu" and "quantise" not in answer.model_fields_set:
            quantise = "none"
        room, spill = room_for_prefixes(self.settings, self.place())

        def load(checkpoint: Checkpoint, device: str) -> Answerer:
            answerer = self._backends.answerer(checkpoint, device, quantise)
            if isinstance(answerer, Preparer):
                answerer.keep(room, spill)
            return answerer

        name = model or answer.model
        beside = room if keeps(find(name, self.settings.folder)) else 0
        return self.lend(name, "answer", load, quantise, beside)

    @contextmanager
    def preparer(self) -> Iterator[Preparer | None]:
        """What answers questions, where it is in memory already and keeps what it has read."""
        answer, folder = self.settings.answer, self.settings.folder
        here = not answer.url and present(answer.model, folder)
        key = _key(find(answer.model, folder), "answer") if here else ""
        if self._where is None or key not in self._where[1].loaded():
            yield None
            return
        with self.answerer() as answerer:
            yield answerer if isinstance(answerer, Preparer) else None

    def describes(self, away: bool = False) -> bool:
        """Whether the answerer can describe at length; one outside the house only if `away`."""
        answer, folder = self.settings.answer, self.settings.folder
        if answer.url:
            return away or not host_outside(answer.url)
        if not present(answer.model, folder):
            return False
        return describes(find(answer.model, folder))

    def embedder(self) -> AbstractContextManager[Embedder]:
        """What makes vectors."""
        return self.lend(self.settings.embed.model, "embed", self._backends.embedder)

    def locator(self) -> AbstractContextManager[Locator]:
        """What finds things."""
        return self.lend(self.settings.locate.model, "locate", self._backends.locator)

    def listener(self) -> AbstractContextManager[Listener]:
        """What writes down speech."""
        return self.lend(self.settings.listen.model, "listen", self._backends.listener)

    def reader(self) -> AbstractContextManager[Reader]:
        """What reads: Tesseract, or the checkpoint that stands in its place."""
        if self.settings.read.model:
            return self.lend(self.settings.read.model, "read", self._backends.reader)
        with self._once:
            self._tesseract = self._tesseract or self._backends.tesseract(self.settings.read)
        return nullcontext(self._tesseract)

    def translators(self) -> list[Translator]:
        """Who translates, in order of preference; each borrows its model by itself."""
        return [self._backends.translator(name, self) for name in self.settings.translate.providers]

    def lend(
        self,
        name: str,
        ability: str,
        load: Callable[[Checkpoint, str], T],
        quantise: Quantise = "none",
        beside: int = 0,
    ) -> AbstractContextManager[T]:
        """The model of this checkpoint's name, loaded by `load(checkpoint, device)` if need be.

        beside: bytes that it fills by and by, on top of its weights.
        """
        checkpoint = find(name, self.settings.folder)
        place, pool = self._placed()
        width = _BYTES[quantise] * (2 if place.device == "cpu" and quantise == "none" else 1)
        return pool.lend(
            _key(checkpoint, ability),
            lambda: int(checkpoint.parameters() * width) + beside,
            lambda: load(checkpoint, place.device),
        )

    def place(self) -> Place:
        """The device: told on the first use, because telling it imports torch."""
        return self._placed()[0]

    def free(self) -> None:
        """Let go of everything that isn't lent out."""
        if self._where is not None:
            self._where[1].unload_free()
        hand_back_memory()

    @property
    def used(self) -> bool:
        """Whether anything was ever lent."""
        return self._where is not None

    def unload_idle(self) -> None:
        """Let go of what nobody has used for the idle time."""
        if self._where is not None:
            self._where[1].unload_idle()

    def close(self) -> None:
        """Let go of everything, for good."""
        if self._where is not None:
            self._where[1].unload_free()
        for kept in (self._endpoint, self._tesseract):
            close = getattr(kept, "close", None)
            if close is not None:
                close()

    def _placed(self) -> tuple[Place, Pool]:
        with self._once:
            if self._where is None:
                place = self._backends.place(self.settings)
                idle = self.settings.idle_minutes * 60
                self._where = place, Pool(place.budget, idle, freed=hand_back_memory)
            return self._where


def _key(checkpoint: Checkpoint, ability: str) -> str:
    return f"{checkpoint.name} ({ability})"
