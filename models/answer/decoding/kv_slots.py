"""KV cache slots: keys and values of several answers that are decoded at once, in one block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

_ROUND, _LOOK = 128, 16
"""Room is made for so many tokens more at a time; a step looks at a multiple of so many."""
BUCKETS = (1, 2, 4, 8)
"""Rows of a step where shapes are fixed: one graph each."""
_FIXED = 256
"""There, steps look at a multiple of so many tokens."""


class Slots:
    """A row for each answer: tensors of (rows, heads, room, size) for each layer.

    Rows and room come as they are needed: of a model of 7B a token takes half a megabyte. Rows 0
    to n - 1 are in use; `begin(n)`, a pass of the model, `advance(n)`, and again. It stands where
    the model expects a `transformers.Cache`, of which that only uses what is here.

    fixed: steps have few shapes, and what they read, `places` and `mask`, is made of tensors that
    stay where they are: a graph of such a step can be run again. `moved` then counts how often the
    block went elsewhere, and graphs are of no use any more.
    """

    is_compileable = False

    def __init__(self, like: Any, most: int, fixed: bool = False) -> None:
        """like: a `DynamicCache` of one row as is wanted; most: rows that there can be."""
        import torch  # heavy

        self.lengths: list[int] = []
        self.moved = 0
        self.is_sliding = [False] * len(like.layers)
        self.fixed = fixed
        self._keys = [_empty(layer.keys) for layer in like.layers]
        self._values = [_empty(layer.values) for layer in like.layers]
        device, most = self._keys[0].device, bucket(most) if fixed else most
        self.places = torch.zeros(most, dtype=torch.long, device=device)
        """Where each row's next token goes, int64 (most,)."""
        self._all = torch.arange(most, device=device)
        self._rows = self._span = 0

    def put(self, row: int, past: Any, room: int) -> None:
        """Copy one answer's keys and values into a row, with room for so many tokens more."""
        length = past.get_seq_length()
        self.lengths += [0] * (row + 1 - len(self.lengths))
        rows, span = row + 1, length + room
        if self.fixed:
            rows, span = bucket(rows), -(-span // _FIXED) * _FIXED
        before = self._keys[0].shape
        for block, name in ((self._keys, "keys"), (self._values, "values")):
            for index, layer in enumerate(past.layers):
                block[index] = _with_room(block[index], rows, span)
                block[index][row, :, :length] = getattr(layer, name)[0]
        self.moved += self._keys[0].shape != before
        self.lengths[row] = length
        self.places[row] = length

    def move(self, source: int, target: int) -> None:
        """Copy a row over another."""
        length = self.lengths[source]
        for tensor in (*self._keys, *self._values):
            tensor[target, :, :length] = tensor[source, :, :length]
        self.lengths[target] = length
        self.places[target] = self.places[source]

    def taken(self, row: int, length: int) -> Any:
        """A `DynamicCache` of its own with a row's first tokens."""
        from transformers import DynamicCache  # heavy

        held = slice(row, row + 1), slice(None), slice(length)
        return DynamicCache(
            [
                (k[held].clone(), v[held].clone())
                for k, v in zip(self._keys, self._values, strict=True)
            ]
        )

    def begin(self, running: int) -> tuple[int, int]:
        """Make ready for a token of each row that runs. Returns the rows and span of the step.

        The span is that of the longest row: what lies behind it is not looked at.
        """
        longest = max(self.lengths[:running]) + 1
        if self.fixed:
            self._rows, self._span = bucket(running), -(-longest // _FIXED) * _FIXED
        else:
            self._rows = running
            # One row alone is looked at as far as it goes, without a mask.
            self._span = longest if running == 1 else -(-longest // _LOOK) * _LOOK
        return self._rows, self._span

    def mask(self, dtype: torch.dtype) -> torch.Tensor | None:
        """What each row looks at, added to its scores: (rows, 1, 1, span), 0 or -inf."""
        import torch  # heavy

        if self._rows == 1 and not self.fixed:
            return None
        places = self.places[: self._rows, None]
        behind = torch.arange(self._span, device=places.device) > places
        mask = torch.zeros(behind.shape, dtype=dtype, device=places.device)
        return mask.masked_fill_(behind, float("-inf"))[:, None, None]

    def advance(self, running: int) -> None:
        """Each row that runs has a token more. `places` is the step's own to move."""
        for row in range(running):
            self.lengths[row] += 1

    def update(
        self, keys: torch.Tensor, values: torch.Tensor, layer: int, *_args: Any, **_kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Keep a token's keys and values, (rows, heads, 1, size); returns all of those rows."""
        told = []
        rows, places = self._all[: self._rows], self.places[: self._rows]
        for block, new in ((self._keys[layer], keys), (self._values[layer], values)):
            block[rows, :, places] = new[:, :, 0]
            told.append(block[: self._rows, :, : self._span])
        return told[0], told[1]

    def get_mask_sizes(self, query: int, layer: int = 0) -> tuple[int, int]:  # noqa: ARG002 - as below
        """How far is looked, from the first token on."""
        return self._span, 0

    def get_query_offset(self, layer: int = 0) -> int:  # noqa: ARG002 - the library's
        """Where the next token of the longest row goes."""
        return self._span - 1

    def get_seq_length(self, layer: int = 0) -> int:  # noqa: ARG002 - the library's
        """The longest row's tokens."""
        return max(self.lengths[: self._rows], default=0)


def bucket(rows: int) -> int:
    """The smallest number of rows that there is a graph for."""
    return next((most for most in BUCKETS if most >= rows), rows)


def _empty(like: torch.Tensor) -> torch.Tensor:
    _, heads, _, size = like.shape
    return like.new_zeros((0, heads, 0, size))


def _with_room(block: torch.Tensor, rows: int, length: int) -> torch.Tensor:
    from torch.nn.functional import pad  # heavy

    more_rows, more = max(0, rows - block.shape[0]), max(0, length - block.shape[2])
    if not (more_rows or more):
        return block
    # A block that ends within a step's look would be too short for it.
    return pad(block, (0, 0, 0, -(-more // _ROUND) * _ROUND, 0, 0, 0, more_rows))
