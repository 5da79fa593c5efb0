"""Updates leave the inbox in order within a chat, chats side by side, and none is lost."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from telegram import Update
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram import dispatcher
from bot.telegram.dispatcher import Dispatcher
from bot.telegram.failure_policy import ATTEMPTS, Verdict, blames_the_line, postponed_for, verdict
from handlers.transport.album import Album
from memory.errors import DiskFull
from memory.inbox.inbox import Inbox
from memory.store import Memory
from models.errors import Busy, DocumentLocked, ModelMissing, NotUnderstood, PictureBroken
from tests.bot.line import a_memory, empty_disk, fill_disk, message, until

AT_ONCE = (0.0,) * (ATTEMPTS - 1)


@pytest.fixture
async def memory(tmp_path: Path) -> AsyncIterator[Memory]:
    async with a_memory(tmp_path) as memory:
        yield memory


class Leaping:
    """A clock on which every pause is over by the next look."""

    def __init__(self) -> None:
        self._now = time.time()

    def __call__(self) -> float:
        self._now += 100
        return self._now


class Chats:
    """Stands where the application does: runs `handler`, and remembers who was told what."""

    def __init__(
        self, memory: Memory, handler: Callable[[Any], Awaitable[None]], **options: Any
    ) -> None:
        self.bot = SimpleNamespace(get_me=self.get_me)
        self.process_update = handler
        self.told: list[tuple[int, str]] = []
        self.line_is_down: list[Exception] = []
        self.wake = asyncio.Event()
        options = {"pauses": AT_ONCE, "clock": Leaping(), **options}
        self.dispatcher = Dispatcher(self, memory.inbox, self.wake, self.tell, **options)  # type: ignore[arg-type] -- it has what is used

    async def tell(self, update: Any, error: Exception) -> None:
        self.told.append((_id(update), type(error).__name__))

    async def get_me(self) -> None:
        if self.line_is_down:
            raise self.line_is_down.pop()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.dispatcher.run())
        try:
            yield
        finally:
            await self.dispatcher.stop()
            await task


def _id(update: Update | Album) -> int:
    return update.updates[0].update_id if isinstance(update, Album) else update.update_id


async def all_answered(memory: Memory) -> None:
    async with asyncio.timeout(60):
        while await memory.inbox.next_due(0.0) is not None:  # noqa: ASYNC110 -- see `until`
            await asyncio.sleep(0.01)


async def test_chats_take_turns_so_that_one_who_floods_pushes_nobody_back(memory: Memory) -> None:
    answered: list[int] = []

    async def handler(update: Update) -> None:
        answered.append(update.update_id)

    chats = Chats(memory, handler, at_once=1)
    await memory.inbox.add([message(number, 7) for number in range(1, 6)])
    await memory.inbox.add([message(6, 8), message(7, 8), message(8, 9)])
    async with chats.running():
        await all_answered(memory)
    assert answered == [1, 6, 8, 2, 7, 3, 4, 5]


async def test_who_says_stop_is_heard_before_what_waits_and_nothing_else_is_lost(
    memory: Memory,
) -> None:
    answered: list[int] = []
    begun = asyncio.Event()

    async def handler(update: Update) -> None:
        if update.update_id == 1:
            begun.set()
            await asyncio.Event().wait()
        answered.append(update.update_id)

    chats = Chats(memory, handler)
    async with chats.running():
        await memory.inbox.add([message(1, 7)])
        chats.wake.set()
        await begun.wait()
        words = message(3, 7)
        words["message"]["text"] = "থামুন"
        await memory.inbox.add([message(2, 7), words, message(4, 7)])
        chats.wake.set()
        await all_answered(memory)
    assert answered == [3, 2, 4]
    assert chats.told == []
    assert await memory.inbox.kept() == []


async def test_nobody_elses_stop_ends_what_is_done_for_another(memory: Memory) -> None:
    answered: list[int] = []
    go_on = asyncio.Event()

    async def handler(update: Update) -> None:
        if update.update_id == 1:
            await go_on.wait()
        answered.append(update.update_id)

    chats = Chats(memory, handler)
    async with chats.running():
        words = message(2, 7)
        words["message"] |= {"text": "stop", "from": {"id": 99, "is_bot": False, "first_name": "K"}}
        await memory.inbox.add([message(1, 7), words])
        chats.wake.set()
        # What comes last in another chat is answered after a look at who says stop.
        for other in (3, 4):
            await memory.inbox.add([message(other, 8)])
            chats.wake.set()
            async with asyncio.timeout(20):
                while other not in answered:  # noqa: ASYNC110 -- see `until`
                    await asyncio.sleep(0.01)
        go_on.set()
        await all_answered(memory)
    assert answered == [3, 4, 1, 2]


async def test_each_chat_is_answered_in_order_whatever_fails(memory: Memory) -> None:
    chance = random.Random(7)
    running: Counter[int] = Counter()
    answered: dict[int, list[int]] = defaultdict(list)
    failures: Counter[int] = Counter()
    overlaps: list[int] = []
    most = 0

    async def handler(update: Update) -> None:
        nonlocal most
        chat = update.message.chat.id
        running[chat] += 1
        most = max(most, running.total())
        if running[chat] > 1:
            overlaps.append(update.update_id)
        try:
            await asyncio.sleep(chance.random() * 0.05)  # work: long enough to be overtaken
            if chance.random() < 0.3 and failures[update.update_id] < ATTEMPTS - 1:
                failures[update.update_id] += 1
                raise chance.choice([RuntimeError("boom"), TimedOut(), TelegramError("odd")])
            if chance.random() < 0.2:
                raise chance.choice([RetryAfter(1), Busy("full")])
            answered[chat].append(update.update_id)
        finally:
            running[chat] -= 1

    updates = [message(n, chance.randrange(1, 9)) for n in range(1, 101)]
    chats = Chats(memory, handler, at_once=4)
    async with chats.running():
        for start in range(0, 100, 10):
            await memory.inbox.add(updates[max(0, start - 5) : start + 10])  # half comes twice
            chats.wake.set()
        await all_answered(memory)
    assert {chat: sorted(ids) for chat, ids in answered.items()} == answered
    assert sorted(chain(*answered.values())) == list(range(1, 101))
    assert failures
    assert (overlaps, chats.told) == ([], [])
    assert 1 < most <= 4


async def test_a_slow_chat_holds_up_itself_alone(memory: Memory) -> None:
    gate = asyncio.Event()
    answered: list[int] = []

    async def handler(update: Update) -> None:
        if update.message.chat.id == 1:
            await gate.wait()
        answered.append(update.update_id)

    await memory.inbox.add([message(1, 1), message(2, 1), message(3, 2), message(4, 3)])
    async with Chats(memory, handler).running():
        await until(lambda: len(answered) == 2)
        assert sorted(answered) == [3, 4]
        gate.set()
        await all_answered(memory)
    assert [n for n in answered if n < 3] == [1, 2]


async def test_an_album_is_handed_over_whole(memory: Memory) -> None:
    seen: list[Any] = []

    async def handler(update: Update | Album) -> None:
        seen.append(
            [each.update_id for each in update.updates]
            if isinstance(update, Album)
            else update.update_id
        )

    await memory.inbox.add([message(n, media_group_id="a") for n in (1, 2, 3)] + [message(4)])
    async with Chats(memory, handler).running():
        await all_answered(memory)
    assert seen == [[1, 2, 3], 4]


@pytest.mark.parametrize("failure", [RuntimeError("a bug"), asyncio.CancelledError()])
async def test_what_fails_five_times_is_told_and_kept_and_the_chat_goes_on(
    memory: Memory, failure: BaseException
) -> None:
    tries: Counter[int] = Counter()

    async def handler(update: Update) -> None:
        tries[update.update_id] += 1
        if update.update_id == 1:
            raise failure

    await memory.inbox.add([message(1, words="look at this"), message(2)])
    chats = Chats(memory, handler)
    async with chats.running():
        await all_answered(memory)
    assert tries == {1: 5, 2: 1}
    assert chats.told == [(1, "RuntimeError")]
    (kept,) = await memory.inbox.kept()
    assert kept.content["message"]["text"] == "look at this"


async def test_an_update_that_cannot_be_read_is_kept_and_the_chat_goes_on(memory: Memory) -> None:
    answered: list[int] = []

    async def handler(update: Update) -> None:
        answered.append(update.update_id)

    broken = {"update_id": 1, "message": {"chat": {"id": 1}}}  # no date, no kind of chat
    await memory.inbox.add([broken, message(2)])
    async with Chats(memory, handler).running():
        await all_answered(memory)
    assert answered == [2]
    assert [kept.content for kept in await memory.inbox.kept()] == [broken]


async def test_an_outage_counts_against_no_update(memory: Memory) -> None:
    tries = 0

    async def handler(update: Update) -> None:
        nonlocal tries
        tries += 1
        if tries <= 20:
            raise NetworkError("no line")

    await memory.inbox.add([message(1)])
    chats = Chats(memory, handler)
    chats.line_is_down = [NetworkError("no line") for _ in range(20)]
    async with chats.running():
        await all_answered(memory)
    assert tries == 21
    assert chats.told == []
    assert await memory.inbox.kept() == []


async def test_a_sentence_that_could_not_be_sent_is_sent_again(memory: Memory) -> None:
    async def handler(update: Update) -> None:
        raise PictureBroken("cut short")

    await memory.inbox.add([message(1)])
    chats = Chats(memory, handler)
    said: list[str] = []

    async def tell(update: Any, error: Exception) -> None:
        said.append(type(error).__name__)
        if len(said) < 3:
            raise TimedOut

    chats.dispatcher._tell = tell
    async with chats.running():
        await all_answered(memory)
    assert said == ["PictureBroken"] * 3
    assert await memory.inbox.kept() == []


async def test_a_full_disk_makes_no_reply_come_twice(
    memory: Memory, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(dispatcher, "_BUSY_SECONDS", 0.01)
    replies: list[int] = []

    async def handler(update: Update) -> None:
        replies.append(update.update_id)
        if update.update_id == 1:
            await fill_disk(memory)

    # Marking the first one done gives back room; the second's error text needs some.
    async def too_long(self: Inbox, update_ids: Any) -> None:
        await self._set(update_ids, state="done", content=None, error="x" * 50_000)

    monkeypatch.setattr(Inbox, "done", too_long)
    await memory.inbox.add([message(1), message(2)])
    async with Chats(memory, handler).running():
        await until(lambda: caplog.text.count("update 1 can't be marked") >= 3)
        assert replies == [1]
        await empty_disk(memory)
        await all_answered(memory)
    assert replies == [1, 2]


async def test_a_stop_lets_what_runs_finish_and_starts_nothing_new(memory: Memory) -> None:
    started, finish = asyncio.Event(), asyncio.Event()
    answered: list[int] = []

    async def handler(update: Update) -> None:
        started.set()
        await finish.wait()
        answered.append(update.update_id)

    await memory.inbox.add([message(1), message(2)])
    chats = Chats(memory, handler)
    task = asyncio.create_task(chats.dispatcher.run())
    await started.wait()
    stopping = asyncio.create_task(chats.dispatcher.stop())
    await asyncio.sleep(0)
    finish.set()
    await stopping
    await task
    assert answered == [1]
    async with Chats(memory, handler).running():
        await all_answered(memory)
    assert answered == [1, 2]


async def test_what_a_cancelled_program_was_at_is_not_done(memory: Memory) -> None:
    started = asyncio.Event()

    async def handler(update: Update) -> None:
        started.set()
        await asyncio.Event().wait()

    await memory.inbox.add([message(1)])
    chats = Chats(memory, handler)
    task = asyncio.create_task(chats.dispatcher.run())
    await started.wait()
    (working,) = chats.dispatcher._running.values()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    with suppress(asyncio.CancelledError):
        await working
    ((waiting,),), _ = await memory.inbox.waiting(time.time(), (), 1)
    assert (waiting.update_id, waiting.attempts) == (1, 0)


@pytest.mark.parametrize(
    ("error", "attempts", "outage", "expected"),
    [
        (PictureBroken(), 1, False, Verdict.SAY),
        (DocumentLocked(), 1, False, Verdict.SAY),
        (NotUnderstood(), 1, False, Verdict.SAY),
        (ModelMissing(), 1, False, Verdict.KEEP),
        (DiskFull(), 1, False, Verdict.KEEP),
        (Busy(), 9, False, Verdict.POSTPONE),
        (Forbidden("blocked"), 1, False, Verdict.DROP),
        (BadRequest("Chat not found"), 1, False, Verdict.DROP),
        (BadRequest("can't parse entities"), 1, False, Verdict.RETRY),
        (BadRequest("can't parse entities"), 2, False, Verdict.KEEP),
        (RuntimeError(), 4, False, Verdict.RETRY),
        (RuntimeError(), 5, False, Verdict.KEEP),
        (TimedOut(), 1, False, Verdict.RETRY),
        (TimedOut(), 9, True, Verdict.POSTPONE),
    ],
)
def test_a_failure_is_judged(
    error: Exception, attempts: int, outage: bool, expected: Verdict
) -> None:
    assert verdict(error, attempts, outage) is expected


def test_a_pause_is_as_long_as_telegram_says_and_counts_for_nothing() -> None:
    assert verdict(RetryAfter(17), 9) is Verdict.POSTPONE
    assert postponed_for(RetryAfter(17)) == 17
    assert postponed_for(RetryAfter(100_000)) == 300
    assert not blames_the_line(BadRequest("entities"))
    assert blames_the_line(InvalidToken())
