"""The `chokh` program. Each command imports what it needs when it is called."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; never ends in a traceback."""
    from bot.cli.commands import app  # noqa: PLC0415 -- `import bot.cli` does nothing
    from bot.cli.report import guarded  # noqa: PLC0415

    sys.exit(guarded(app))
