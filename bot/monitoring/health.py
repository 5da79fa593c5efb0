"""Health check: whether the bot does its work, with reasons where it doesn't."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Literal

from memory.errors import MemoryFault
from memory.inbox.counts import touch

if TYPE_CHECKING:
    from bot.monitoring.stats import Stats
    from memory.database.database import Database

# A poll lasts 30 s and may be tried again after 30 more; the inbox is looked at every minute.
_SILENT, _IDLE = 150.0, 150.0
_STUCK = 900.0
"""Seconds without a finished call while some wait: a large model may load and answer on a CPU."""
_DATABASE = 5.0  # seconds


async def reasons(
    watch: Stats, database: Database, mode: Literal["polling", "webhook"]
) -> list[str]:
    """What is wrong, a sentence each; none where all is well."""
    found = stalled(watch, time.monotonic(), mode)
    try:
        async with asyncio.timeout(_DATABASE):
            await touch(database)
    except TimeoutError:
        found.append(f"the database has not answered within {_DATABASE:.0f} s")
    except MemoryFault as fault:
        found.append(f"the database can't be written: {fault}")
    return found


def stalled(watch: Stats, now: float, mode: Literal["polling", "webhook"]) -> list[str]:
    """Which parts have not moved for too long. now: of the monotonic clock. Pure."""
    found = []
    if watch.heard_at is None:
        found.append("Telegram has not answered since the start")
    elif mode == "polling" and now - watch.heard_at > _SILENT:
        found.append(f"Telegram has not answered for {now - watch.heard_at:.0f} s")
    if watch.looked_at is None:
        found.append("the inbox has not been looked at since the start")
    elif now - watch.looked_at > _IDLE:
        found.append(f"the inbox has not been looked at for {now - watch.looked_at:.0f} s")
    for name, work in watch.work.items():
        if work.under_way and now - work.moved > _STUCK:
            found.append(f"{name} has not moved for {now - work.moved:.0f} s")
    return found
