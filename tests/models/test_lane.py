"""A lane does one thing after the other, ends what nobody waits for, and has spare time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import torch

from models.concurrency import cancellation
from models.concurrency.lane import Lane
from models.errors import Busy


@pytest.fixture
async def lane() -> AsyncIterator[Lane]:
    lane = Lane("test")
    yield lane
    lane.close()


class Endless:
    """Work that ends only when it is stopped."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.stopped = False

    def __call__(self) -> None:
        self.begun.set()
        try:
            while True:
                cancellation.check()
        except cancellation.Stopped:
            self.stopped = True
            raise

    async def has_begun(self) -> None:
        await asyncio.to_thread(self.begun.wait)


async def test_what_is_cancelled_frees_the_lane(lane: Lane) -> None:
    work = Endless()
    waiting = asyncio.create_task(lane.run(work))
    await work.has_begun()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await lane.run(lambda: "next") == "next"
    assert work.stopped


async def test_only_what_is_cancelled_is_stopped(lane: Lane) -> None:
    first, second = Endless(), []
    waiting = asyncio.create_task(lane.run(first))
    await first.has_begun()

    def work() -> None:
        cancellation.check()
        second.append("done")

    other = asyncio.create_task(lane.run(work))
    await asyncio.sleep(0)
    waiting.cancel()
    await other
    assert second == ["done"]


async def test_spare_work_waits_until_nobody_else_does(lane: Lane) -> None:
    done: list[str] = []
    gate = threading.Event()
    busy = asyncio.create_task(lane.run(gate.wait))
    await asyncio.sleep(0)
    spare = asyncio.create_task(lane.spare(lambda: done.append("spare")))
    await asyncio.sleep(0)
    last = asyncio.create_task(lane.run(lambda: done.append("asked for")))
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(busy, last)
    assert await spare
    assert done == ["asked for", "spare"]


async def test_spare_work_gives_way(lane: Lane) -> None:
    work = Endless()
    spare = asyncio.create_task(lane.spare(work))
    await work.has_begun()
    assert await lane.run(lambda: "first") == "first"
    assert work.stopped
    assert not await spare


async def test_spare_work_is_done_one_after_the_other(lane: Lane) -> None:
    done: list[int] = []
    spares = [asyncio.create_task(lane.spare(partial(done.append, n))) for n in range(3)]
    assert await asyncio.gather(*spares) == [True] * 3
    assert sorted(done) == [0, 1, 2]


async def test_lanes_beside_each_other_share_their_room_and_their_spare_time() -> None:
    first = Lane("first", room=2)
    second = Lane("second", beside=first)
    work = Endless()
    spare = asyncio.create_task(second.spare(work))
    await work.has_begun()
    assert await first.run(lambda: "first") == "first"
    assert not await spare
    gate = threading.Event()
    waiting = [asyncio.create_task(lane.run(gate.wait)) for lane in (first, second)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await second.run(lambda: None)
    gate.set()
    await asyncio.gather(*waiting)
    first.close()
    second.close()


async def test_torch_keeps_no_threads_for_a_lane_between_two_works() -> None:
    def threads() -> int:
        return len([*Path("/proc/self/task").iterdir()])

    def computed() -> int:
        torch.set_num_threads(2)
        numbers = torch.ones(1_000, 1_000)
        (numbers @ numbers).sum()
        return threads()

    lanes, usual = [Lane(f"lane-{n}") for n in range(2)], torch.get_num_threads()
    try:
        for lane in lanes:
            meanwhile = await lane.run(computed)
            await lane.run(lambda: torch.set_num_threads(usual))
            assert threads() == meanwhile - 1
    finally:
        for lane in lanes:
            lane.close()
