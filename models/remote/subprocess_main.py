"""Main program of the models' process: `python -m models.remote.subprocess_main FD`.

Its parent is the bot (`subprocess_engine`). A message on the socket FD is its length, a number and
what `codec` packs. The first are the settings; then each number asks for a method of the engine,
and comes back with what it returned or raised; the number alone takes the question back. Without
being asked the child tells every second that it lives, and what it logs.

It ends when work on a model gives no sign of life for too long, or when its parent is gone.
"""

from __future__ import annotations

import asyncio
import ctypes
import faulthandler
import logging
import os
import signal
import socket
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from models import codec
from models.concurrency.malloc import keep_heaps_small, share_heaps
from models.concurrency.requester import requested_by
from models.errors import AbilityFailed, ChokhError
from models.remote.framing import LIVES, LOGS, framed, received
from models.serving.engine import Engine
from models.serving.factories import Backends
from models.settings import ModelsSettings

STUCK = 75
"""The exit code of a child whose work is stuck."""

_BEAT = 1.0  # seconds
_OPENED = 4
"""Photos that are kept decoded: the same one is captioned, compared and asked about."""
_PARENT_ENDED = 1  # PR_SET_PDEATHSIG, linux/prctl.h
_log = logging.getLogger(__name__)


class _Telling(logging.Handler):
    """What is logged here is the bot's to write: it knows what must not be."""

    def __init__(self, child: Child) -> None:
        super().__init__()
        self._child = child
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        told = record.name, record.levelno, self.format(record)
        self._child.loop.call_soon_threadsafe(self._child.tell, LOGS, told)


class Child:
    """Answers what the parent asks with an engine of its own."""

    def __init__(self, link: socket.socket, backends: Backends | None = None) -> None:
        """Nothing is loaded before it is asked for."""
        self._link = link
        self._backends = backends
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Answer until the parent is gone, then end the process, whatever its threads do."""
        self.loop = asyncio.get_running_loop()
        reader, self._writer = await asyncio.open_connection(sock=self._link)
        level, settings = (await received(reader))[1].split(b"\n", 1)
        logging.basicConfig(level=int(level), handlers=[_Telling(self)])
        self._settings = ModelsSettings.model_validate_json(settings)
        self._engine = Engine(self._settings, self._backends)
        self._open = lru_cache(_OPENED)(self._engine.opened)
        beside = asyncio.gather(self._beat(), keep_heaps_small())
        try:
            while True:
                number, body = await received(reader)
                if body:
                    self._tasks[number] = asyncio.create_task(self._answer(number, body))
                elif task := self._tasks.get(number):
                    task.cancel()
        except (asyncio.IncompleteReadError, ConnectionError):
            beside.cancel()
            # The sandbox's process ends by itself: nobody has its socket any more.
            os._exit(0)

    def tell(self, number: int, value: object) -> None:
        """Send a value to the parent."""
        self._writer.write(framed(number, codec.pack(value, effort=0)))

    async def _beat(self) -> None:
        while self._engine.silence() < self._settings.stuck_seconds:
            self.tell(LIVES, self._engine.loaded())
            await asyncio.sleep(_BEAT)
        # Which call it is: files and lines, and nothing of what was sent.
        faulthandler.dump_traceback()
        os._exit(STUCK)

    async def _answer(self, number: int, body: bytes) -> None:
        try:
            value: object = await self._do(body)
        except ChokhError as error:
            value = error
        except Exception as error:
            _log.exception("A question can't be answered")
            value = AbilityFailed(type(error).__name__)
        finally:
            del self._tasks[number]
        self.tell(number, value)

    async def _do(self, body: bytes) -> Any:
        asked: Any = await asyncio.to_thread(codec.unpack, body, self._open)
        method, arguments, who = asked
        if method == "forget_pictures":
            self._open.cache_clear()
        with requested_by(who):
            return await getattr(self._engine, method)(*arguments)


def main(backends: Backends | None = None) -> None:
    """Be the child of whoever has the other end of the socket that the last argument names."""
    # systemd tells every process of the bot's: it still needs this one to answer what waits.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    faulthandler.enable()
    if sys.platform == "linux":
        # A thread that is stuck with the GIL would outlive its parent.
        ctypes.CDLL(None).prctl(_PARENT_ENDED, signal.SIGKILL)
        share_heaps()
        # Where the machine's memory runs out, the models go, and not the bot that can say so.
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("500")
    asyncio.run(Child(socket.socket(fileno=int(sys.argv[-1])), backends).run())


if __name__ == "__main__":
    main()
