"""What waits at the same moment is computed together, and comes out as if it had been alone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from models.caption.blip import BlipCaptioner
from models.checkpoints.checkpoint import Checkpoint, find
from models.concurrency import batching
from models.concurrency.batching import MOST, Gatherer
from models.concurrency.cancellation import Stopped, check, stopped_by
from models.concurrency.lane import Lane
from models.concurrency.requester import requested_by
from models.errors import Busy
from models.provisioning import presets
from models.serving.engine import Engine
from models.serving.factories import Backends
from models.settings import CaptionSettings, ModelsSettings
from models.values import Caption, Picture
from tests.bot.line import until
from tests.models.conftest import opened, scene

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

COLOURS = {
    "red": (210, 30, 35),
    "green": (30, 160, 60),
    "blue": (30, 60, 205),
    "yellow": (240, 210, 40),
    "purple": (130, 40, 160),
}


class Bench:
    """A gatherer of numbers that doubles them. It begins nothing before `go_on` is set."""

    def __init__(self, room: int = 64) -> None:
        self.lane = Lane("test", room)
        self.go_on = threading.Event()
        self.batches: list[list[int]] = []
        self.freed = 0
        self.bad: set[int] = set()
        self.most = 99
        self.looks = 0
        self.gatherer = Gatherer(
            self.lane, self.together, lambda number: self.together([number])[0], self.free
        )
        self.lane.submit(lambda: self.go_on.wait(10))

    def together(self, numbers: list[int]) -> list[int]:
        self.batches.append(numbers)
        if len(numbers) > self.most:
            raise MemoryError
        if self.bad & set(numbers):
            raise ValueError(f"{self.bad & set(numbers)}")
        return [2 * number for number in numbers]

    def holding(self, steps: bool = False) -> tuple[threading.Event, threading.Event]:
        """From now on nothing is done before the second is set; the first says that it waits.

        steps: it looks meanwhile whether it is to stop, as models do between their blocks.
        """
        begun, go_on = threading.Event(), threading.Event()

        def held(work: Callable[[Any], Any]) -> Callable[[Any], Any]:
            def wait(given: Any) -> Any:
                result = work(given)
                begun.set()
                for _ in range(1_000):
                    if go_on.wait(0.01):
                        return result
                    if steps:
                        check()
                        self.looks += 1
                raise TimeoutError

            return wait

        self.gatherer._together = held(self.gatherer._together)
        self.gatherer._alone = held(self.gatherer._alone)
        return begun, go_on

    def free(self) -> None:
        self.freed += 1

    async def ask(
        self, *requests: list[int], who: int | None = None
    ) -> list[asyncio.Task[list[int]]]:
        """All are waiting when this returns. who: the person for whom; else each is another's."""
        with requested_by(who):
            tasks = [asyncio.create_task(self.gatherer.run(items)) for items in requests]
        await asyncio.sleep(0)
        return tasks


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    bench = Bench()
    yield bench
    bench.go_on.set()
    bench.lane.close()


async def test_what_waits_is_done_in_batches_of_eight(bench: Bench) -> None:
    asked = await bench.ask(*([number] for number in range(20)))
    bench.go_on.set()
    assert await asyncio.gather(*asked) == [[2 * number] for number in range(20)]
    assert [len(batch) for batch in bench.batches] == [8, 8, 4]


async def test_alone_it_starts_at_once(bench: Bench) -> None:
    bench.go_on.set()
    assert await bench.gatherer.run([1]) == [2]
    assert await bench.gatherer.run([2]) == [4]
    assert bench.batches == [[1], [2]]
    assert await bench.gatherer.run([]) == []


async def test_an_album_does_not_push_others_back(bench: Bench) -> None:
    album, *singles = await bench.ask(list(range(20)), [100], [101])
    bench.go_on.set()
    assert await asyncio.gather(*singles) == [[200], [202]]
    assert await album == [2 * number for number in range(20)]
    assert bench.batches[0] == [0, 100, 101]
    assert [len(batch) for batch in bench.batches] == [3, 8, 8, 3]


