"""What a running program holds, taken now and then; whether it grows; what its log complains of.

Memory is the resident set of the program and its children, in MB of 10⁶ bytes.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median

import httpx
import psutil

_TASKS = re.compile(rb"^chokh_tasks ([\d.]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Vitals:
    """at: seconds, monotonic; memory, wal: MB; the others: how many there are.

    files: open ones, sockets among them; temporary: files below $TMPDIR; wal: of the database.
    """

    at: float
    memory: float
    files: int
    sockets: int
    threads: int
    children: int
    tasks: int
    temporary: int
    wal: float


def take(pid: int, metrics: str, folder: Path, temporary: Path) -> Vitals:
    """The bot's vitals now. Blocks; waits for its page of metrics, which comes some seconds late.

    metrics: the page's address; folder: where its database lies; temporary: its $TMPDIR.
    """
    transport = httpx.HTTPTransport(retries=8)  # within 64 s
    with httpx.Client(transport=transport, timeout=30) as client:
        found = _TASKS.search(client.get(metrics).content)
    bot = psutil.Process(pid)
    children = bot.children(recursive=True)
    memory = files = sockets = threads = 0
    for process in (bot, *children):
        with suppress(psutil.NoSuchProcess), process.oneshot():  # a child has ended meanwhile
            memory += process.memory_info().rss
            files += process.num_fds()
            sockets += len(process.net_connections("all"))
            threads += process.num_threads()
    wal = folder / "chokh.db-wal"
    return Vitals(
        at=time.monotonic(),
        memory=memory / 1e6,
        files=files,
        sockets=sockets,
        threads=threads,
        children=len(children),
        tasks=int(float(found[1])) if found else 0,
        temporary=sum(path.is_file() for path in temporary.rglob("*")),
        wal=wal.stat().st_size / 1e6 if wal.exists() else 0.0,
    )


def slope(points: Sequence[tuple[float, float]]) -> float:
    """How much a value grows a minute, by Theil and Sen: the median of the slopes of all pairs.

    points: (seconds, value), at least two. Pure.
    """
    pairs = combinations(points, 2)
    return 60 * median((later - now) / (then - at) for (at, now), (then, later) in pairs)


def complaints(log: str) -> Iterator[str]:
    """What nobody foresaw in a log of JSON lines: errors, whatever isn't of the log, tracebacks.

    Not those that end in what Telegram or the line to it did: that is foreseen. Pure.
    """
    for line in filter(str.strip, log.splitlines()):
        try:
            record = json.loads(line)
            level, message = record["level"], record["message"]
        except (ValueError, TypeError, KeyError):
            yield line
            continue
        last = message.rpartition("\n")[2]
        foreseen = "Traceback" not in message or last.startswith("telegram.error.")
        if level in ("error", "critical") or not foreseen:
            yield message
