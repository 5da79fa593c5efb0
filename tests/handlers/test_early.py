"""The voice of a reply begins while the rest is found out; never with words that don't come."""

from __future__ import annotations

import asyncio
import random

import pytest

from handlers.transport.voice_chunks import FIRST, settled, spoken_parts
from models.errors import AbilityFailed
from models.values import Aim, Language, Line, Page
from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import COLOUR, RED

DESCRIBED = "একটি লাল বৃত্ত।"


@pytest.fixture
async def bot(start: Start) -> Bot:
    return await start(voice="on")


def test_what_is_settled_is_what_the_first_part_begins_with_whatever_follows() -> None:
    draw = random.Random(5)
    words = ["লাল", "বৃত্ত,", "আছে।", "a", "12.5", "sign?", "মা!", "\n", "\n\n", "দীর্ঘতমশব্দ" * 4]
    for _ in range(2_000):
        beginning = " ".join(draw.choices(words, k=draw.randint(1, 30))).strip()
        rest = " ".join(draw.choices(words, k=draw.randint(0, 60))).strip()
        text = f"{beginning}\n{rest}" if rest else beginning
        first = settled(beginning)
        assert spoken_parts(text)[0].startswith(first)
        assert bool(first) == bool(beginning)


def test_as_much_is_settled_as_the_first_part_of_a_long_text_has() -> None:
    assert settled(DESCRIBED) == DESCRIBED
    long = " ".join([DESCRIBED] * 20)
    assert settled(long) == spoken_parts(long)[0]
    assert FIRST - len(DESCRIBED) <= len(settled(long)) <= FIRST


async def test_the_caption_is_begun_while_the_writing_is_still_read(bot: Bot) -> None:
    begun: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def begin(text: str, language: Language, rate: int, pitch: int = 50) -> None:
        if not begun.done():
            begun.set_result(text)

    async def read(picture: object) -> Page:
        await asyncio.wait_for(asyncio.shield(begun), 5)
        return Page((Line("বাহির", 0.99, (1, 1, 2, 2)),))

    bot.stub.begin_speech, bot.stub.read = begin, read  # type: ignore[method-assign]
    await bot.person().shows(RED)
    assert await begun == DESCRIBED
    ((spoken, *_),) = bot.stub.spoken
    assert spoken.startswith(DESCRIBED)
    assert "বাহির" in spoken
    assert [call.method for call in bot.telegram.sent()] == ["sendMessage", "sendVoice"]


async def test_what_is_begun_is_how_the_reply_begins_with_an_answer_and_advice(bot: Bot) -> None:
    bot.stub.taken = Aim(light=0.0, blur=0.5, glare=0.0)
    await bot.person().shows(RED, caption=COLOUR)
    ((spoken, *_),) = bot.stub.spoken
    assert bot.stub.begun == ["লাল।", f"লাল।\n{DESCRIBED}", spoken]
    assert spoken.startswith(bot.stub.begun[1])
    assert spoken != bot.stub.begun[1]


async def test_an_album_begins_with_its_first_photos(bot: Bot) -> None:
    person = bot.person()
    await person.shows_album(*[person.photo(RED) for _ in range(6)])
    spoken = bot.stub.spoken[0][0]
    assert bot.stub.begun
    assert all(spoken.startswith(begun) for begun in bot.stub.begun)


async def test_the_voice_is_made_while_the_text_is_on_its_way(bot: Bot) -> None:
    await bot.person().shows(RED)
    (spoken, *_) = bot.stub.spoken[0]
    assert bot.stub.begun[-1] == spoken == bot.texts[0]


async def test_nobody_without_voice_has_anything_begun(start: Start) -> None:
    bot = await start(voice="off")
    await bot.person().shows(RED)
    assert bot.stub.begun == []


async def test_a_voice_that_can_not_begin_loses_nothing(bot: Bot) -> None:
    async def refuses(text: str, language: Language, rate: int, pitch: int = 50) -> None:
        raise AbilityFailed("speak")

    bot.stub.begin_speech = refuses  # type: ignore[method-assign]
    await bot.person().shows(RED)
    assert bot.texts == [DESCRIBED]
    assert [text for text, *_ in bot.stub.spoken] == [DESCRIBED]


async def test_who_stops_a_photo_has_nothing_spoken_any_more(bot: Bot) -> None:
    waits, dropped = asyncio.Event(), asyncio.Event()

    async def begin(text: str, language: Language, rate: int, pitch: int = 50) -> None:
        waits.set()
        try:
            await asyncio.Event().wait()
        finally:
            dropped.set()

    async def read(picture: object) -> Page:
        await asyncio.Event().wait()
        return Page(())

    bot.stub.begin_speech, bot.stub.read = begin, read  # type: ignore[method-assign]
    handling = asyncio.create_task(bot.person().shows(RED))
    async with asyncio.timeout(5):
        await waits.wait()
        handling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await handling
        await dropped.wait()
    assert bot.stub.spoken == []
    assert bot.texts == []
