"""The bot as `chokh run` runs it, with a library that has a hole beside the sandbox.

`python -m tests.bot.crashing URL FOLDER`: a picture that ends in `CRASHES` ends the bot.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import Any

from bot.cli.run import run_bot
from models.sandbox.sandbox import Sandbox
from tests.bot.conftest import house_settings
from tests.models.holes import CRASHES

if __name__ == "__main__":
    well = Sandbox.run

    def run(self: Sandbox, job: str, *arguments: Any) -> Any:
        """As it is, but for the hole."""
        if job == "picture" and arguments[0].endswith(CRASHES):
            ctypes.string_at(0)
        return well(self, job, *arguments)

    Sandbox.run = run  # type: ignore[method-assign]  # this process is the test's own
    run_bot(house_settings(Path(sys.argv[2]), sys.argv[1]))
