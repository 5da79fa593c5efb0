"""`chokh classify`: which of some labels fits a photo."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.shared.terminal import open_photo, opened_engine, print_json, terminal, waiting
from bot.terminal import say
from handlers.answers.classify import fitting
from handlers.i18n.messages import Words

if TYPE_CHECKING:
    from bot.settings import Settings
    from models.values import Label


def classify_photo(settings: Settings, photo: Path, labels: Sequence[str], as_json: bool) -> None:
    """Print how well each label fits, best first, or that none of them does."""
    language = settings.replies.language
    with terminal(language):
        found = asyncio.run(_classify(settings, photo, labels, as_json))
    if as_json:
        print_json(
            photo=str(photo),
            labels=[{"label": each.label, "probability": each.probability} for each in found],
        )
    elif found:
        say("\n".join(f"{each.label}: {each.probability:.0%}" for each in found))
    else:
        say(Words().say(language, "classify-none", labels=", ".join(labels)))


async def _classify(
    settings: Settings, photo: Path, labels: Sequence[str], quiet: bool
) -> list[Label]:
    async with opened_engine(settings) as engine:
        with waiting(quiet):
            return await fitting(engine, await open_photo(engine, photo), labels)
