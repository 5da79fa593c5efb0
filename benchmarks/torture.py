"""`make torture`: the bot is killed again and again under load, and nothing may be lost by it.

    python -m benchmarks.torture [--kills 200] [--seed 1] [--plain]

`chokh run` on the stand-in for Telegram, over polling and over a webhook, on SQLite and on
PostgreSQL, a quarter of the kills (-9) each, while ten people go on writing. Then all is left alone
until it is quiet, and judged. `--plain` does the same to `benchmarks/plain_bot.py`, half the kills
over polling and half over a webhook.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path

from benchmarks.figures import Figure, report
from benchmarks.judge import Verdict, judged
from benchmarks.kept import damage
from benchmarks.people import TOKEN
from benchmarks.sufferers import Sufferers
from benchmarks.torturer import Kill, Torturer, deliver, drawn
from bot.trial.bot_api.server import Standin
from memory.settings import MemorySettings
from models.provisioning import presets
from models.settings import ModelsSettings
from tests.postgres import a_server

_CHOKH = str(Path(sys.executable).with_name("chokh"))
_SECRET = "torture"
_SIMPLE = "the simple bot"
_NO_ANSWER = "Send me a photo first"
"""How the simple bot begins what answers no question: it has forgotten the photo."""
_SILENCE, _PLAIN_SILENCE = 60.0, 15.0
"""Seconds without a word after which no more will come."""
_PAUSE = 0.25  # seconds between two messages, on average
_MENDED = 10
"""Times that the bot may be started to bring in order what the last kill has left."""
_MENDS = 2.5  # seconds each time


@dataclass(frozen=True)
class Outcome:
    """What became of a bot. name: how it ran; damage: of what it remembers, in words."""

    name: str
    kills: int
    verdict: Verdict
    damage: Sequence[str]
    seconds: float


async def ours(
    name: str,
    kills: Sequence[Kill],
    url: str = "sqlite:///chokh.db",
    seed: int = 1,
    people: int = 10,
    pause: float = _PAUSE,
) -> Outcome:
    """Torture Chokh. url: of its database; pause: seconds between two messages, on average."""
    embedder = Path(presets.resolve("shapes", ModelsSettings()).embed.model).name
    memory = MemorySettings(url=url)
    with tempfile.TemporaryDirectory() as place:
        folder, port = Path(place), _free_port()

        def command(api: str, webhook: bool) -> list[str]:
            (folder / "config.toml").write_text(_config(api, url, port, webhook), encoding="utf-8")
            return [_CHOKH, "--config", str(folder / "config.toml"), "run"]

        async with _load(folder, port, seed, people) as (crowd, torturer, api):
            began = time.monotonic()
            await _kill(torturer, crowd, kills, pause, lambda webhook: command(api, webhook))
            last = command(api, kills[-1].webhook)
            found: list[str] = []
            for life in range(_MENDED):
                async with torturer.life(last):
                    await crowd.quiet(_MENDS if life else _SILENCE)
                    await asyncio.sleep(_MENDS)
                found = await damage(memory, folder, embedder, crowd.photos)
                if not found:
                    break
            return _outcome(name, torturer, crowd, found, began)


async def plain(name: str, kills: Sequence[Kill], seed: int = 1, people: int = 10) -> Outcome:
    """Torture the simple bot, which remembers nothing."""
    checkpoint, port = presets.resolve("shapes", ModelsSettings()).caption.model, _free_port()

    def command(api: str, webhook: bool) -> list[str]:
        line = [sys.executable, "-m", "benchmarks.plain_bot", api, TOKEN, checkpoint, "1"]
        return [*line, str(port), _SECRET] if webhook else line

    with tempfile.TemporaryDirectory() as place:
        async with _load(Path(place), port, seed, people) as (crowd, torturer, api):
            began = time.monotonic()
            await _kill(torturer, crowd, kills, _PAUSE, lambda webhook: command(api, webhook))
            async with torturer.life(command(api, kills[-1].webhook)):
                await crowd.quiet(_PLAIN_SILENCE)
            return _outcome(name, torturer, crowd, [], began)


@asynccontextmanager
async def _load(
    folder: Path, port: int, seed: int, count: int
) -> AsyncIterator[tuple[Sufferers, Torturer, str]]:
    """People at a stand-in, who kills, and the stand-in's address."""
    standin = Standin(TOKEN)
    torturer = Torturer(standin.cloud, folder / "log")
    standin.server.middlewares.append(torturer.watch)
    api = await standin.start()
    people = Sufferers(standin, count, seed)
    tasks = [
        asyncio.create_task(people.listen()),
        asyncio.create_task(deliver(standin.cloud, f"http://127.0.0.1:{port}/hook", _SECRET)),
    ]
    try:
        yield people, torturer, api
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await standin.stop()


