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
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from benchmarks.errands import Props, Tally, Visitor, rest
from benchmarks.figures import Figure, report
from benchmarks.people import TOKEN, program
from benchmarks.vitals import Vitals, complaints, growth, slope, take
from bot.trial.standin import Fault, Standin

_CHOKH = str(Path(sys.executable).with_name("chokh"))
_EVERY = 5.0  # seconds between two looks, and between two faults
_JUDGED = 120.0
"""Seconds after the warm-up from which on a slope says something."""
_WARM_UP = 0.3
_QUIET = 300.0  # seconds until all is answered when nobody writes any more
_FAULTS = (
    Fault(code=429, description="Too Many Requests: retry after 2", retry_after=2),
    Fault("page"),
    Fault("drop"),
    Fault("drop after"),
    Fault("half"),
)
_CALLS = ("getupdates", "getfile", "file", "sendmessage", "sendvoice", "sendchataction")
_GROWS: dict[str, int] = {
    "files": 5,
    "sockets": 5,
    "threads": 2,
    "children": 0,
    "tasks": 5,
    "temporary": 2,
}
"""What is counted, and by how many it may be more at the end: people come and go meanwhile."""


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
    """vitals: of the last process; ended: seconds that each one took that was told to end."""

    tally: Tally = field(default_factory=Tally)
    vitals: list[Vitals] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    faults: int = 0
    left: int = 0
    log: str = ""
    crashes: int = 0


async def soak(plan: Plan) -> list[Figure]:
    """Run it all. Raises `Ended` where the bot ends by itself."""
    seen, stop = Seen(), asyncio.Event()
    props = await asyncio.to_thread(Props)
    async with _standin() as standin:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            people = [Visitor(standin, each, props, seen.tally) for each in range(plan.people)]
            tasks = [asyncio.create_task(each.live(stop, plan.pause)) for each in people]
            tasks.append(asyncio.create_task(_fail_now_and_then(standin, stop, seen)))
            try:
                await _lives(plan, folder, standin, seen, stop, tasks)
            finally:
                for task in tasks:
                    task.cancel()
            seen.log = (folder / "log").read_text(encoding="utf-8", errors="replace")
            seen.crashes = len(list((folder / "crashes").glob("*")))
    return _figures(plan, seen)


async def _lives(
    plan: Plan,
    folder: Path,
    standin: Standin,
    seen: Seen,
    stop: asyncio.Event,
    tasks: list[asyncio.Task[None]],
) -> None:
    temporary = folder / "tmp"
    temporary.mkdir()
    metrics = _settings(folder, standin.url)
    command = (_CHOKH, "--config", str(folder / "config.toml"), "run")
    env = {"TMPDIR": str(temporary)}
    for number, (share, last) in enumerate(plan.lives, 1):
        seen.vitals.clear()
        async with program(*command, log=folder / "log", last=last, env=env) as bot:
            until = time.monotonic() + share * plan.minutes * 60
            while time.monotonic() < until:
                await asyncio.sleep(min(_EVERY, max(0, until - time.monotonic())))
                vitals = await asyncio.to_thread(take, bot.pid, metrics, folder, temporary)
                seen.vitals += [vitals] if vitals else []
            if number == len(plan.lives):
                stop.set()
                await asyncio.gather(*tasks)
                seen.left = await _left(folder / "chokh.db")
            told = time.monotonic()
        if last is signal.SIGTERM:
            seen.ended.append(time.monotonic() - told)


async def _fail_now_and_then(standin: Standin, stop: asyncio.Event, seen: Seen) -> None:
    chance = random.Random(7)
    while not stop.is_set():
        await rest(stop, chance.uniform(0, 2 * _EVERY))
        standin.faults[chance.choice(_CALLS)].append(chance.choice(_FAULTS))
        seen.faults += 1
    standin.faults.clear()


async def _left(file: Path) -> int:
    """Updates that are neither answered nor will be; waits while some are still being answered."""
    until = time.monotonic() + _QUIET
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        while True:
            query = "SELECT state, count(*) FROM inbox WHERE state != 'done' GROUP BY state"
            states = dict(database.execute(query).fetchall())
            if "waiting" not in states or time.monotonic() > until:
                return sum(states.values())
            await asyncio.sleep(0.2)


@asynccontextmanager
async def _standin() -> AsyncIterator[Standin]:
    standin = Standin(TOKEN)
    await standin.start()
    try:
        yield standin
    finally:
        await standin.stop()


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
        models = {{ answer = {{ cache_gb = 0.05 }} }}
        owner = {{ listen = "{listen}", log = "json" }}
    """
    (folder / "config.toml").write_text(settings, encoding="utf-8")
    return f"http://{listen}/metrics"


def _figures(plan: Plan, seen: Seen) -> list[Figure]:
    taken, vitals = sorted(seen.tally.taken), seen.vitals
    warm = vitals[int(len(vitals) * _WARM_UP) :]
    for complaint in [*seen.tally.lost, *complaints(seen.log)]:
        print(complaint)
    complained = len(list(complaints(seen.log))) + seen.crashes
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
    if len(warm) < 2 or warm[-1].at - warm[0].at < _JUDGED:
        print("Too short to say what grows.")
        return figures
    grown = slope([(each.at, each.memory) for each in warm])
    wal = max(each.wal for each in vitals)
    figures += [
        Figure("memory after the warm-up", round(grown, 2), "MB/min", "≤ 1 MB/min", grown <= 1),
        Figure("memory: at the end", round(warm[-1].memory), "MB"),
        Figure("write-ahead log: largest", round(wal, 1), "MB", "≤ 16 MB", wal <= 16),
    ]
    for name, most in _GROWS.items():
        more = growth([getattr(each, name) for each in warm])
        figures.append(Figure(f"{name}: more at the end", more, "", f"≤ {most}", more <= most))
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
