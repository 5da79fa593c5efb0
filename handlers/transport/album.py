"""Album: several photos sent together, one update for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telegram import Update


@dataclass(frozen=True)
class Album:
    """The updates of one media group, in the order in which they were sent; never empty."""

    updates: tuple[Update, ...]
