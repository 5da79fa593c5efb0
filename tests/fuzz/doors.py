"""The product's own doors: what comes in goes through them as from a person's phone."""

from __future__ import annotations

import logging
import tempfile
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models.errors import AbilityFailed, ChokhError
from tests.fuzz.corpus import Case
from tests.fuzz.eyes import Eyes, engine
from tests.fuzz.post import post_office

# In memory, where there is such a folder: it is no disk that is tried.
_PLACE = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 -- one of its own within


@dataclass(frozen=True)
class Verdict:
    """What became of a case. fault: "" but where it failed."""

    how: Literal["handled", "refused", "failed"]
    ms: float
    fault: str = ""


Doors = Callable[[Case], Awaitable[Verdict]]


class _Faults(logging.Handler):
    """Keeps the last error that was logged with its traceback: the doors say only that."""

    last = ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            self.last = _brief(record.exc_info[1])


@asynccontextmanager
async def open_doors() -> AsyncIterator[Doors]:
    """The engine and a whole bot, ready; each case goes through its door."""
    faults, abilities = _Faults(logging.WARNING), engine()
    root = logging.getLogger()
    root.handlers = [faults]
    with tempfile.TemporaryDirectory(dir=_PLACE) as folder:
        async with post_office(Eyes(abilities), Path(folder)) as post:

            async def document(data: bytes) -> None:
                await abilities.read_page(await abilities.open_document(data), 0)

            doors: dict[str, Callable[[bytes], Awaitable[object]]] = {
                "picture": abilities.open_picture,
                "film": abilities.open_film,
                "document": document,
                "sound": lambda data: abilities.listen(data, "bn"),
            }

            async def go(case: Case) -> Verdict:
                faults.last, began = "", time.perf_counter()

                def judged(
                    how: Literal["handled", "refused", "failed"], fault: str = ""
                ) -> Verdict:
                    return Verdict(how, (time.perf_counter() - began) * 1000, fault)

                try:
                    if case.door == "update":
                        refused = await post(case.data, case.dice)
                        return judged("refused" if refused else "handled")
                    await doors[case.door](case.data)
                except AbilityFailed as error:
                    return judged("failed", faults.last or _brief(error))
                except ChokhError as error:
                    # The class itself, no leaf of the tree, has no sentence of its own.
                    return judged("failed" if error.key == "failed" else "refused", error.key)
                except Exception as error:
                    return judged("failed", f"{_brief(error)} {faults.last}")
                return judged("handled")

            try:
                yield go
            finally:
                await abilities.close()


def _brief(error: BaseException) -> str:
    """The error in a line: what, and where in our code or next to it."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f"{Path(f.filename).name}:{f.lineno}" for f in frames][-3:]
    return f"{type(error).__name__}: {str(error)[:150]} at {' > '.join(ours)}"
