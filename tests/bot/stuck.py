"""The bot as `chokh run` runs it, with decoders that have holes: `python -m tests.bot.stuck`.

URL FOLDER follow. What a file does is in `tests.models.holes`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.cli.run import run_bot
from models.sandbox import sandbox
from tests.bot.conftest import house_settings
from tests.models.holes import PROGRAM

if __name__ == "__main__":
    # Its default was bound when it was defined.
    sandbox.Sandbox.__init__.__defaults__ = (None, PROGRAM)
    run_bot(house_settings(Path(sys.argv[2]), sys.argv[1]))
