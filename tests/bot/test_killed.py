"""A bot that is killed answers, when it is started again, whatever Telegram had handed over."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bot.line import a_standin, until

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def answering(
    url: str, folder: Path, *options: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot in a process of its own, killed at the end with no chance to tidy up."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.answering", url, str(folder), *options, cwd=ROOT
    )
    try:
        yield process
        assert process.returncode is None
    finally:
        if process.returncode is None:
            os.kill(process.pid, signal.SIGKILL)
        await process.wait()


async def test_all_that_waited_is_answered_after_a_kill(tmp_path: Path) -> None:
    async with a_standin() as telegram:
        rina, tom = telegram.person(1), telegram.person(2)
        async with answering(telegram.url, tmp_path, "stuck"):
            for words in ("one", "two", "three"):
                await rina.send_text(words)
            for words in ("four", "five"):
                await tom.send_text(words)
            # All five are Telegram's no more; two are being answered, none is done.
            await until(lambda: telegram.cloud.pending == 0)
            await until(lambda: len(said(rina)) == len(said(tom)) == 1)

        with sqlite3.connect(tmp_path / "chokh.db") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            states = database.execute("SELECT state, count(*) FROM inbox GROUP BY state")
            assert states.fetchall() == [("waiting", 5)]

        async with answering(telegram.url, tmp_path):
            await until(lambda: len(said(rina)) == 4 and len(said(tom)) == 3)

        # In order; the one reply that was given before the kill is given once more.
        assert said(rina) == ["one", "one", "two", "three"]
        assert said(tom) == ["four", "four", "five"]
        assert max(Counter(said(rina) + said(tom)).values()) == 2


def said(person) -> list[str]:
    """What the bot repeated."""
    return [
        message["text"].removeprefix("you said ")
        for message in person.messages
        if message["from"]["is_bot"]
    ]
