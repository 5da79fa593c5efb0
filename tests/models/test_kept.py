"""The engine keeps what was read, gets ready in its spare time, forgets, and stops."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest

from models.answer.chat import ChatAnswerer
from models.provisioning import presets
from models.provisioning.machine import GB, Place, room_for_prefixes
from models.serving.engine import Engine
from models.settings import AnswerSettings, ModelsSettings
from models.values import Conversation, Picture
from tests.models.conftest import SHAPES

ASKED = "what colour is the circle?"
NAME = str(SHAPES / "answer")


def settings(**answer: Any) -> ModelsSettings:
    shapes = presets.resolve("shapes", ModelsSettings())
    return shapes.model_copy(update={"answer": AnswerSettings(model=NAME, **answer)})


@pytest.fixture
async def engine() -> AsyncIterator[Engine]:
    engine = Engine(settings())
    yield engine
    await engine.close()


def loaded(engine: Engine) -> ChatAnswerer:
    """The model that answers, which is in memory."""
    with engine._lender.preparer() as answerer:
        assert isinstance(answerer, ChatAnswerer)
        return answerer


async def test_a_picture_that_nobody_asked_about_yet_is_read_in_spare_time(
    engine: Engine, red_above_blue: Picture, green_above_yellow: Picture
) -> None:
    await engine.answer(Conversation(red_above_blue, ASKED))
    await engine.prepare(green_above_yellow)
    prefixes = loaded(engine).prefixes
    before = prefixes.found
    told = await engine.answer(Conversation(green_above_yellow, ASKED))
    assert told.text == "green"
    assert prefixes.found > before


async def test_nothing_is_loaded_for_questions_that_may_never_come(
    engine: Engine, red_above_blue: Picture
) -> None:
    await engine.embed_pictures([red_above_blue])
    await engine.prepare(red_above_blue)
    assert [key for key in engine._lender._placed()[1].loaded() if "answer" in key] == []


async def test_what_is_kept_is_let_go_of(engine: Engine, red_above_blue: Picture) -> None:
    await engine.answer(Conversation(red_above_blue, ASKED))
    prefixes = loaded(engine).prefixes
    assert prefixes.size[0] > 0
    await engine.forget_pictures()
    assert prefixes.size == (0, 0)


async def test_who_wants_nothing_kept_has_no_pictures_kept(
    red_above_blue: Picture, green_above_yellow: Picture
) -> None:
    engine = Engine(settings(cache_gb=0))
    for picture in (red_above_blue, green_above_yellow):
        await engine.answer(Conversation(picture, ASKED))
    assert len(loaded(engine)._seen._made) == 1  # the last: for more of its answer
    await engine.close()


async def test_room_for_what_is_kept_is_counted_before_the_model_is_loaded(
    red_above_blue: Picture,
) -> None:
    sizes = []
    for gigabytes in (0, 0.5):
        engine = Engine(settings(cache_gb=gigabytes))
        await engine.answer(Conversation(red_above_blue, ASKED))
        assert loaded(engine).prefixes.room == gigabytes * GB
        (size,) = engine._lender._placed()[1].loaded().values()
        sizes.append(size)
        await engine.close()
    assert sizes[1] - sizes[0] == GB // 2


def test_a_tenth_of_the_budget_is_for_what_is_kept() -> None:
    assert room_for_prefixes(ModelsSettings(), Place("cpu", 10 * GB)) == (GB, 0)
    room, spill = room_for_prefixes(ModelsSettings(), Place("cuda", 10 * GB))
    assert room == GB
    assert 0 < spill <= 2 * GB


async def test_an_answer_that_nobody_waits_for_frees_the_lane_within_a_token(
    engine: Engine, red_above_blue: Picture
) -> None:
    await engine.answer(Conversation(red_above_blue, ASKED))
    answerer = loaded(engine)
    answerer._model.generation_config.eos_token_id = -1  # it would write 200 tokens
    begun, cancelled = threading.Event(), threading.Event()
    tokens: list[int] = []

    def on_token(*_: object) -> None:
        tokens.append(1)
        if len(tokens) == 3:
            begun.set()
            cancelled.wait(30)

    hook = answerer._model.register_forward_pre_hook(on_token)
    asked = asyncio.create_task(engine.answer(Conversation(red_above_blue, "what is above it?")))
    await asyncio.to_thread(begun.wait, 30)
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    cancelled.set()
    await engine.forget_pictures()  # the next in the lane
    hook.remove()
    assert len(tokens) == 3
