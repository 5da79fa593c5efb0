"""A bot that is killed answers, when it is started again, whatever Telegram had handed over."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.trial.bot_api.person import SimulatedPerson
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
            await until(lambda: noted(tmp_path) == 2)

        with sqlite3.connect(tmp_path / "chokh.db") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            states = database.execute("SELECT state, count(*) FROM inbox GROUP BY state")
            assert states.fetchall() == [("waiting", 5)]

        async with answering(telegram.url, tmp_path):
            await until(lambda: len(said(rina)) == 3 and len(said(tom)) == 2)

        # In order, and what was given before the kill is known to have been given.
        assert said(rina) == ["one", "two", "three"]
        assert said(tom) == ["four", "five"]


async def test_a_kill_has_no_more_than_one_answer_said_twice(tmp_path: Path) -> None:
    taken, people = asyncio.Event(), list[SimulatedPerson]()

    @web.middleware
    async def linger(request: web.Request, handler: Any) -> web.StreamResponse:
        answer: web.StreamResponse = await handler(request)
        if not taken.is_set() and request.match_info["method"].lower() == "sendmessage":
            # Carried out; the bot is killed before it can know, and others would have been told.
            with suppress(TimeoutError):
                await until(lambda: sum(len(said(each)) for each in people) > 1, within=0.5)
            taken.set()
            await asyncio.Event().wait()
        return answer

    async with a_standin(linger) as telegram:
        people += [telegram.person(number) for number in range(1, 9)]
        for number, each in enumerate(people):
            await each.send_text(f"words {number}")
        async with answering(telegram.url, tmp_path):
            await asyncio.wait_for(taken.wait(), 60)
        before = sum(len(said(each)) for each in people)
        assert before == 1

        async with answering(telegram.url, tmp_path):
            await until(lambda: all(said(each) for each in people))
            await until(lambda: states(tmp_path) == {"done": 8})
        times = sorted(len(said(each)) for each in people)
        assert times == [1] * 7 + [2]


def said(person) -> list[str]:
    """What the bot repeated."""
    return [
        message["text"].removeprefix("you said ")
        for message in person.messages
        if message["from"]["is_bot"]
    ]


def noted(folder: Path) -> int:
    """How many updates have it noted that something was said."""
    with sqlite3.connect(folder / "chokh.db") as database:
        query = "SELECT count(*) FROM inbox WHERE said IS NOT NULL"
        return int(database.execute(query).fetchone()[0])


def states(folder: Path) -> dict[str, int]:
    with sqlite3.connect(folder / "chokh.db") as database:
        return dict(database.execute("SELECT state, count(*) FROM inbox GROUP BY state"))
