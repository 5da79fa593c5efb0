"""Result of one check of `chokh doctor`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """remedy: the command or the step that mends it."""

    name: str
    works: bool
    found: str
    remedy: str = ""
