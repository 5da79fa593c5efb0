"""Each kind of file and update, broken, is handled or refused. `make fuzz`: 10,000 of them."""

from __future__ import annotations

import os
import signal
import time
import warnings
from multiprocessing.connection import Connection

from tests.fuzz.corpus import case, kinds
from tests.fuzz.doors import open_doors
from tests.fuzz.run import Result
from tests.fuzz.worker import Worker


async def test_each_kind_broken_once_is_handled_or_refused() -> None:
    result = Result()
    async with open_doors() as go:
        # Decoders warn of what they can't read; the bot shows nobody.
        with warnings.catch_warnings(action="ignore"):
            for kind in kinds():
                if "bomb" not in kind:
                    result.add(kind, 1, await go(case(1, kind, 1)))
    assert result.failures == []
    assert len(result.ends) > 90
    ends = sum(result.ends.values(), start=type(result.ends["jpeg"])())
    assert min(ends["handled"], ends["refused"]) > 20


def _fragile(pipe: Connection, seed: int) -> None:
    """Stands where a decoder of C does that breaks."""
    pipe.send("ready")
    while True:
        kind, _ = pipe.recv()
        if kind == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        time.sleep(60 if kind == "hang" else 0)
        raise SystemExit


def test_what_crashes_or_hangs_is_told_and_the_next_goes_on() -> None:
    worker = Worker(1, _fragile, seconds=2)
    assert worker.run("crash", 7).fault == f"died of signal {signal.SIGSEGV.value}"
    assert worker.lost
    hung = worker.run("hang", 8)
    assert (hung.how, hung.fault, hung.ms) == ("failed", "hung", 2000)


def test_the_same_case_is_the_same_each_time_and_the_first_is_sound() -> None:
    for kind in ("jpeg", "pdf-text", "photo"):
        assert case(3, kind, 5).data == case(3, kind, 5).data != case(4, kind, 5).data
