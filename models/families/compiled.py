"""Compilation of a model's blocks by torch.compile, or the blocks as they are where that fails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from models.concurrency.memory_retry import is_out_of_memory

_log = logging.getLogger(__name__)


class Compiling:
    """Compiles what blocks do, each kind once, when they are first used: some ten seconds.

    By the block and not as a whole, so that who is given up can still stop between two of them
    (`cancellation`), and all that are alike share what was compiled.
    """

    def __init__(self) -> None:
        self._works = True

    def compile(self, blocks: Iterable[Any]) -> None:
        """Put what is compiled in the place of each block's own. blocks: torch modules."""
        for block in blocks:
            block.forward = self._either(block.forward)

    def _either(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        quick: Callable[..., Any] | None = None

        def forward(*arguments: Any, **named: Any) -> Any:
            nonlocal quick
            if self._works:
                try:
                    quick = quick or _compiled(plain)
                    return quick(*arguments, **named)
                except Exception as error:  # no compiler, or one that does not know this GPU
                    if is_out_of_memory(error):
                        raise
                    self._works = False
                    _log.warning("Blocks can't be compiled here: %s", type(error).__name__)
            return plain(*arguments, **named)

        return forward


def _compiled(plain: Callable[..., Any]) -> Callable[..., Any]:
    import torch  # heavy

    quick: Callable[..., Any] = torch.compile(plain)
    return quick
