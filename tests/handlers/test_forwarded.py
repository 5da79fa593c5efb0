"""What was forwarded is content: no command, no question, no "yes", whoever wrote it."""

from __future__ import annotations

import pytest

from handlers.updates.repeat_and_stop import asks_to_stop
from memory.values import AwaitsDeletion, Companion
from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import COLOUR, RED
from tests.handlers.telegram import FORWARDED

CHANNEL = {"type": "channel", "date": 1, "message_id": 5, "chat": {"id": -100, "type": "channel"}}
HIDDEN = {"type": "hidden_user", "date": 1, "sender_user_name": "Mallory"}


@pytest.fixture
async def bot(start: Start) -> Bot:
    return await start()


@pytest.mark.parametrize("origin", [FORWARDED["forward_origin"], CHANNEL, HIDDEN])
@pytest.mark.parametrize(
    "text", ["Bangla", "ইংরেজি", "/voice on", "/forget all", COLOUR, "/nonsense"]
)
async def test_a_forwarded_text_is_neither_obeyed_nor_answered(
    bot: Bot, text: str, origin: dict[str, object]
) -> None:
    await bot.person().shows(RED)
    before = await bot.services.memory.chats.get(7)
    await bot.person().says(text, forward_origin=origin)
    assert bot.texts[1:] == [bot.say("forwarded")]
    assert await bot.services.memory.chats.get(7) == before
    assert (await bot.services.memory.threads.get(7, 7)).waits is None


@pytest.mark.parametrize("which", ["all", "last"])
async def test_a_forwarded_yes_deletes_nothing(bot: Bot, which: str) -> None:
    rina = bot.person()
    await rina.shows(RED)
    await rina.says(f"/forget {which}")
    await rina.says("হ্যাঁ", **FORWARDED)
    assert await bot.services.memory.photos.count(7) == 1
    assert isinstance((await bot.services.memory.threads.get(7, 7)).waits, AwaitsDeletion)
    await rina.says("হ্যাঁ")
    assert await bot.services.memory.photos.count(7) == 0


async def test_a_forwarded_yes_makes_nobody_a_companion(bot: Bot) -> None:
    await bot.services.memory.companions.put(Companion(9, 7, "Karim", "asked", 15))
    await bot.person().says("রাজি", **FORWARDED)
    (pair,) = await bot.services.memory.companions.whose(7)
    assert pair.state == "asked"


@pytest.mark.parametrize("caption", [COLOUR, "/find", "/forget all"])
async def test_a_forwarded_photo_is_described_and_its_caption_asks_nothing(
    bot: Bot, caption: str
) -> None:
    await bot.person().shows(RED, caption, **FORWARDED)
    assert bot.texts == ["একটি লাল বৃত্ত।"]


async def test_a_forwarded_voice_message_is_told_and_not_done(bot: Bot) -> None:
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 1, "file_size": 3}
    bot.telegram.files["v"] = "ইংরেজি".encode()
    await bot.person().sends(voice=voice, **FORWARDED)
    assert bot.texts == [bot.say("heard", text="ইংরেজি।")]


def test_a_forwarded_stop_stops_nothing() -> None:
    message = {"text": "/stop", "chat": {"id": 7, "type": "private"}}
    assert asks_to_stop({"message": message})
    assert not asks_to_stop({"message": message | FORWARDED})
