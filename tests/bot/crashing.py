"""The bot as `chokh run` runs it, with a JPEG library that has a hole.

`python -m tests.bot.crashing URL FOLDER`: a JPEG that ends in `CRASHES` ends the bot.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.cli.run import run_bot
from models.serving import engine
from tests.bot.conftest import house_settings
from tests.models.sick import opened

if __name__ == "__main__":
    vars(engine)["open_picture"] = opened
    run_bot(house_settings(Path(sys.argv[2]), sys.argv[1]))
