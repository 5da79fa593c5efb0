"""`chokh run`: from launch to the first answer, and what it takes up while it waits.

A /start waits at the local stand-in for Telegram when the program is launched; the clock stops
where its answer arrives. Once with everything new (the database is made), then with a database.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, report
from bot.trial.bot_api.server import Standin
from bot.trial.bot_api.state import BOT, Json

LAUNCHES = 10
TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # the stand-in's own
HEAVY = ("libtorch", "numpy", "aiohttp", "qdrant_edge", "cv2", "tesserocr", "libavcodec")
"""What no /start needs."""
_SECONDS, _MEGABYTES = 1.5, 150
_SETTINGS = """preset = "shapes"
[telegram]
token = "{token}"
api_url = "{url}"
[access]
open = true
"""


@dataclass(frozen=True)
class Launch:
    """seconds: to the first answer; computed: of those, on a processor; resident, own: MB then.

    own: without what other processes share; heavy: the libraries of `HEAVY` that are in memory.
    """

    seconds: float
    computed: float
    resident: float
    own: float
    heavy: tuple[str, ...]


def measure(launches: int = LAUNCHES) -> list[Figure]:
    """Launches with a new folder, and so many with one that has a database."""
    new = asyncio.run(_launches(launches, new=True))
    again = asyncio.run(_launches(launches, new=False))
    figures = []
    for name, found in (("", again), (", the first time", new)):
        seconds = round(median(each.seconds for each in found), 2)
        figures.append(
            Figure(
                f"from launch to /start answered{name}: median of {launches}",
                seconds, "s", f"≤ {_SECONDS} s", seconds <= _SECONDS,
            )
        )  # fmt: skip
        computed = median(each.computed for each in found)
        figures.append(Figure(f"of that computed{name}", round(computed, 2), "s"))
    for name, value in (
        ("resident memory before torch is needed", max(each.resident for each in again)),
        ("of that not shared with others", max(each.own for each in again)),
    ):
        figures.append(Figure(name, round(value), "MB", f"< {_MEGABYTES} MB", value < _MEGABYTES))
    return figures


async def _launches(times: int, new: bool) -> list[Launch]:
    standin = Standin(TOKEN)
    await standin.start()
    try:
        with tempfile.TemporaryDirectory() as place:
            if not new:
                await launch(standin, Path(place))
            return [
                await launch(standin, Path(place, str(number) if new else ""))
                for number in range(times)
            ]
    finally:
        await standin.stop()


async def launch(standin: Standin, folder: Path) -> Launch:
    """Start `chokh run` in the folder, wait for its answer, look at its memory, and stop it."""
    await asyncio.to_thread(_furnish, folder, standin.url)
    events = standin.cloud.listen()
    await standin.person().send_text("/start")
    chokh, quiet = Path(sys.executable).parent / "chokh", asyncio.subprocess.DEVNULL
    started = time.perf_counter()
    program = await asyncio.create_subprocess_exec(
        chokh, "run", cwd=folder, stdout=quiet, stderr=quiet
    )
    try:
        async with asyncio.timeout(60):
            while not _is_answer(await events.get()):
                pass
        seconds = time.perf_counter() - started
        computed = await asyncio.to_thread(_computed, program.pid)
        await asyncio.sleep(0.5)  # for what is done after the answer
        return Launch(seconds, computed, *await asyncio.to_thread(_taken, program.pid))
    finally:
        standin.cloud.ignore(events)
        program.terminate()
        await program.wait()


def _furnish(folder: Path, url: str) -> None:
    folder.mkdir(exist_ok=True)
    settings = _SETTINGS.format(token=TOKEN, url=url)
    (folder / "config.toml").write_text(settings, encoding="utf-8")


def _is_answer(event: Json) -> bool:
    message = event.get("message", {})
    return "text" in message and message.get("from", {}).get("id") == BOT["id"]


def _computed(process: int) -> float:
    """Processor time that it took until now, in seconds."""
    words = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _taken(process: int) -> tuple[float, float, tuple[str, ...]]:
    """Resident MB, those that no other process shares, and what of `HEAVY` is in memory."""
    of = Path(f"/proc/{process}")
    lines = (of / "smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    kilobytes = {name: int(value) for name, value, _ in (line.split() for line in lines)}
    own = kilobytes["Private_Clean:"] + kilobytes["Private_Dirty:"]
    maps = (of / "maps").read_text(encoding="utf-8")
    heavy = tuple(name for name in HEAVY if name in maps)
    return kilobytes["Rss:"] * 1024 / 1e6, own * 1024 / 1e6, heavy


if __name__ == "__main__":
    report("start", measure(int(sys.argv[1]) if len(sys.argv) > 1 else LAUNCHES))
