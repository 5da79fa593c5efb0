"""Updates that are not of Telegram's shape stop nobody: they are kept whole for the owner."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.telegram.client import Request
from bot.telegram.dispatcher import Dispatcher
from bot.telegram.intake import Polling
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
    assert set(kept) <= {"update_id", "unreadable", "message"}
    assert as_kept(kept) is kept
    assert kept["update_id"] == 5
    assert "message_id" in kept["unreadable"]


def test_what_has_no_id_is_refused() -> None:
    for update in ({}, {"update_id": True}, {"update_id": 2**63}, [], None):
        with pytest.raises(ValueError, match="id"):
            as_kept(update)


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


def nested(levels: int) -> str:
    """An update of Telegram's with a field that is nested so deeply."""
    deep = "[" * levels + "]" * levels
    return json.dumps(message(2))[:-1] + f', "more": {deep}}}'


POISON = {
    "nested 450 deep": nested(450),
    "nested 5,000 deep": nested(5_000),
    "a number of 5,000 digits": json.dumps(message(2))[:-1] + f', "more": {"9" * 5_000}}}',
    "half a letter": json.dumps(message(2, words="\ud800")),
    "a text that is a list": json.dumps(message(2, text=["hi"])),
    "no id": json.dumps({"message": message(2)["message"]}),
    "an id that is none": json.dumps(message(2) | {"update_id": "2"}),
    "no update": "[[]]",
    "brackets in a text": json.dumps(message(2, words='"}],{[')),
}


@pytest.mark.parametrize("kind", POISON)
async def test_a_poisoned_update_stops_no_other(tmp_path: Path, kind: str) -> None:
    """They come in one answer of Telegram's, and are confirmed together."""
    good = [json.dumps(message(number)) for number in (1, 3)]
    payload = f'{{"ok":true,"result":[{good[0]}, {POISON[kind]},{good[1]}]}}'
    offsets: list[int | None] = []

    class Line:
        async def _post(self, _name: str, data: dict[str, Any], **_: Any) -> Any:
            offsets.append(data["offset"])
            if len(offsets) > 1:
                await asyncio.Event().wait()
            return Request.parse_json_payload(payload.encode())["result"]

    async with a_memory(tmp_path) as memory:
        intake = Polling(Line(), memory.inbox, asyncio.Event())  # type: ignore[arg-type] -- it has what is used
        task = asyncio.create_task(intake.run())
        await until(lambda: len(offsets) == 2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert offsets == [None, 4]
        rows = text("SELECT update_id FROM inbox ORDER BY update_id")
        kept = await memory.database.run(lambda c: c.scalars(rows).all())
    assert kept == ([1, 3] if kind in {"no id", "an id that is none", "no update"} else [1, 2, 3])


async def test_updates_without_ids_alone_are_not_asked_for_again_at_once(tmp_path: Path) -> None:
    slept: list[float] = []

    class Line:
        async def _post(self, *_: Any, **__: Any) -> Any:
            return [{"message": {}}]

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            await asyncio.Event().wait()

    async with a_memory(tmp_path) as memory:
        intake = Polling(Line(), memory.inbox, asyncio.Event(), sleep)  # type: ignore[arg-type] -- it has what is used
        task = asyncio.create_task(intake.run())
        await until(lambda: len(slept) == 3)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert slept[2] > slept[0] >= 0.5


async def test_who_sends_what_cannot_be_read_is_told_what_can_be_sent(tmp_path: Path) -> None:
    answered: list[Any] = []

    class Answering:
        bot = None

        async def process_update(self, update: Any) -> None:
            answered.append(update)

    async def tell(update: Any, error: Exception) -> None:
        pytest.fail("that is said as for any message")

    sender = {"id": 1, "is_bot": False, "first_name": "Rina"}
    async with a_memory(tmp_path) as memory:
        wrong = [message(1, text={"rich": "hi"}), message(2, entities=[{"type": "bold"}])]
        for update in wrong:
            update["message"]["from"] = sender
        await memory.inbox.add([as_kept(update) for update in wrong])
        dispatcher = Dispatcher(Answering(), memory.inbox, asyncio.Event(), tell)  # type: ignore[arg-type] -- it has what is used
        task = asyncio.create_task(dispatcher.run())
        await until(lambda: len(answered) == 2)
        await dispatcher.stop()
        await task
        assert len(await memory.inbox.kept()) == 2
    assert [(each.message.chat.id, each.message.text) for each in answered] == [(1, None)] * 2


@pytest.mark.parametrize("rich", [{"blocks": [{"text": ["a", {"text": "b"}]}]}, [[{"text": {}}]]])
def test_a_rich_message_is_read_like_any_that_is_not_understood(rich: object) -> None:
    update = message(1) | {}
    update["message"].pop("text")
    update["message"]["rich_message"] = rich
    assert as_kept(update) is update
