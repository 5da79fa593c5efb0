"""Prefix cache: a follow-up begins where the last answer ended.

Kept are a conversation's token ids with the keys and values that the language model made of them,
the pictures' included. Placeholder tokens are the same for every picture, so that an entry is
found by its pictures first, then by the tokens that it shares with a prompt from the first on:
what differs after them, a turn that was dropped, is cut off. Only attention that looks back over
all tokens can be cut so; models with sliding windows, with linear attention, or whose pictures
look forward (Gemma 3) keep nothing.
"""

from __future__ import annotations

import inspect
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

Pictures = tuple[str, ...]
"""The digests of a conversation's pictures, in order, as large as the model sees them."""


@dataclass(frozen=True)
class Prefix:
    """Tokens that were read. Nothing changes its tensors: caches made of it grow by copying.

    ids: of the tokens; layers: each layer's keys and values, (1, heads, len(ids), size) both, in
    the model's numbers; rope: how much Qwen-VL's positions lag behind the tokens, int64 (1, 1);
    asked: whether anybody asked about it, or it was only made ready.
    """

    ids: tuple[int, ...]
    layers: tuple[tuple[torch.Tensor, torch.Tensor], ...]
    rope: torch.Tensor | None = None
    asked: bool = True

    @property
    def size(self) -> int:
        """Bytes of its keys and values."""
        return sum(part.numel() * part.element_size() for layer in self.layers for part in layer)

    def cut(self, length: int) -> Prefix:
        """Its first `length` tokens, in the same memory."""
        layers = tuple((k[..., :length, :], v[..., :length, :]) for k, v in self.layers)
        return replace(self, ids=self.ids[:length], layers=layers)

    def to(self, device: Any, pinned: bool = False) -> Prefix:
        """Itself on a device, its memory its own; pinned: in CPU memory that a GPU reads fast."""
        return replace(
            self, layers=tuple((_moved(k, device, pinned), _moved(v, device, pinned))
                               for k, v in self.layers)
        )  # fmt: skip

    def cache(self) -> Any:
        """A `DynamicCache` that begins with these tokens."""
        from transformers import DynamicCache  # heavy

        # Given only their shapes, for it would copy them; what is read next is a copy by itself.
        cache = DynamicCache([(k[..., :0, :], v[..., :0, :]) for k, v in self.layers])
        layers: list[Any] = [*cache.layers]
        for layer, (keys, values) in zip(layers, self.layers, strict=True):
            layer.keys, layer.values = keys, values
        return cache


class Prefixes:
    """The conversations of one model, the latest of each set of pictures; all threads may ask.

    Past its room the least recently used go, those first that nobody asked about yet. On a GPU
    they go to CPU memory, and are copied back when they are asked about again.
    """

    def __init__(self, image_token: int, room: int = 0, spill: int = 0) -> None:
        """Start empty.

        image_token: what stands for a picture in the ids; room: bytes where the model runs, 0 to
        keep nothing; spill: bytes of CPU memory for what leaves a GPU.
        """
        self.room, self.spill = room, spill
        self.asked = self.found = 0
        """Tokens of the prompts that were looked up, and how many of them had been read."""
        self._image = image_token
        self._near: OrderedDict[Pictures, Prefix] = OrderedDict()
        self._far: OrderedDict[Pictures, Prefix] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, pictures: Pictures, ids: Sequence[int], device: Any = "cpu") -> Prefix | None:
        """What was read of a prompt: its longest known beginning with all of its pictures in it.

        One token at least is left to read, whose scores choose the next. On `device`.
        """
        with self._lock:
            self.asked += len(ids)
            shelf = self._near if pictures in self._near else self._far
            if (kept := shelf.get(pictures)) is None:
                return None
            length = min(shared(kept.ids, ids), len(ids) - 1)
            if self._image in ids[length:]:
                return None
            shelf.move_to_end(pictures)
            self.found += length
            kept = kept.cut(length)
            return kept if shelf is self._near else kept.to(device)

    def put(
        self,
        pictures: Pictures,
        ids: Sequence[int],
        cache: Any,
        rope: torch.Tensor | None = None,
        asked: bool = True,
    ) -> None:
        """Keep what was read, in the place of what was kept for these pictures.

        ids: at least the cache's tokens; cache: a `DynamicCache` of one sequence, not used again.
        """
        layers = tuple((layer.keys, layer.values) for layer in cache.layers)
        new = Prefix(tuple(ids[: layers[0][0].shape[-2]]), layers, rope, asked)
        with self._lock:
            for shelf in (self._near, self._far):
                shelf.pop(pictures, None)
            self._near[pictures] = new
            self._shed()

    def __contains__(self, pictures: object) -> bool:
        """Whether anything is kept for these pictures."""
        with self._lock:
            return pictures in self._near or pictures in self._far

    def clear(self) -> None:
        """Forget everything, as when a photo is deleted."""
        with self._lock:
            self._near.clear()
            self._far.clear()

    @property
    def size(self) -> tuple[int, int]:
        """Bytes that are kept where the model runs, and in CPU memory."""
        return _size(self._near), _size(self._far)

    def _shed(self) -> None:
        while _size(self._near) > self.room:
            pictures, left = _pop(self._near)
            if self.spill and left.asked:
                self._far[pictures] = left.to("cpu", pinned=True)
        while _size(self._far) > self.spill:
            _pop(self._far)


def croppable(model: Any) -> bool:
    """Whether what this model has read can be cut anywhere, and read on from there."""
    from transformers import DynamicCache  # heavy
    from transformers.cache_utils import DynamicLayer  # heavy

    if "token_type_ids" in inspect.signature(model.forward).parameters:
        return False  # its pictures look forward
    if getattr(model.config, "image_token_id", None) is None:
        return False
    # Layers of sliding windows say that they are croppable, and are only until the window is full.
    return all(type(layer) is DynamicLayer for layer in DynamicCache(config=model.config).layers)


def empty(model: Any) -> Any:
    """A `DynamicCache` in which nothing is kept yet."""
    from transformers import DynamicCache  # heavy

    return DynamicCache(config=model.config)


def rope_of(model: Any) -> Any:
    """How much the positions of what was read last lag behind; None for models without that."""
    lag = getattr(model.model, "rope_deltas", None)
    return None if lag is None else lag.clone()


def set_rope(model: Any, lag: Any) -> None:
    """Read on from tokens whose positions lag behind so much. Qwen-VL keeps it in the model."""
    if hasattr(model.model, "rope_deltas"):
        model.model.rope_deltas = lag


def shared(some: Sequence[int], others: Sequence[int]) -> int:
    """How many tokens two sequences share from the first on."""
    pairs = enumerate(zip(some, others, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(some), len(others)))


def _pop(shelf: OrderedDict[Pictures, Prefix]) -> tuple[Pictures, Prefix]:
    """Take the one that nobody asked about, or else the least recently used."""
    pictures = next((key for key, prefix in shelf.items() if not prefix.asked), next(iter(shelf)))
    return pictures, shelf.pop(pictures)


def _size(shelf: OrderedDict[Pictures, Prefix]) -> int:
    return sum(prefix.size for prefix in shelf.values())


def _moved(part: torch.Tensor, device: Any, pinned: bool) -> torch.Tensor:
    import torch  # heavy

    pinned = pinned and part.is_cuda
    new = torch.empty(part.shape, dtype=part.dtype, device=device, pin_memory=pinned)
    return new.copy_(part, non_blocking=not pinned)
