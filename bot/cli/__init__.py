"""The `chokh` program. Each command imports what it needs when it is called."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from types import ModuleType


def main() -> None:
    """Run the command line; never ends in a traceback."""
    # What is imported stays: going through it in search of garbage takes an eighth of a start.
    gc.disable()
    # The command line program of httpx, with rich, click and pygments: 0.07 s and 5 MB for nothing.
    # Where it can't be imported, httpx does without it.
    sys.modules.setdefault("httpx._main", cast("ModuleType", None))
    from bot.cli.commands import app  # `import bot.cli` does nothing
    from bot.cli.shared.report import guarded

    sys.exit(guarded(app))
