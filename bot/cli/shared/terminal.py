"""Terminal session of a command: its engine, its photos, progress bars, JSON output."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.app import build_engine
from bot.cli.shared.report import explained
from bot.monitoring import logs
from bot.terminal import printable, say
from handlers.chat.consent import notice
from handlers.i18n.messages import Words
from handlers.search.folder_index import read
from memory.values import Consent

if TYPE_CHECKING:
    from bot.settings import Settings
    from models.abilities import Abilities
    from models.values import Language, Picture


@contextmanager
def terminal(language: Language) -> Iterator[None]:
    """Log errors alone, and turn what we foresee into a `Complaint`."""
    logs.start(level=logging.ERROR)
    with explained(language):
        yield


@asynccontextmanager
async def opened_engine(settings: Settings, second_looks: bool = True) -> AsyncIterator[Abilities]:
    """The machine's abilities while the block runs."""
    engine = build_engine(settings, second_looks)
    try:
        yield engine
    finally:
        await engine.close()


@contextmanager
def waiting(quiet: bool) -> Iterator[None]:
    """Show on standard error that something is under way; standard output stays the answer's."""
    with Console(stderr=True, quiet=quiet).status("…"):
        yield


@contextmanager
def progress_bar(title: str, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """A bar with the time left, on standard error, told (done, total); none for a total of 0."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True, quiet=quiet)
    with Progress(*columns, TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task(title, total=None, visible=False)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total > 0)

        yield progress


async def open_photo(abilities: Abilities, photo: Path, rough: bool = False) -> Picture:
    """Read no more of the file than a picture may have, then decode it."""
    return await abilities.open_picture(await asyncio.to_thread(read, photo), rough=rough)


async def told_where(abilities: Abilities, language: Language) -> Consent:
    """The owner's consent to the host outside that answers, which standard error names."""
    host = await abilities.answers_at()
    if host:
        Console(stderr=True, highlight=False).print(
            printable(notice(Words(), language, host)), markup=False, soft_wrap=True
        )
    return Consent(host, given=True)


def print_json(**values: object) -> None:
    """One object, on a line of its own."""
    say(json.dumps(values, ensure_ascii=False))
