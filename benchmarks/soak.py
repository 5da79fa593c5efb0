"""`make soak`: half an hour of fifty people and a line that fails now and then; nothing may grow.

    python -m benchmarks.soak [--minutes 30] [--people 50]

The bot is `chokh run` on the stand-in for Telegram. In the first tenth it is told to end, and
killed, and started again each time; what it holds is judged over the rest, after a warm-up. What it
keeps of photos for follow-ups is bounded by a setting: here low, so that it is full by then.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import socket
import sqlite3
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from benchmarks.errands import Props, Tally, Visitor, rest
from benchmarks.figures import Figure, report
from benchmarks.people import TOKEN, program
from benchmarks.vitals import Vitals, complaints, slope, take
from bot.trial.bot_api.server import Fault, Standin
from tests.bot.line import a_standin

_CHOKH = str(Path(sys.executable).with_name("chokh"))
_EVERY = 5.0  # seconds between two looks, and between two faults
_WARM_UP = 0.3  # of the last process' time
_JUDGED = 120.0  # seconds after the warm-up from which on counts say something
_FULL = 600.0  # the same of memory: by then what is kept on purpose is full
_SETTLED = 6.0  # seconds after which a connection to Telegram that nobody uses is too old
_QUIET = 300.0  # seconds until all is answered when nobody writes any more
_FAULTS = (
    Fault(code=429, description="Too Many Requests: retry after 2", retry_after=2),
    Fault("page"),
    Fault("drop"),
    Fault("drop after"),
    Fault("half"),
)
_CALLS = ("getupdates", "getfile", "file", "sendmessage", "sendvoice", "sendchataction")
_GROWS = {"files": 2, "sockets": 2, "threads": 4, "children": 0, "tasks": 2, "temporary": 0}
"""What is counted when all is answered, and by how many it may be more at the end."""


@dataclass(frozen=True)
class Plan:
    """lives: the share of the time that each process has, and the signal that ends it.

    pause: seconds that a person waits between two things, on average.
    """

    minutes: float = 30.0
    people: int = 50
    pause: float = 20.0
    lives: tuple[tuple[float, signal.Signals], ...] = (
        (0.05, signal.SIGTERM),
        (0.05, signal.SIGKILL),
        (0.9, signal.SIGTERM),
    )


@dataclass
class Seen:
    """vitals: of the last process after its warm-up; rests: of the same, when all is answered.

    ended: seconds that each process took that was told to end; left: updates without an answer.
    """

    tally: Tally = field(default_factory=Tally)
    vitals: list[Vitals] = field(default_factory=list)
    rests: list[Vitals] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    faults: int = 0
    left: int = 0
    log: str = ""
    crashes: int = 0


async def soak(plan: Plan) -> list[Figure]:
    """Run it all. Raises `Ended` where the bot ends by itself."""
    props, seen = await asyncio.to_thread(Props), Seen()
    async with a_standin() as standin:
        with tempfile.TemporaryDirectory() as place:
            await Soak(plan, standin, Path(place), seen).run(props)
    return _figures(plan, seen)


class Soak:
    """One run; what it finds goes into `seen`."""

    def __init__(self, plan: Plan, standin: Standin, folder: Path, seen: Seen) -> None:
        self._plan = plan
        self._standin = standin
        self._folder = folder
        self._seen = seen
        self._going, self._stop = asyncio.Event(), asyncio.Event()
        self._metrics = _settings(folder, standin.url)
        self._temporary = folder / "tmp"
        self._idler = standin.person(4_999)

    async def run(self, props: Props) -> None:
        """One process after the other, while people write."""
        self._temporary.mkdir()
        plan, tally = self._plan, self._seen.tally
        people = [Visitor(self._standin, each, props, tally) for each in range(plan.people)]
        living = (each.live(self._going, self._stop, plan.pause) for each in people)
        tasks = [asyncio.create_task(each) for each in (*living, self._fail_now_and_then())]
        self._going.set()
        try:
            for share, last in plan.lives[:-1]:
                async with self._bot(last):
                    await asyncio.sleep(share * plan.minutes * 60)
            share, last = plan.lives[-1]
            async with self._bot(last) as bot:
                await self._judged(bot.pid, share * plan.minutes * 60)
                self._stop.set()
                await asyncio.gather(*tasks)
                self._seen.left = await self._left()
                if self._seen.vitals:
                    await self._at_rest(bot.pid)
        finally:
            for task in tasks:
                task.cancel()
        self._seen.log = (self._folder / "log").read_text(encoding="utf-8", errors="replace")
        self._seen.crashes = len(list((self._folder / "crashes").glob("*.txt")))

    @asynccontextmanager
    async def _bot(self, last: signal.Signals) -> AsyncIterator[Process]:
        command = (_CHOKH, "--config", str(self._folder / "config.toml"), "run")
        env, told = {"TMPDIR": str(self._temporary)}, 0.0
        async with program(*command, log=self._folder / "log", last=last, env=env) as bot:
            yield bot
            told = time.monotonic()
        if last is signal.SIGTERM:
            self._seen.ended.append(time.monotonic() - told)

    async def _judged(self, pid: int, seconds: float) -> None:
        """The last process: its warm-up, then what it holds each few seconds."""
        if seconds * (1 - _WARM_UP) < _JUDGED:
            print("Too short to say what grows.")
            await asyncio.sleep(seconds)
            return
        until = time.monotonic() + seconds
        await asyncio.sleep(seconds * _WARM_UP)
        await self._at_rest(pid)
        while time.monotonic() < until:
            await asyncio.sleep(_EVERY)
            self._seen.vitals.append(await self._vitals(pid))

    async def _at_rest(self, pid: int) -> None:
        """Note what is held once all is answered and nobody begins anything."""
        self._going.clear()
        while self._seen.tally.under_way:  # noqa: ASYNC110 -- no event
            await asyncio.sleep(0.2)
        await self._left()
        await asyncio.sleep(_SETTLED)
        # With its next call the bot closes connections that are too old.
        await self._idler.reply(await self._idler.send_text("/help"), "text")
        self._seen.rests.append(await self._vitals(pid))
        self._going.set()

    async def _vitals(self, pid: int) -> Vitals:
        return await asyncio.to_thread(take, pid, self._metrics, self._folder, self._temporary)

    async def _fail_now_and_then(self) -> None:
        chance, faults = random.Random(7), self._standin.faults
        while not self._stop.is_set():
            await rest(self._stop, chance.uniform(0, 2 * _EVERY))
            faults[chance.choice(_CALLS)].append(chance.choice(_FAULTS))
            self._seen.faults += 1
        faults.clear()

    async def _left(self) -> int:
        """Updates without an answer; waits while some are still being answered."""
        until, file = time.monotonic() + _QUIET, self._folder / "chokh.db"
        query = "SELECT state, count(*) FROM inbox WHERE state != 'done' GROUP BY state"
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            while True:
                states = dict(database.execute(query).fetchall())
                if "waiting" not in states or time.monotonic() > until:
                    return sum(states.values())
                await asyncio.sleep(0.2)


def _settings(folder: Path, url: str) -> str:
    """Write the bot's settings. Returns the address of its page of metrics."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    settings = f"""
        preset = "shapes"
        telegram = {{ token = "{TOKEN}", api_url = "{url}" }}
        access = {{ owners = [1], open = true, photos_per_minute = 100_000 }}
        replies = {{ voice = "off" }}
        models = {{ answer = {{ cache_gb = 0.01 }} }}
        owner = {{ listen = "{listen}", log = "json" }}
    """
    (folder / "config.toml").write_text(settings, encoding="utf-8")
    return f"http://{listen}/metrics"


def _figures(plan: Plan, seen: Seen) -> list[Figure]:
    taken, vitals = sorted(seen.tally.taken), seen.vitals
    found = list(complaints(seen.log))
    for what in seen.tally.lost:
        print(f"lost: {what}")
    for complaint in found:
        first, *others = complaint.splitlines()
        print("log:", " … ".join([first, *others[-1:]]))
    complained = len(found) + seen.crashes
    lost = len(seen.tally.lost) + seen.left
    slowest = max(seen.ended)
    figures = [
        Figure("minutes", plan.minutes, "min"),
        Figure("people", plan.people, ""),
        Figure("answered", len(taken), ""),
        Figure("lost", lost, "", "0", lost == 0),
        Figure("answer: median", round(median(taken), 2), "s"),
        Figure("answer: p95", round(quantiles(taken, n=20)[-1], 2), "s"),
        Figure("calls to Telegram that were made to fail", seen.faults, ""),
        Figure("complaints in the log", complained, "", "0", complained == 0),
        Figure("told to end: longest", round(slowest, 1), "s", "≤ 30 s", slowest <= 30),
    ]
    if not vitals:
        return figures
    grown = slope([(each.at, each.memory) for each in vitals])
    target = ("≤ 1 MB/min", grown <= 1) if vitals[-1].at - vitals[0].at >= _FULL else ("", None)
    wal = max(each.wal for each in vitals)
    figures += [
        Figure("memory after the warm-up", round(grown, 2), "MB/min", *target),
        Figure("memory at the end", round(vitals[-1].memory), "MB"),
        Figure("write-ahead log, largest", round(wal, 1), "MB", "≤ 16 MB", wal <= 16),
    ]
    warm, end = seen.rests
    for name, most in _GROWS.items():
        now = getattr(end, name)
        more = now - getattr(warm, name)
        of = f"{name} more than after the warm-up, of {now}"
        figures.append(Figure(of, more, "", f"≤ {most}", more <= most))
    return figures


def main() -> int:
    """Soak, print, and write benchmarks/results. Returns 1 where a figure falls short."""
    parser = argparse.ArgumentParser(description="A long run of many people")
    parser.add_argument("--minutes", type=float, default=Plan.minutes)
    parser.add_argument("--people", type=int, default=Plan.people)
    asked = parser.parse_args()
    figures = asyncio.run(soak(Plan(asked.minutes, asked.people)))
    print(report("soak", figures))
    return 1 if any(figure.holds is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
