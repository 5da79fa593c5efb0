"""`chokh download`: fetches what the preset needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from bot.app import models_settings
from bot.cli.shared.fetching import make_sure_of_room, size_and_minutes
from bot.cli.shared.report import explained
from models.provisioning.download import LICENCES, fetch, missing, needed, place, present

if TYPE_CHECKING:
    from bot.settings import Settings


def download_models(settings: Settings) -> None:
    """Fetch each missing checkpoint; one that is whole is not asked for again."""
    models = models_settings(settings)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    sizes: dict[str, int] = {}
    with explained(settings.replies.language):
        for name in needed(models):
            if present(name, models.folder):
                console.print(f"{name}: here already", markup=False)
                continue
            sizes[name] = missing(name, models.folder)
            console.print(f"{name}: {sizes[name] / 1e9:.1f} GB", markup=False)
            if name in LICENCES:
                console.print(f"{name}: {LICENCES[name]}", markup=False)
        if sizes:
            size = sum(sizes.values())
            console.print(f"To fetch: {size_and_minutes(size)}.", markup=False)
            make_sure_of_room(size, place(models.folder))
        for name in sizes:
            console.print(f"{name}: fetching", markup=False)
            fetch(name, models.folder)
    console.print("Everything is here.")
