"""Lanes of the engine: which work waits for which, and how its failures are told.

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

import logging
from collections.abc import Callable
from typing import TypeVar

from models.answer.decoding.decoder import SLOTS
from models.concurrency.lane import Lane
from models.concurrency.memory_retry import with_room
from models.errors import AbilityFailed, ChokhError
from models.settings import ModelsSettings
from models.translate.providers import chat

_log = logging.getLogger(__name__)

T = TypeVar("T")

SMALLER = 512
"""The longest side, in pixels, of a picture that is tried once more after memory ran out."""


class Lanes:
    """Runs work so that whatever goes wrong is a `ChokhError`. No thread starts before it."""

    def __init__(
        self,
        settings: ModelsSettings,
        free: Callable[[], None] = lambda: None,
        begins: Callable[[], None] = lambda: None,
    ) -> None:
        """free: makes room where memory ran out; begins: told on the event loop of each work."""
        self._free, self.begins = free, begins
        self.models = Lane("models")
        self.answers = Lane("answers", threads=SLOTS, beside=self.models)
        self.servers = Lane("servers", threads=4)
        self.pictures, self.voices = Lane("pictures"), Lane("voices")
        # Who decodes waits for another process: the sandbox has an order of its own.
        self.opening = Lane("opening", threads=16)
        self.texts = self.models if chat.is_here(settings) else Lane("texts")
        self.reading = self.models if settings.read.model else Lane("writing")
        self.answering = self.servers if settings.answer.url else self.answers
        self._all = (
            *(self.models, self.answers, self.servers, self.texts),
            *(self.pictures, self.voices, self.reading, self.opening),
        )

    async def run(
        self,
        lane: Lane,
        ability: str,
        work: Callable[[], T],
        smaller: Callable[[], T] | None = None,
    ) -> T:
        """What `work()` returns, or `smaller()` where memory ran out in it."""
        self.begins()
        return await lane.run(lambda: self.safely(ability, work, smaller or work))

    def safely(self, ability: str, work: Callable[[], T], smaller: Callable[[], T]) -> T:
        """The same on the thread that asks."""
        try:
            return with_room(work, smaller, self._free)
        except ChokhError:
            raise
        except Exception as error:
            # The words of a library's error may hold a person's: the log gets them, the
            # person a sentence of ours.
            _log.exception("The ability to %s failed", ability)
            raise AbilityFailed(f"{ability}: {type(error).__name__}") from error

    def silence(self) -> float:
        """Seconds for which something under way has given no sign of life; 0 where all does."""
        return max(lane.silence() for lane in self._all)

    def close(self) -> None:
        """Wait for what is under way, drop what waits. Blocking."""
        for lane in self._all:
            lane.close()
