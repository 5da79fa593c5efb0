"""A process of its own that takes cases one by one: when it dies or hangs, others go on."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import multiprocessing
import os
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz.corpus import case, corpus
from tests.fuzz.doors import Verdict, open_doors

SECONDS = 10.0
"""After which a case counts as hung."""
_START = 120.0
"""Seconds for a process to be ready, on a busy machine."""


class Worker:
    """Runs cases in a child process, and starts another one where that is lost."""

    def __init__(
        self,
        seed: int,
        work: Callable[[Connection, int], None] | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._seed, self._seconds, self._work = seed, seconds, work or _work
        self._child: tuple[multiprocessing.process.BaseProcess, Connection] | None = None

    def run(self, kind: str, number: int) -> Verdict:
        """What became of the case. Blocks."""
        child, pipe = self._child = self._child or self._started()
        pipe.send((kind, number))
        verdict = self._answer(pipe, self._seconds)
        if isinstance(verdict, Verdict):
            return verdict
        child.kill()
        child.join()
        self._child = None
        why = "hung" if verdict == "late" else f"died of signal {-(child.exitcode or 0)}"
        return Verdict("failed", self._seconds * 1000 if verdict == "late" else 0, why)

    @property
    def lost(self) -> bool:
        """Whether the last case took the child with it."""
        return self._child is None

    def memory(self) -> float:
        """Megabytes that the child holds; 0 where it was lost or not yet started."""
        if self._child is None:
            return 0.0
        self._child[1].send(None)
        return float(self._answer(self._child[1], SECONDS) or 0)

    def close(self) -> None:
        if self._child is not None:
            self._child[1].close()
            self._child[0].join()

    def _started(self) -> tuple[multiprocessing.process.BaseProcess, Connection]:
        here, there = multiprocessing.Pipe()
        child = multiprocessing.get_context("spawn").Process(
            target=self._work, args=(there, self._seed), daemon=True
        )
        child.start()
        there.close()
        if self._answer(here, _START) != "ready":
            raise RuntimeError("a child did not start")
        return child, here

    @staticmethod
    def _answer(pipe: Connection, seconds: float) -> object:
        """What the child says; "late" or "lost" where it doesn't."""
        try:
            return pipe.recv() if pipe.poll(seconds) else "late"
        except (EOFError, OSError):
            return "lost"


def _work(pipe: Connection, seed: int) -> None:
    # Decoders of C complain of each file there.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with suppress(EOFError, KeyboardInterrupt):
        asyncio.run(_cases(pipe, seed))


async def _cases(pipe: Connection, seed: int) -> None:
    async with open_doors() as go:

        async def sound() -> None:
            for made in corpus().values():
                await go(case(seed, next(iter(made)), 0))

        # What is slow the first time, as libraries are that are loaded then, is no case's fault.
        await sound()
        pipe.send("ready")
        while True:
            # Waiting in a thread: what the bot does by the way goes on meanwhile.
            asked = await asyncio.to_thread(pipe.recv)
            if asked is None:
                # What the last case left in hand is no growth.
                await sound()
            pipe.send(_megabytes() if asked is None else await go(case(seed, *asked)))


def _megabytes() -> float:
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2
