"""The whole bot in a process of its own, for tests of /forget: it kills itself at a given moment.

python -m tests.bot.forgetting URL FOLDER [vectors | rows | committed | said]: once the vectors are
gone, with all rows deleted but not committed, once they are, or once the person was told.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.app import open_services, run
from handlers.chat.context import Services
from tests.bot.conftest import house_settings

_LAST = "DELETE FROM chats"
"""The last rows that are erased, and by nothing else."""


async def main(url: str, folder: Path, moment: str) -> None:
    settings = house_settings(folder, url)
    async with open_services(settings, demonstration=True) as services:
        _dies(services, moment)
        await run(settings, services, asyncio.Event())


def _dies(services: Services, moment: str) -> None:
    memory, erased = services.memory, []

    def seen(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith(_LAST):
            erased.append(statement)
            if moment == "rows":
                _die()

    event.listen(memory.database.engine, "after_cursor_execute", seen)
    if moment == "vectors":
        _then_dies(memory.gallery, "forget", lambda: True)
    elif moment == "committed":
        _instead_dies(memory.database, "tidy", lambda: bool(erased))
    elif moment == "said":
        _instead_dies(memory.inbox, "done", lambda: bool(erased))


def _then_dies(of: object, name: str, when: Callable[[], bool]) -> None:
    method: Callable[..., Awaitable[Any]] = getattr(of, name)

    async def last(*args: Any) -> None:
        await method(*args)
        if when():
            _die()

    setattr(of, name, last)


def _instead_dies(of: object, name: str, when: Callable[[], bool]) -> None:
    method: Callable[..., Awaitable[Any]] = getattr(of, name)

    async def never(*args: Any) -> None:
        if when():
            _die()
        await method(*args)

    setattr(of, name, never)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), "".join(sys.argv[3:])))
