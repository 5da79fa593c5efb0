"""NaN guard: generation stops on logits of damaged weights or memory.

Words made of them would be said as if they were seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.concurrency.heartbeat import alive
from models.errors import AbilityFailed

if TYPE_CHECKING:
    import torch


def finite(numbers: torch.Tensor) -> torch.Tensor:
    """The numbers. Raises `AbilityFailed` where any of them is NaN."""
    if bool(numbers.isnan().any()):
        raise AbilityFailed("computed NaN: the weights are damaged, or the machine's memory is")
    return numbers


class RejectNaN:
    """Looks at each step of `generate`: a sign of life, and `AbilityFailed` for a NaN."""

    def __call__(self, _ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """The step's scores, (n, words), as they are."""
        alive()
        finite(scores.sum(-1))
        return scores
