"""Cache of preprocessed pictures, so that a follow-up needn't process them again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from models.answer.decoding.prefix_cache import Pictures

ROOM = 64_000_000
"""Bytes of pixels. A photo takes LLaVA 1.4 million, Qwen some 6, SmolVLM up to 53."""


class PixelCache:
    """A chat model's processor, for one thread at a time: its tokenizer is not made for more.

    It works on each set of pictures once; past its `room` the least recently used are forgotten.
    """

    def __init__(self, processor: Any) -> None:
        """Stand between the processor and the part of it that works on pictures."""
        self.room = ROOM
        self._processor = processor
        self._process = processor._process_images
        processor._process_images = self._once
        self._pictures: Pictures = ()
        self._made: OrderedDict[Pictures, tuple[Any, Any]] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def processor(self, pictures: Pictures = ()) -> Iterator[Any]:
        """The processor, while nobody else uses it, for these pictures."""
        with self._lock:
            self._pictures = pictures
            yield self._processor

    def forget(self) -> None:
        """Let go of all pictures."""
        with self._lock:
            self._made.clear()

    def _once(self, images: Any, **how: Any) -> tuple[Any, Any]:
        made = self._made.get(self._pictures) or self._process(images, **how)
        self._made[self._pictures] = made
        self._made.move_to_end(self._pictures)
        while len(self._made) > 1 and sum(map(_size, self._made.values())) > self.room:
            self._made.popitem(last=False)
        # Some processors take out what they need themselves.
        return type(made[0])(dict(made[0])), list(made[1])


def _size(made: tuple[Any, Any]) -> int:
    return sum(getattr(value, "nbytes", 0) for value in made[0].values())
