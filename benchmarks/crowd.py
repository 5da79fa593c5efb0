"""Many people at once: our bot beside a simple one, on the same model, in the same run.

Both are programs of their own, over HTTP to the local stand-in. Three ways: `alike` does no more
than the simple bot (a caption, in English), `all on` is as people get it (Bangla, other looks,
writing, advice, the search index), `full size` is alike with BLIP-base's size and random weights.
`python -m benchmarks.crowd [alike|all|full]`: about a minute, two, and twenty.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import captions
from benchmarks.figures import Figure, report
from benchmarks.people import TOKEN, Crowd, crowd, program
from models.provisioning import presets
from models.settings import ModelsSettings


@dataclass(frozen=True)
class Size:
    """How much is sent. flood: photos that one who floods always has waiting."""

    chats: int = 16
    photos: int = 5
    quiet: int = 20
    flood: int = 20
    helps: int = 20
    alone: int = 25


_LIKE_THE_SIMPLE_BOT = {"open_picture", "caption"}
FULL = Size(quiet=20, flood=3, helps=20, alone=20)


@dataclass(frozen=True)
class Seen:
    """What one bot did. Seconds, but for `rate` in photos a second; own: of one photo alone."""

    rate: float
    quiet: list[float]
    helps: list[float]
    alone: list[tuple[float, float]]


async def watched(crowd: Crowd, size: Size) -> Seen:
    """One bot under the whole load, after a warm-up."""
    for chat in (1, 2):
        await crowd.answered(await crowd.photo(chat))
    await crowd.help(2)
    alone = []
    for _ in range(size.alone):
        key = await crowd.photo(1)
        await crowd.answered(key)
        alone.append((crowd.sent[key], crowd.said[key]))
    started = time.perf_counter()
    keys = [await crowd.photo(100 + n) for _ in range(size.photos) for n in range(size.chats)]
    await crowd.answered(*keys)
    rate = len(keys) / (time.perf_counter() - started)
    async with _flood(crowd, 50, size.flood):
        quiet = []
        for _ in range(size.quiet):
            quiet += await crowd.answered(await crowd.photo(2))
    async with _flood(crowd, 50, 2):
        helps = []
        for _ in range(size.helps):
            await asyncio.sleep(random.uniform(0.02, 0.1))  # at any moment of a caption
            helps.append(await crowd.help(2))
    return Seen(rate, quiet, helps, alone)


@asynccontextmanager
async def _flood(crowd: Crowd, chat: int, waiting: int) -> AsyncIterator[None]:
    """One who always has so many photos waiting."""
    keys = [await crowd.photo(chat) for _ in range(waiting)]
    await crowd.answered(keys[0])

    async def go_on() -> None:
        while True:
            await crowd.answered(keys.pop(0))
            keys.append(await crowd.photo(chat))

    task = asyncio.create_task(go_on())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await crowd.answered(*keys)


async def simple(checkpoint: Path, threads: int, size: Size) -> Seen:
    """The simple bot."""
    async with crowd() as (people, url):
        command = ("-m", "benchmarks.plain_bot", url, TOKEN, str(checkpoint), str(threads))
        async with program(*command):
            return await watched(people, size)


async def ours(
    checkpoint: Path, size: Size, all_on: bool, profile: str = ""
) -> tuple[Seen, list[float]]:
    """Our bot, and our own cost of each photo sent alone, in seconds."""
    language = "bn" if all_on else "en"
    async with crowd(language) as (people, url):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            settings: dict[str, Any] = {
                "preset": "shapes",
                "telegram": {"token": TOKEN, "api_url": url},
                "access": {"open": True, "photos_per_minute": 100_000},
                "replies": {"voice": "off", "language": language},
                "models": {"caption": {"model": str(checkpoint)}},
                "only_captions": not all_on,
            }
            (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
            env = {"PROFILE": profile} if profile else {}
            async with program("-m", "benchmarks.our_bot", place, env=env):
                seen = await watched(people, size)
            asked = json.loads((folder / "spans.json").read_text(encoding="utf-8"))
    if not all_on and (more := {name for name, *_ in asked} - _LIKE_THE_SIMPLE_BOT):
        raise ValueError(f"not alike: ours also asked for {', '.join(sorted(more))}")
    spans = [(began, ended) for _, began, ended in asked]
    return seen, [until - since - _within(spans, since, until) for since, until in seen.alone]


def _within(spans: list[tuple[float, float]], since: float, until: float) -> float:
    """Seconds between two moments that lie in at least one of the spans."""
    total, reached = 0.0, since
    for span in sorted(spans):
        began, ended = max(span[0], reached), min(span[1], until)
        if ended > began:
            total, reached = total + ended - began, ended
    return total


async def compared(name: str, checkpoint: Path, threads: int, size: Size) -> list[Figure]:
    """Both bots, doing the same; or ours with all that it does."""
    all_on = name == "all on"
    theirs = await simple(checkpoint, threads, size)
    mine, own = await ours(checkpoint, size, all_on)
    ratio = mine.rate / theirs.rate
    beside = _p95(mine.quiet) / _p95(theirs.quiet)
    undisturbed = statistics.median(until - since for since, until in mine.alone)
    slowed = statistics.median(mine.quiet) / undisturbed
    slow = statistics.median(mine.helps) * 1000
    cost = statistics.median(own) * 1000
    sent = f"{size.chats} chats, {size.photos} photos each"
    must = not all_on
    return [
        Figure(
            f"{name}: {sent}: photos a second, ours to the simple bot's",
            round(ratio, 2),
            "ratio",
            "≥ 2" if must else "",
            ratio >= 2 if must else None,
        ),
        Figure(f"{name}: ours", round(mine.rate, 2), "photos/s"),
        Figure(f"{name}: the simple bot", round(theirs.rate, 2), "photos/s"),
        Figure(
            f"{name}: p95 of {size.quiet} replies beside one with {size.flood} photos waiting, "
            "ours to the simple bot's",
            round(beside, 3),
            "ratio",
            "≤ 0.25" if must else "",
            beside <= 0.25 if must else None,
        ),
        Figure(f"{name}: ours", round(_p95(mine.quiet) * 1000), "ms"),
        Figure(f"{name}: the simple bot", round(_p95(theirs.quiet) * 1000), "ms"),
        Figure(
            f"{name}: ours, median against that of {size.alone} with nobody beside",
            round(slowed, 2),
            "ratio",
            "≤ 2",
            slowed <= 2,
        ),
        Figure(
            f"{name}: /help during a caption, median of {size.helps}",
            round(slow, 1),
            "ms",
            "≤ 50 ms",
            slow <= 50,
        ),
        Figure(f"{name}: its p95", round(_p95(mine.helps) * 1000, 1), "ms"),
        Figure(
            f"{name}: the simple bot, median", round(statistics.median(theirs.helps) * 1000), "ms"
        ),
        Figure(
            f"{name}: our own cost of a reply, median of {size.alone}",
            round(cost, 1),
            "ms",
            "≤ 30 ms",
            cost <= 30,
        ),
    ]


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[max(0, round(len(seconds) * 0.95) - 1)]


async def measure(which: str = "alike") -> list[Figure]:
    """alike, all or full."""
    shapes = Path(presets.resolve("shapes", ModelsSettings()).caption.model)
    if which == "full":
        with tempfile.TemporaryDirectory() as place:
            await asyncio.to_thread(captions.save, place)
            return await compared("full size", Path(place), 2, FULL)
    return await compared("all on" if which == "all" else "alike", shapes, 1, Size())


if __name__ == "__main__":
    for each in sys.argv[1:] or ["alike", "all", "full"]:
        report(f"crowd-{each}", asyncio.run(measure(each)))
