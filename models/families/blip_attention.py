"""BLIP attention without what makes it slow; the tokens stay those of transformers.

transformers writes out every score of the vision attention, 577 by 577 for each head, and its
decoder makes a picture's keys and values once for every beam and copies them with every token.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


def fuse_vision(vision: Any) -> None:
    """Have a `BlipVisionModel` attend in one fused step. It then tells no attention weights."""
    for layer in vision.encoder.layers:
        layer.self_attn.__class__ = _fused(layer.self_attn.__class__)


class Sight:
    """What a `BlipTextLMHeadModel` sees: each picture once, however many texts are written of it.

    Give its `generate` the `stand_in` as `encoder_hidden_states`. Rows of one picture must be
    neighbours, as beams and samples are.
    """

    def __init__(self, decoder: Any) -> None:
        """Put this in the place of the decoder's attention to pictures."""
        self._attentions = [layer.crossattention.self for layer in decoder.bert.encoder.layer]
        self._pictures: list[tuple[torch.Tensor, torch.Tensor]] = []
        self.stand_in: torch.Tensor | None = None
        for place, attention in enumerate(self._attentions):
            attention.forward = partial(self._attend, place)

    def show(self, states: torch.Tensor) -> None:
        """Look at pictures: the vision model's last states, (pictures, patches, width)."""
        self.stand_in = states[:, :1]
        self._pictures = [
            (
                _heads(attention, attention.key(states)).contiguous(),
                _heads(attention, attention.value(states)).contiguous(),
            )
            for attention in self._attentions
        ]

    def forget(self) -> None:
        """Let go of the pictures: 42 MB each in float32, at BLIP-base's size."""
        self._pictures, self.stand_in = [], None

    def _attend(
        self, place: int, hidden_states: torch.Tensor, **_: Any
    ) -> tuple[torch.Tensor, None]:
        attention, (keys, values) = self._attentions[place], self._pictures[place]
        # All texts of a picture are one sequence of queries: nothing in here is causal.
        together = attention.query(hidden_states).view(len(keys), -1, attention.all_head_size)
        # Written out: for one query a picture, fused attention takes 13 ms in bfloat16 on a CPU
        # for 8 pictures, this 1 ms.
        scores = _heads(attention, together) @ keys.transpose(-1, -2)
        weights = (scores / attention.attention_head_size**0.5).softmax(-1)
        return (weights @ values).transpose(1, 2).reshape(hidden_states.shape), None


def _heads(attention: Any, rows: torch.Tensor) -> torch.Tensor:
    """(n, t, width) as (n, heads, t, width of a head)."""
    return rows.view(*rows.shape[:2], attention.num_attention_heads, -1).transpose(1, 2)


@cache
def _fused(kind: type) -> type:
    # A class, and no function of each layer's own: what is compiled for one is compiled for all.
    return type(f"Fused{kind.__name__}", (kind,), {"forward": _attend})


def _attend(attention: Any, hidden_states: torch.Tensor, **_: Any) -> tuple[torch.Tensor, None]:
    """`BlipAttention.forward`: (n, patches, width) to the same, and no weights."""
    from torch.nn.functional import scaled_dot_product_attention  # heavy

    mixed = attention.qkv(hidden_states).unflatten(-1, (3, attention.num_heads, -1))
    queries, keys, values = mixed.permute(2, 0, 3, 1, 4)
    seen = scaled_dot_product_attention(queries, keys, values, scale=attention.scale)
    return attention.projection(seen.transpose(1, 2).flatten(2)), None
