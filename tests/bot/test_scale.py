"""Bots that share a PostgreSQL: `make scale`, short, and what two in one process show sooner."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram import Update

from benchmarks.scale import Plan, scale
from bot.telegram import dispatcher
from memory.settings import MemorySettings
from memory.store import Memory
from tests.bot.line import message
from tests.bot.test_dispatch import Chats, all_answered
from tests.postgres import Server, a_server


async def test_what_a_killed_bot_had_in_hand_is_answered_by_another() -> None:
    plan = Plan(chats=30, bots=(2,), photos=0, lease=4.0)
    found = {figure.name: figure for figure in await scale(plan)}
    assert found["messages and photos"].value == 90
    assert [figure for figure in found.values() if figure.holds is False] == []


@pytest.fixture
def server() -> Iterator[Server]:
    with a_server() as running:
        yield running


async def test_stop_is_heard_whichever_bot_it_comes_to_and_who_ends_hands_over_at_once(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "_STOP_SECONDS", 0.2)
    settings = MemorySettings(url=server.url, lease_seconds=600)
    one, two = [await Memory.open(settings, tmp_path / str(n)) for n in range(2)]
    begun, answered = asyncio.Event(), list[int]()

    async def stuck(update: Update) -> None:
        if update.update_id in {1, 4}:
            begun.set()
            await asyncio.Event().wait()
        if update.update_id == 3:
            _, bundles, _ = await two.inbox.look(time.time(), {}, 16)
            assert 7 not in {bundle[0].chat_id for bundle in bundles}
        answered.append(update.update_id)

    async def handler(update: Update) -> None:
        answered.append(-update.update_id)

    first = Chats(one, stuck, clock=time.time)
    second = Chats(two, handler, clock=time.time)
    await one.inbox.add([message(1, 7), message(2, 7)])
    async with first.running():
        await begun.wait()
        begun.clear()
        async with second.running():
            await two.inbox.add([message(3, 7, "stop"), message(5, 8)])
            second.wake.set()
            await all_answered(two)
        # 2 is whoever's comes first; 1 was stopped, and 3 answered once, by who was at work.
        assert sorted(map(abs, answered)) == [2, 3, 5]
        assert 3 in answered
        await one.inbox.add([message(4, 7)])
        first.wake.set()
        await begun.wait()
    began = time.monotonic()
    async with Chats(two, handler, clock=time.time).running():
        await all_answered(two)
    assert answered[-1] == -4
    assert time.monotonic() - began < 30, "no lease had to run out"
    for each in (one, two):
        await each.close()
