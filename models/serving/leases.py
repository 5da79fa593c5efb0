"""Leases: which checkpoint serves which ability, borrowed from the pool while it is used."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TypeVar

from models.answer.decoding.decoder import SLOTS
from models.answer.endpoint.host import host_outside
from models.backends import (
    Answerer,
    Captioner,
    Closing,
    Embedder,
    Listener,
    Locator,
    Preparer,
    Reader,
    Shared,
    Translator,
)
from models.checkpoints.checkpoint import Checkpoint, find, present
from models.checkpoints.loading import number_type
from models.checkpoints.quantise import Quantise
from models.concurrency.cancellation import check
from models.concurrency.heartbeat import reading
from models.concurrency.turns import Turns
from models.provisioning import sizes
from models.provisioning.machine import Place, hand_back_memory, room_for_answers, room_for_prefixes
from models.read import indra
from models.serving.factories import Backends, traits
from models.serving.model_pool import Pool
from models.settings import ModelsSettings
from models.values import Answer, Conversation

T = TypeVar("T")


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
        self._turns: dict[str, Turns] = {}

    def captioner(self) -> AbstractContextManager[Captioner]:
        """What writes captions."""
        caption = self.settings.caption
        return self.lend(
            caption.model,
            "caption",
            lambda checkpoint, device: self._backends.captioner(checkpoint, device, caption),
        )

    def captioner_here(self) -> AbstractContextManager[Captioner | None]:
        """What writes captions, where it is in memory already."""
        here = self._is_here(self.settings.caption.model, "caption")
        return self.captioner() if here else nullcontext()

    @contextmanager
    def answerer(self, model: str = "", alone: bool = False) -> Iterator[Answerer]:
        """What answers questions, here or behind a URL; model: another checkpoint of its kind.

        As many threads use one here as it can write answers `together` (1 where it isn't
        `Shared`) and as there is memory for; alone: only once the others are done. Blocks till
        then. Raises `Stopped` for who is given up meanwhile.
        """
        answer = self.settings.answer
        if answer.url and not model:
            with self._once:
                self._endpoint = self._endpoint or self._backends.endpoint(answer)
            yield self._endpoint
            return
        quantise = answer.quantise
        # The default is meant for a GPU; on a CPU it only costs time, unless it was asked for.
        if self.place().device == "cpu" and "quantise" not in answer.model_fields_set:
            quantise = "none"
        room, spill = room_for_prefixes(self.settings, self.place())
        name = model or answer.model
        checkpoint = find(name, self.settings.folder)
        keeping = traits(checkpoint).keeps

        def at_once() -> tuple[int, int]:
            width = self._width(checkpoint, quantise)
            free = room_for_answers(self.place())
            return sizes.answers(checkpoint.shapes(), width, free, SLOTS)

        def load(checkpoint: Checkpoint, device: str) -> Answerer:
            answerer = self._backends.answerer(checkpoint, device, quantise)
            if isinstance(answerer, Preparer):
                answerer.keep(room, spill)
            together = answerer.together if isinstance(answerer, Shared) else 1
            self._turns[name] = Turns(min(together, at_once()[0]) if together > 1 else 1)
            return answerer

        def beside() -> int:
            return room + at_once()[1] if keeping else 0

        lent = self.lend(name, "answer", load, quantise, beside)
        # The turn is asked for once the lease is there, and with it whoever counts turns.
        with lent as answerer, self._turns[name].turn(alone):
            check()
            yield answerer

    def answer(self, conversation: Conversation, alone: bool = False) -> Answer:
        """What the answerer says; alone: only once the others are done."""
        with self.answerer(alone=alone) as answerer:
            return answerer.answer(conversation)

    @contextmanager
    def preparer(self, alone: bool = False) -> Iterator[Preparer | None]:
        """What answers questions, where it is in memory already and keeps what it has read."""
        answer = self.settings.answer
        if answer.url or not self._is_here(answer.model, "answer"):
            yield None
            return
        with self.answerer(alone=alone) as answerer:
            yield answerer if isinstance(answerer, Preparer) else None

    def describes(self, away: bool = False) -> bool:
        """Whether the answerer can describe at length; one outside the house only if `away`."""
        answer, folder = self.settings.answer, self.settings.folder
        if answer.url:
            return away or not host_outside(answer.url)
        if not present(answer.model, folder):
            return False
        return traits(find(answer.model, folder)).describes

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
        """What reads: on the CPU, or the checkpoint that stands in its place."""
        if self.settings.read.model not in ("", indra.NAME):
            return self.lend(self.settings.read.model, "read", self._backends.reader)
        with self._once:
            self._tesseract = self._tesseract or self._backends.tesseract(
                self.settings.read, self.settings.folder
            )
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
        beside: Callable[[], int] = lambda: 0,
    ) -> AbstractContextManager[T]:
        """The model of this checkpoint's name, loaded by `load(checkpoint, device)` if need be.

        beside: tells the bytes that it fills by and by, on top of its weights.
        """
        checkpoint = find(name, self.settings.folder)
        place, pool = self._placed()

        def size() -> int:
            width = self._width(checkpoint, quantise)
            return sizes.weights(checkpoint.shapes(), width, quantise) + beside()

        def read() -> T:
            with reading(sum(file.stat().st_size for file in checkpoint.weights)):
                return load(checkpoint, place.device)

        return pool.lend(_key(checkpoint, ability), size, read)

    def loaded(self) -> dict[str, int]:
        """What is in memory: bytes by name."""
        return {} if self._where is None else self._where[1].loaded()

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
            if isinstance(kept, Closing):
                kept.close()

    def _is_here(self, name: str, ability: str) -> bool:
        """Whether this checkpoint is in memory."""
        if self._where is None or not present(name, self.settings.folder):
            return False
        return _key(find(name, self.settings.folder), ability) in self._where[1].loaded()

    def _width(self, checkpoint: Checkpoint, quantise: Quantise) -> int:
        """Bytes of a number that isn't quantised."""
        if quantise == "int8":
            return 2
        return number_type(self.place().device, checkpoint.parameters()).itemsize

    def _placed(self) -> tuple[Place, Pool]:
        with self._once:
            if self._where is None:
                place = self._backends.place(self.settings)
                idle = self.settings.idle_minutes * 60
                self._where = place, Pool(place.budget, idle, freed=hand_back_memory)
            return self._where


def _key(checkpoint: Checkpoint, ability: str) -> str:
    return f"{checkpoint.name} ({ability})"
