"""Updates that are not of Telegram's shape stop nobody: they are kept whole for the owner."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.telegram.dispatcher import Dispatcher
from bot.telegram.validation import as_kept
from tests.bot.line import a_memory, message, until
from tests.fuzz.updates import updates


@pytest.mark.parametrize("kind", updates())
def test_whatever_telegram_sends_is_kept_as_it_came(kind: str) -> None:
    update = {"update_id": 1, **updates()[kind]}
    assert as_kept(update) is update


@pytest.mark.parametrize(
    "wrong",
    [
        {"chat": {"id": [1], "type": "private"}},
        {"chat": None},
        {"from": {"id": 2**63}},
        {"text": ["hi"]},
        {"text": "half a letter: \ud800"},
        {"caption": "a zero: \0"},
        {"document": {"file_id": "1", "file_size": "20"}},
        {"voice": True},
        {"location": {"latitude": float("nan")}},
    ],
)
def test_what_is_of_another_shape_keeps_its_id_and_all_of_it(wrong: dict[str, Any]) -> None:
    update = message(5, **wrong)
    kept = as_kept(update)
    assert set(kept) == {"update_id", "unreadable"}
    assert kept["update_id"] == 5
    assert "message_id" in kept["unreadable"]


def test_what_has_no_id_or_no_end_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    for update in ({}, {"update_id": True}, {"update_id": 2**63}, [], None):
        with pytest.raises(ValueError, match="id"):
            as_kept(update)
    with pytest.raises(ValueError, match="end"):
        as_kept({"update_id": 1, "message": {"entities": endless}})


async def test_it_stops_nobody_and_the_owner_can_look_at_it(tmp_path: Path) -> None:
    answered: list[int] = []

    class Answering:
        bot = None

        async def process_update(self, update: Any) -> None:
            answered.append(update.update_id)

    async def tell(update: Any, error: Exception) -> None:
        pytest.fail("nobody is there to tell")

    async with a_memory(tmp_path) as memory:
        wrong = message(1, text=["hi"], chat={"id": "x"})
        await memory.inbox.add([as_kept(update) for update in (wrong, message(2))])
        dispatcher = Dispatcher(Answering(), memory.inbox, asyncio.Event(), tell)  # type: ignore[arg-type] -- it has what is used
        task = asyncio.create_task(dispatcher.run())
        await until(lambda: answered == [2])
        await dispatcher.stop()
        await task
        ((kept),) = await memory.inbox.kept()
        assert '["hi"]' in kept.content["unreadable"]
