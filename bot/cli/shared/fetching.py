"""Download sizes: gigabytes, minutes and free disk, as told before anything is fetched."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.errors import Complaint

_LINE = 10e6 / 8
"""Bytes a second of a line to reckon with: 10 Mbit/s, as many homes have."""
_SPARE = 1e9
"""Bytes that should stay free, for what is remembered and for a pickle that becomes safetensors."""


def size_and_minutes(size: float) -> str:
    """So many bytes in gigabytes and minutes. Pure."""
    return f"{size / 1e9:.1f} GB, some {max(1, round(size / _LINE / 60))} minutes at 10 Mbit/s"


def make_sure_of_room(size: float, place: Path) -> None:
    """Raise `Complaint` where the disk of this place has no room for so many bytes."""
    free = shutil.disk_usage(place).free
    if free < size + _SPARE:
        wanted = f"{(size + _SPARE) / 1e9:.1f} GB are needed at {place}, {free / 1e9:.1f} are free"
        message = f"{wanted}: make room, or name another folder under [models] in config.toml."
        raise Complaint(message)
