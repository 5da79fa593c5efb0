"""Files that were ended by their limits: their digests, kept so that none is tried again."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path

_log = logging.getLogger(__name__)

FILE = "unsafe-files.txt"
"""Its usual name, in the folder of the bot."""
_MOST = 500
"""Digests that are kept, the newest; a line of 65 bytes each."""


class Ended:
    """What was ended, in memory and, where there is a place for it, on disk. For many threads."""

    def __init__(self, place: Path | None = None) -> None:
        """place: a file that may not be there yet."""
        self._place = place
        self._known: dict[str, None] = {}
        if place is not None and place.is_file():
            self._known = dict.fromkeys(place.read_text("ascii", "replace").split()[-_MOST:])

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def add(self, key: str) -> None:
        """Remember a file. Blocks; where the disk takes nothing, until the next start."""
        self._known[key] = None
        for old in list(self._known)[:-_MOST]:
            self._known.pop(old, None)
        if self._place is None:
            return
        try:
            self._place.touch(mode=0o600)
            self._place.write_text("".join(f"{key}\n" for key in self._known), "ascii")
        except OSError as fault:
            _log.warning("what can't be opened is not written down: %s", fault.strerror)


def key_of(job: str, arguments: Sequence[object]) -> str:
    """One for each file and what was to be done with it. Pure."""
    digest = hashlib.sha256(job.encode())
    for argument in arguments:
        data = getattr(argument, "data", argument)
        digest.update(data if isinstance(data, bytes) else repr(data).encode())
    return digest.hexdigest()
