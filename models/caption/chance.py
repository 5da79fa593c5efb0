"""Drawing words by chance, and the same ones each time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_SEED = 20261127


@contextmanager
def seeded(model: Any) -> Iterator[None]:
    """Whatever the model draws in the block follows from one seed; others' chance is untouched."""
    import torch  # noqa: PLC0415 - heavy

    devices = [model.device] if model.device.type == "cuda" else []
    with torch.random.fork_rng(devices):
        torch.manual_seed(_SEED)
        yield
