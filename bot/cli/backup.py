"""`chokh backup` and `chokh restore`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.backup import back_up, restore
from bot.cli.shared.report import explained
from bot.terminal import say

if TYPE_CHECKING:
    from bot.settings import Settings


def back_up_to(settings: Settings, file: Path, config: Path | None, secrets: bool) -> None:
    """Write the file, and say what is in it."""
    found = config or Path("config.toml")
    with explained("en"):
        back_up(settings.memory, settings.folder, file, found if found.is_file() else None, secrets)
    say(f"{file}: {file.stat().st_size / 1e6:.1f} MB. It holds what people asked: keep it safe.")
    if not secrets and found.is_file():
        say("The token and the keys are not in it: write them into config.toml again.")


def restore_from(settings: Settings, file: Path, force: bool) -> None:
    """Put it back, and say where."""
    with explained("en"):
        for place in restore(settings.memory, settings.folder, file, force):
            say(f"{place} is back.")
