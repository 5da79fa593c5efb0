"""Preprocessing ahead: pictures become tensors while the model still computes others'."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from weakref import ref

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

_MOST = 32
"""Pictures that are kept as numbers at a time: 1.8 MB each, at BLIP-base's size."""


class PreprocessAhead:
    """Makes numbers of pictures ahead of their turn, on whatever thread; each is taken once."""

    def __init__(self, numbers: Callable[[Sequence[Image]], torch.Tensor]) -> None:
        """numbers: makes a tensor (n, …) of n pictures, each row from its picture alone."""
        self._numbers = numbers
        self._made: dict[int, tuple[ref[Image], torch.Tensor]] = {}
        self._lock = threading.Lock()

    def make(self, image: Image) -> None:
        """Make a picture's numbers, and keep them for as long as the picture is there."""
        key, made = id(image), self._numbers([image])[0]
        with self._lock:
            if len(self._made) < _MOST:
                # Without the lock: whoever drops the last name of a picture may hold it.
                self._made[key] = ref(image, lambda _: self._made.pop(key, None)), made

    def of(self, images: Sequence[Image]) -> torch.Tensor:
        """The pictures' numbers, (n, …): those that were made, and the rest made now."""
        import torch  # heavy

        kept = [self._taken(image) for image in images]
        missing = [image for image, made in zip(images, kept, strict=True) if made is None]
        rest = iter(self._numbers(missing) if missing else ())
        return torch.stack([next(rest) if made is None else made for made in kept])

    def _taken(self, image: Image) -> torch.Tensor | None:
        with self._lock:
            seen, made = self._made.pop(id(image), (None, None))
        return made if seen is not None and seen() is image else None