async def test_one_person_has_one_place_in_a_batch_however_much_they_ask(bench: Bench) -> None:
    many = await bench.ask(*([number] for number in range(6)), who=1)
    few = [*await bench.ask([100], who=2), *await bench.ask([101], who=3)]
    bench.go_on.set()
    await asyncio.gather(*many, *few)
    assert bench.batches == [[0, 100, 101], [1, 2, 3, 4, 5]]


async def test_who_had_no_place_in_the_last_batch_goes_first(bench: Bench) -> None:
    many = await bench.ask([1], [2], [3], who=1)
    begun, go_on = bench.holding()
    bench.go_on.set()
    await asyncio.to_thread(begun.wait, 10)
    more = [*await bench.ask([4], who=1), *await bench.ask([100], [101], who=2)]
    go_on.set()
    await asyncio.gather(*many, *more)
    assert bench.batches == [[1, 2, 3], [100], [4], [101]]


async def test_what_one_person_has_alone_gives_way_to_others_and_gets_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "_PATIENCE", 0.0)
    begun, go_on = bench.holding(steps=True)
    (album,) = await bench.ask(list(range(20)), who=1)
    bench.go_on.set()
    await asyncio.to_thread(begun.wait, 10)
    # Any work in the lane, not only what could be in the batch.
    heard: list[int] = []
    with requested_by(2):
        voice = asyncio.create_task(bench.lane.run(lambda: heard.append(len(bench.batches))))
    await voice
    assert heard == [1]
    begun.clear()
    await asyncio.to_thread(begun.wait, 10)
    (other,) = await bench.ask([100], who=2)
    # It is looked whether the single one is to stop, and it isn't.
    looks = bench.looks
    while bench.looks < looks + 3:  # noqa: ASYNC110 -- a thread counts
        await asyncio.sleep(0.01)
    go_on.set()
    assert await other == [200]
    assert await album == [2 * number for number in range(20)]
    first, single, *_ = bench.batches
    assert (first, single) == ([*range(8)], [0])
    assert bench.batches[2:] == [[100], [*range(1, 9)], [*range(9, 17)], [*range(17, 20)]]


async def test_between_two_batches_of_an_album_other_work_has_its_turn(bench: Bench) -> None:
    order: list[str] = []
    (album,) = await bench.ask(list(range(20)))
    other = asyncio.create_task(bench.lane.run(lambda: order.append(f"{len(bench.batches)}")))
    await asyncio.sleep(0)
    bench.go_on.set()
    await asyncio.gather(album, other)
    assert order == ["1"]


async def test_one_that_fails_does_not_fail_the_others(bench: Bench) -> None:
    bench.bad = {2}
    asked = await bench.ask([1], [2], [3])
    bench.go_on.set()
    first, second, third = await asyncio.gather(*asked, return_exceptions=True)
    assert (first, third) == ([2], [6])
    assert isinstance(second, ValueError)
    assert bench.batches == [[1, 2, 3], [1], [2], [3]]


async def test_a_batch_that_does_not_fit_is_done_one_by_one_with_room_made(bench: Bench) -> None:
    bench.most = 1
    asked = await bench.ask([1], [2, 3])
    bench.go_on.set()
    assert await asyncio.gather(*asked) == [[2], [4, 6]]
    assert bench.batches == [[1, 2], [1], [2], [3]]
    assert bench.freed == 1


async def test_what_is_given_up_is_never_begun(bench: Bench) -> None:
    given_up, kept = await bench.ask([1, 2], [3])
    given_up.cancel()
    await asyncio.wait([given_up])
    bench.go_on.set()
    assert await kept == [6]
    assert bench.batches == [[3]]


async def test_who_gives_up_during_a_batch_leaves_the_others_theirs(bench: Bench) -> None:
    begun, go_on = bench.holding()
    first, second = await bench.ask([1], [2])
    bench.go_on.set()
    await asyncio.to_thread(begun.wait, 10)
    first.cancel()
    go_on.set()
    assert await second == [4]
    assert first.cancelled()


