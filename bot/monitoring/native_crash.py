"""Crash loop detection for C libraries: where one ended the bot is left for its next start.

Python can't catch such an end, nor tell anybody. What decodes files runs elsewhere
(`models.sandbox`); libraries that measure, search and keep run in the bot itself.
"""

from __future__ import annotations

import faulthandler
import logging
import time
from pathlib import Path
from typing import TextIO

from bot.monitoring.crash_reports import FOLDER

logger = logging.getLogger(__name__)

_LAST = "last-life.log"
_open: list[TextIO] = []


def ended_by_a_library(folder: Path) -> bool:
    """Whether the last life ended so; from now on, such an end of this one is written down.

    folder: the bot's. What was written becomes a crash report: files and lines, no words. Blocks;
    where the disk takes nothing, it is only logged.
    """
    place = folder / FOLDER
    last = place / _LAST
    fallen = False
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        if fallen := last.is_file() and last.stat().st_size > 0:
            moment = time.strftime("%Y-%m-%dT%H-%M-%S", time.gmtime(last.stat().st_mtime))
            last.rename(place / f"{moment}-library.txt")
            logger.error("a library ended the bot's last life; see %s", place)
        last.touch(mode=0o600)
        # Kept open for good: it is written to when nothing can be opened any more.
        _open.append(last.open("w", encoding="utf-8"))
        faulthandler.enable(_open[-1])
    except OSError as fault:
        logger.warning("an end by a library could not be written down: %s", fault.strerror)
    return fallen
