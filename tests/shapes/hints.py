"""What training tells the eyes beside the sentences: what each patch shows, and the gist.

From captions alone they are stuck for over a thousand steps, as they can't tell where to look.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from tests.shapes import pool
from tests.shapes.scene import COLOURS, KINDS, Scene

_THINGS = 1 + len(COLOURS) * len(KINDS)


class Hints(nn.Module):
    """Two linear layers that read the eyes' tokens; they are dropped after training."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.patch = nn.Linear(width, _THINGS)
        self.gist = nn.Linear(width, 2 * _THINGS + 3)
        # Most patches show the ground, and that is soon learnt.
        self.shares = nn.Buffer(torch.tensor([0.1] + [1.0] * (_THINGS - 1)), persistent=False)

    def forward(self, tokens: torch.Tensor, scenes: list[Scene]) -> torch.Tensor:
        """The loss; tokens: float (n, 65, width), the first being that of the whole picture."""
        patches = self.patch(tokens[:, 1:]).transpose(1, 2).float()
        loss = cross_entropy(patches, pool.places(scenes), self.shares)
        gist = self.gist(tokens[:, 0]).float().split((_THINGS, _THINGS, 3), dim=1)
        for part, truth in zip(gist, pool.gists(scenes).T, strict=True):
            loss = loss + 0.5 * cross_entropy(part, truth)
        return loss
