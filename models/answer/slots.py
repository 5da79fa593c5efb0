"""The keys and values of several answers that are written at once, in one block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

_ROUND, _LOOK = 128, 16
"""Room is made for so many tokens more at a time; a step looks at a multiple of so many."""


class Slots:
    """A row for each answer: tensors of (rows, heads, room, size) for each layer.

    Rows and room come as they are needed: of a model of 7B a token takes half a megabyte. Rows 0
    to n - 1 are in use; `next(n)`, a pass of the model, `advance(n)`, and again. It stands where
    the model expects a `transformers.Cache`, of which that only uses what is here.
    """

    is_compileable = False

    def __init__(self, like: Any) -> None:
        """like: a `DynamicCache` of one row with the shapes, types and device that are wanted."""
        self.lengths: list[int] = []
        self.is_sliding = [False] * len(like.layers)
        self._keys = [_empty(layer.keys) for layer in like.layers]
        self._values = [_empty(layer.values) for layer in like.layers]
        self._rows = self._places = self._keys[0].new_zeros(0).long()
        self._span = 0

    def put(self, row: int, past: Any, room: int) -> None:
        """Copy one answer's keys and values into a row, with room for so many tokens more."""
        length = past.get_seq_length()
        self.lengths += [0] * (row + 1 - len(self.lengths))
        for block, name in ((self._keys, "keys"), (self._values, "values")):
            for index, layer in enumerate(past.layers):
                block[index] = _with_room(block[index], row + 1, length + room)
                block[index][row, :, :length] = getattr(layer, name)[0]
        self.lengths[row] = length

    def move(self, source: int, target: int) -> None:
        """Copy a row over another."""
        length = self.lengths[source]
        for tensor in (*self._keys, *self._values):
            tensor[target, :, :length] = tensor[source, :, :length]
        self.lengths[target] = length

    def taken(self, row: int) -> Any:
        """A `DynamicCache` of its own with what a row holds."""
        from transformers import DynamicCache  # noqa: PLC0415 - heavy

        held = slice(row, row + 1), slice(None), slice(self.lengths[row])
        return DynamicCache(
            [
                (k[held].clone(), v[held].clone())
                for k, v in zip(self._keys, self._values, strict=True)
            ]
        )

    def next(self, rows: int) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Positions, int64 (rows, 1), and mask, bool (rows, 1, 1, span), of each row's next token.

        The span is that of the longest row: what lies behind it is not looked at. One row alone
        is looked at as far as it goes, without a mask.
        """
        import torch  # noqa: PLC0415 - heavy

        device = self._keys[0].device
        self._rows = torch.arange(rows, device=device)
        self._places = torch.tensor(self.lengths[:rows], device=device)
        self._span = max(self.lengths[:rows]) + 1
        if rows == 1:
            return self._places[:, None], None
        self._span = -(-self._span // _LOOK) * _LOOK
        seen = torch.arange(self._span, device=device) <= self._places[:, None]
        return self._places[:, None], seen[:, None, None, :]

    def advance(self, rows: int) -> None:
        """Each of the rows has a token more."""
        for row in range(rows):
            self.lengths[row] += 1

    def update(
        self, keys: torch.Tensor, values: torch.Tensor, layer: int, *_args: Any, **_kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Keep a token's keys and values, (rows, heads, 1, size); returns all of those rows."""
        told = []
        for block, new in ((self._keys[layer], keys), (self._values[layer], values)):
            block[self._rows, :, self._places] = new[:, :, 0]
            told.append(block[: len(self._rows), :, : self._span])
        return told[0], told[1]

    def get_mask_sizes(self, query: int, layer: int = 0) -> tuple[int, int]:  # noqa: ARG002 - as below
        """How far is looked, from the first token on."""
        return self._span, 0

    def get_query_offset(self, layer: int = 0) -> int:  # noqa: ARG002 - the library's
        """Where the next token of the longest row goes."""
        return self._span - 1

    def get_seq_length(self, layer: int = 0) -> int:  # noqa: ARG002 - the library's
        """The longest row's tokens."""
        return max(self.lengths[: len(self._rows)], default=0)


def _empty(like: torch.Tensor) -> torch.Tensor:
    _, heads, _, size = like.shape
    return like.new_zeros((0, heads, 0, size))


def _with_room(block: torch.Tensor, rows: int, length: int) -> torch.Tensor:
    from torch.nn.functional import pad  # noqa: PLC0415 - heavy

    more_rows, more = max(0, rows - block.shape[0]), max(0, length - block.shape[2])
    if not (more_rows or more):
        return block
    # A block that ends within a step's look would be too short for it.
    return pad(block, (0, 0, 0, -(-more // _ROUND) * _ROUND, 0, 0, 0, more_rows))