async def test_a_full_lane_is_busy_and_nothing_is_left_in_it() -> None:
    bench = Bench(room=2)
    (first,) = await bench.ask([1])
    with pytest.raises(Busy):
        await bench.gatherer.run([2])
    bench.go_on.set()
    assert await first == [2]
    assert bench.batches == [[1]]
    bench.lane.close()


async def test_numbers_are_made_of_who_waits_while_the_model_is_busy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made_by: list[str] = []
    plain = BlipCaptioner._numbers

    def noted(captioner: BlipCaptioner, images: Sequence[Image]) -> torch.Tensor:
        made_by.extend(threading.current_thread().name.split("_")[0] for _ in images)
        return plain(captioner, images)

    monkeypatch.setattr(BlipCaptioner, "_numbers", noted)
    settings = presets.resolve("shapes", ModelsSettings())
    caption = settings.caption.model_copy(update={"second": False})
    engine = Engine(settings.model_copy(update={"caption": caption}))
    first, *others = [opened(scene(COLOURS[each], COLOURS["blue"])) for each in ("red", "green")]
    alone = []
    for each in (first, *others):
        await until(lambda: not engine._lanes.models.busy)
        alone += await engine.caption([each])
    assert made_by == ["models"] * 2
    over = threading.Event()
    busy = engine._lanes.models.submit(over.wait)
    waiting = [asyncio.create_task(engine.caption([each])) for each in (first, *others)]
    await until(lambda: len(made_by) == 4)
    over.set()
    assert [(await each)[0] for each in waiting] == alone
    assert made_by[2:] == ["pictures"] * 2
    busy.result()
    await engine.close()


async def test_captions_and_vectors_of_many_are_those_of_one() -> None:
    sizes: list[int] = []

    def noted(checkpoint: Checkpoint, device: str, settings: CaptionSettings) -> BlipCaptioner:
        captioner = BlipCaptioner(checkpoint, device, settings.beams)
        plain = captioner.caption

        def caption(pictures: Sequence[Picture], prompt: str | None = None) -> list[Caption]:
            sizes.append(len(pictures))
            return plain(pictures, prompt)

        captioner.caption = caption  # type: ignore[method-assign]
        return captioner

    engine = Engine(presets.resolve("shapes", ModelsSettings()), Backends(captioner=noted))
    pictures = [
        opened(scene(COLOURS[above], COLOURS[below]))
        for above in COLOURS
        for below in COLOURS
        if above < below
    ]
    alone = [(await engine.caption([picture]))[0] for picture in pictures]
    vectors = [(await engine.embed_pictures([picture]))[0] for picture in pictures]
    assert sizes == [1] * len(pictures)
    sizes.clear()
    together = await asyncio.gather(*(engine.caption([picture]) for picture in pictures))
    assert len(sizes) <= 3  # the first may start by itself, before the others come
    assert sum(sizes) == len(pictures)
    assert max(sizes) <= MOST
    for (caption,), by_itself in zip(together, alone, strict=True):
        assert (caption.text, caption.second) == (by_itself.text, by_itself.second)
        assert caption.samples == by_itself.samples
        assert caption.confidence == pytest.approx(by_itself.confidence, abs=1e-4)
    found = await asyncio.gather(*(engine.embed_pictures([picture]) for picture in pictures))
    np.testing.assert_allclose(np.concatenate(found), np.stack(vectors), atol=1e-5)
    await engine.close()


def test_a_captioner_and_an_embedder_stop_between_their_blocks() -> None:
    settings = presets.resolve("shapes", ModelsSettings())
    backends, seen = Backends(), [opened(scene(COLOURS["red"], COLOURS["blue"]))]
    captioner = backends.captioner(find(settings.caption.model), "cpu")
    embedder = backends.embedder(find(settings.embed.model), "cpu")
    for work in (lambda: captioner.caption(seen), lambda: embedder.embed_images(seen)):
        steps = count()
        with stopped_by(lambda: next(steps) == 3), pytest.raises(Stopped):  # noqa: B023 -- called within its turn
            work()
