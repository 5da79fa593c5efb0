"""Several people's answers at once are each the answer that it is alone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from models.answer import chat
from models.answer.chat import ChatAnswerer
from models.concurrency.turns import Turns
from models.serving.engine import Engine
from models.values import Answer, Conversation, Picture, Turn
from tests.models.test_engine import SETTINGS, Answerer, Captioner, engine_with
from tests.models.test_kept import loaded

QUESTIONS = (
    "what colour is the circle?",
    "how many shapes are there?",
    "is there a green triangle?",
    "what is above the blue square?",
)
OUT_OF_MEMORY = "CUDA out of memory. Tried to allocate 2.00 GiB"


@pytest.fixture
async def engine(monkeypatch: pytest.MonkeyPatch, red_above_blue: Picture) -> AsyncIterator[Engine]:
    """One whose answers are long enough to meet: they never end by themselves."""
    monkeypatch.setattr(chat, "MAX_NEW_TOKENS", 24)
    engine = Engine(SETTINGS)
    await engine.answer(Conversation(red_above_blue, QUESTIONS[0]))
    loaded(engine)._model.generation_config.eos_token_id = None
    yield engine
    await engine.close()


def talks(*pictures: Picture) -> list[Conversation]:
    earlier = (Turn(QUESTIONS[1], "two"), Turn(QUESTIONS[2], "no"))
    return [
        Conversation(pictures[n % 2], question, earlier[: n % 3])
        for n, question in enumerate(QUESTIONS)
    ]


@contextmanager
def rows(answerer: ChatAnswerer) -> Iterator[list[int]]:
    """How many answers each pass of the model goes on with."""
    seen: list[int] = []

    def note(_: Any, __: Any, given: dict[str, Any], ___: Any) -> None:
        many, length = given["input_ids"].shape
        seen.extend([many] if length == 1 else [])

    hook = answerer._model.register_forward_hook(note, with_kwargs=True)
    yield seen
    hook.remove()


def same(some: list[Answer], others: list[Answer]) -> None:
    assert [answer.text for answer in some] == [answer.text for answer in others]
    for one, other in zip(some, others, strict=True):
        assert one.confidence == pytest.approx(other.confidence, abs=1e-4)


async def test_four_at_once_are_answered_as_each_alone(
    engine: Engine, red_above_blue: Picture, green_above_yellow: Picture
) -> None:
    asked = talks(red_above_blue, green_above_yellow)
    alone = [await engine.answer(conversation) for conversation in asked]
    with rows(loaded(engine)) as passes:
        together = await asyncio.gather(*map(engine.answer, asked))
    same(together, alone)
    assert max(passes) == 4


async def test_who_stops_leaves_the_others(
    engine: Engine, red_above_blue: Picture, green_above_yellow: Picture
) -> None:
    asked = talks(red_above_blue, green_above_yellow)
    alone = [await engine.answer(conversation) for conversation in asked]
    begun = threading.Event()
    answerer = loaded(engine)
    hook = answerer._model.register_forward_pre_hook(lambda *_: begun.set())
    tasks = [asyncio.create_task(engine.answer(conversation)) for conversation in asked]
    await asyncio.to_thread(begun.wait)
    tasks[0].cancel()
    others = await asyncio.gather(*tasks[1:])
    hook.remove()
    assert tasks[0].cancelled()
    same(others, alone[1:])


async def test_memory_that_runs_out_for_all_of_them_costs_nobody_an_answer(
    engine: Engine, red_above_blue: Picture, green_above_yellow: Picture
) -> None:
    asked = talks(red_above_blue, green_above_yellow)
    alone = [await engine.answer(conversation) for conversation in asked]
    answerer = loaded(engine)
    failed: list[int] = []

    def run_out(_: Any, __: Any, given: dict[str, Any]) -> None:
        if len(given["input_ids"]) > 2 and not failed:
            failed.append(len(given["input_ids"]))
            raise RuntimeError(OUT_OF_MEMORY)

    hook = answerer._model.register_forward_pre_hook(run_out, with_kwargs=True)
    same(await asyncio.gather(*map(engine.answer, asked)), alone)
    hook.remove()
    assert failed


async def test_what_is_forgotten_is_not_kept_again_by_who_is_being_answered(
    engine: Engine, red_above_blue: Picture
) -> None:
    begun, answerer = threading.Event(), loaded(engine)
    hook = answerer._model.register_forward_pre_hook(lambda *_: begun.set())
    answering = asyncio.create_task(engine.answer(Conversation(red_above_blue, QUESTIONS[1])))
    await asyncio.to_thread(begun.wait)
    await engine.forget_pictures()
    await answering  # it has ended, but its thread may not have told so yet
    assert answerer.prefixes.size == (0, 0)
    hook.remove()


async def test_an_answer_does_not_wait_for_a_caption_nor_a_caption_for_an_answer(
    red_above_blue: Picture,
) -> None:
    captioned, answered = threading.Event(), threading.Event()

    class Slow(Answerer):
        def answer(self, conversation: Conversation) -> Answer:
            answered.set()
            assert captioned.wait(10)
            return super().answer(conversation)

    def behave(_: Any) -> None:
        assert answered.wait(10)
        captioned.set()

    settings = SETTINGS.model_copy(
        update={"caption": SETTINGS.caption.model_copy(update={"second": False})}
    )
    engine = engine_with(Captioner(behave), Slow(), settings)
    await asyncio.gather(
        engine.caption([red_above_blue]), engine.answer(Conversation(red_above_blue, "what?"))
    )
    await engine.close()


@pytest.mark.parametrize(("can", "together"), [(1, 1), (3, 3)])
async def test_a_model_is_asked_by_no_more_than_it_says(
    can: int, together: int, red_above_blue: Picture
) -> None:
    class Counting(Answerer):
        now = most = 0

        def answer(self, conversation: Conversation) -> Answer:
            self.now += 1
            self.most = max(self.most, self.now)
            met.wait(10)
            self.now -= 1
            return super().answer(conversation)

    met = threading.Barrier(together)
    answerer = Counting()
    answerer.together = can  # type: ignore[attr-defined] # as `ChatAnswerer` says it
    engine = engine_with(answerer=answerer)
    asked = [engine.answer(Conversation(red_above_blue, "what?")) for _ in range(6)]
    assert len(await asyncio.gather(*asked)) == 6
    assert answerer.most == together
    await engine.close()


def test_who_wants_to_be_alone_is_not_overtaken() -> None:
    turns = Turns(2)
    log: list[str] = []
    leave = threading.Event()

    def take(name: str, alone: bool = False, until: threading.Event | None = None) -> None:
        with turns.turn(alone):
            log.append(name)
            if until:
                assert until.wait(10)

    threads: list[threading.Thread] = []
    for name, alone, until in (("a", False, leave), ("alone", True, None), ("b", False, None)):
        thread = threading.Thread(target=take, args=(name, alone, until))
        thread.start()
        while len(log) + len(turns._line) <= len(threads):
            thread.join(0.001)
        threads.append(thread)
    assert log == ["a"]
    leave.set()
    for thread in threads:
        thread.join(10)
    assert log == ["a", "alone", "b"]