async def _kill(
    torturer: Torturer,
    people: Sufferers,
    kills: Sequence[Kill],
    pause: float,
    command: Callable[[bool], list[str]],
) -> None:
    writing = asyncio.create_task(people.write(pause))
    try:
        for number, kill in enumerate(kills, 1):
            await torturer.kill(command(kill.webhook), kill)
            if number % 10 == 0:
                print(f"  {number} of {len(kills)} kills", flush=True)
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


def _outcome(
    name: str, torturer: Torturer, people: Sufferers, found: Sequence[str], began: float
) -> Outcome:
    verdict = reduce(
        add,
        (
            judged(
                sent, people.chat(who), [each.get(who, 0) for each in torturer.marks], _NO_ANSWER
            )
            for who, sent in people.sent.items()
        ),
    )
    return Outcome(name, len(torturer.marks), verdict, found, time.monotonic() - began)


def figures(outcome: Outcome) -> list[Figure]:
    """What is promised, and whether it holds; the simple bot promises nothing."""
    verdict, promised = outcome.verdict, not outcome.name.startswith(_SIMPLE)

    at_once = max(verdict.by_kill.values(), default=0)

    def figure(what: str, value: float, target: str = "", holds: bool = True) -> Figure:
        kept = holds if promised and target else None
        return Figure(f"{outcome.name}: {what}", value, "", target if promised else "", kept)

    return [
        figure("kills", outcome.kills),
        figure("photos and messages sent", verdict.sent),
        figure("answered", verdict.sent - verdict.lost),
        figure("lost", verdict.lost, "0", verdict.lost == 0),
        figure("answered twice", verdict.repeated, "≤ kills", verdict.repeated <= outcome.kills),
        figure(
            "twice with no kill between, or two by one", verdict.unforced, "0", not verdict.unforced
        ),
        figure("twice by one kill, in all chats, at most", at_once, "≤ 1", at_once <= 1),
        figure("out of order", verdict.disordered, "0", verdict.disordered == 0),
        figure("faults in what is remembered", len(outcome.damage), "0", not outcome.damage),
        figure("seconds", round(outcome.seconds)),
    ]


def table(outcomes: Sequence[Outcome]) -> str:
    """One line for each way of running, as Markdown. Pure."""
    lines = [
        "| | kills | sent | answered | lost | answered twice | out of order | memory |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for each in outcomes:
        v = each.verdict
        whole = "none" if each.name.startswith(_SIMPLE) else "; ".join(each.damage) or "whole"
        cells = (each.name, each.kills, v.sent, v.sent - v.lost, v.lost, v.repeated, v.disordered)
        lines.append(f"| {' | '.join(map(str, cells))} | {whole} |")
    return "\n".join(lines)


async def _all(kills: int, seed: int, simple: bool) -> list[Outcome]:
    outcomes = []
    with ExitStack() as stack:
        for webhook in (False, True):
            transport = "webhook" if webhook else "polling"
            if simple:
                moments = drawn(kills // 2, seed, webhook)
                outcomes.append(await plain(f"{_SIMPLE}, {transport}", moments, seed))
                continue
            server = stack.enter_context(a_server())
            for database, url in (("SQLite", "sqlite:///chokh.db"), ("PostgreSQL", server.url)):
                moments = drawn(kills // 4, seed, webhook)
                print(f"{transport}, {database}", flush=True)
                outcomes.append(await ours(f"{transport}, {database}", moments, url, seed))
    return outcomes


def main() -> int:
    """Torture, print, and write benchmarks/results. Returns 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description="Kills under load")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="the simple bot instead")
    asked = parser.parse_args()
    outcomes = asyncio.run(_all(asked.kills, asked.seed, asked.plain))
    found = [figure for outcome in outcomes for figure in figures(outcome)]
    print(table(outcomes))
    for outcome in outcomes:
        for text, times in Counter(outcome.verdict.other).most_common(5):
            print(f"{outcome.name}: said besides, {times} times: {text[:120]}")
    print(report("torture-plain" if asked.plain else "torture", found, quiet=True))
    broken = [figure.name for figure in found if figure.holds is False]
    print(f"FALLS SHORT: {', '.join(broken)}" if broken else "all of it holds")
    return 1 if broken else 0


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _config(api: str, url: str, port: int, webhook: bool) -> str:
    return f"""
        preset = "shapes"
        [telegram]
        token = "{TOKEN}"
        api_url = "{api}"
        mode = "{"webhook" if webhook else "polling"}"
        [telegram.webhook]
        url = "https://chokh.example/hook"
        listen = "127.0.0.1:{port}"
        secret = "{_SECRET}"
        [access]
        owners = [1]
        open = true
        photos_per_minute = 100_000
        queue = 10_000
        [replies]
        language = "en"
        voice = "off"
        [models]
        caption = {{ looks = 0, second = false }}
        [memory]
        url = "{url}"
        [owner]
        listen = ""
        """


if __name__ == "__main__":
    sys.exit(main())
