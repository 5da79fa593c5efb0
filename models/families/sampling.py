"""Seeded sampling: the same words each time, whoever is in the batch beside them."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from models.values import Picture

if TYPE_CHECKING:
    import torch
    from transformers import LogitsProcessorList


def by_chance(pictures: Sequence[Picture], looks: int, device: torch.device) -> LogitsProcessorList:
    """Has `generate` take words by their probabilities: a row of texts for each look at a picture.

    The looks at one picture are neighbours. The likeliest word with Gumbel noise added is one
    drawn by the probabilities (Gumbel 1954); the noise follows from the picture and the number of
    the look, so that nothing else decides what is said of it. Leaves that word alone possible.
    """
    import torch  # heavy
    from transformers import LogitsProcessor, LogitsProcessorList  # heavy

    sources = [
        torch.Generator(device).manual_seed(_seed(picture, look))
        for picture in pictures
        for look in range(looks)
    ]

    class Noise(LogitsProcessor):
        def __call__(self, _ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
            drawn = torch.stack([torch.empty_like(scores[0]).exponential_(generator=source)
                                 for source in sources])  # fmt: skip
            chosen = (scores - drawn.log()).argmax(-1, keepdim=True)
            return torch.full_like(scores, -torch.inf).scatter_(1, chosen, 0.0)

    return LogitsProcessorList([Noise()])


def _seed(picture: Picture, look: int) -> int:
    return int.from_bytes(sha256(f"{picture.digest} {look}".encode()).digest()[:7])
