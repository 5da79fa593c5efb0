"""Earlier photos: which one a text means, and the history as it is heard."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from handlers.days import picked
from models.errors import NotUnderstood
from tests.handlers.conftest import Bot
from tests.handlers.stub import BLUE, RED

NOW = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
TODAY = NOW.replace(hour=0, minute=0)


@pytest.mark.parametrize(
    ("text", "number", "days", "rest"),
    [
        ("গতকালের ছবিটা", 1, 1, ""),
        ("গতকালের ছবিটায় বৃত্তটির রং কী?", 1, 1, "বৃত্তটির রং কী?"),
        ("কালকের ছবি: কী লেখা আছে?", 1, 1, "কী লেখা আছে?"),
        ("পরশুর ছবিটার রং কী?", 1, 2, "রং কী?"),
        ("আজকের ছবিটা", 1, 0, ""),
        ("আগের ছবিটায় কী আছে?", 2, None, "কী আছে?"),
        ("ছবি ২", 2, None, ""),
        ("ছবি ৩: কী লেখা আছে?", 3, None, "কী লেখা আছে?"),
        ("yesterday's photo", 1, 1, ""),
        ("in yesterday's picture, what colour is the circle?", 1, 1, "what colour is the circle?"),
        ("the photo from yesterday: read it", 1, 1, "read it"),
        ("the previous photo: what is there?", 2, None, "what is there?"),
        ("photo 2: what does it say?", 2, None, "what does it say?"),
    ],
)
def test_an_earlier_photo_is_meant(text: str, number: int, days: int | None, rest: str) -> None:
    pick = picked(text, NOW)
    assert pick is not None
    assert (pick.number, pick.rest) == (number, rest)
    since = None if days is None else TODAY - timedelta(days=days)
    assert pick.since == since
    assert pick.until == (since + timedelta(days=1) if since else None)


def test_a_part_of_the_day_is_meant() -> None:
    pick = picked("সকালের ছবিটা", NOW)
    assert pick is not None
    assert pick.since == TODAY.replace(hour=5)
    assert pick.until == TODAY.replace(hour=12)


@pytest.mark.parametrize(
    "text",
    [
        "ছবিতে কী আছে?",
        "ছবিটার রং কী?",
        "ছবি খুঁজুন লাল বৃত্ত",
        "আগে কী ছিল?",
        "the photo",
        "photos",
        "ছবিতে ২ জন লোক আছে?",
        "ছবি ২ জনের?",
        "photo 2 people?",
        "what colour is the circle?",
        "এই ছবিটা মুছুন",
    ],
)
def test_the_last_photo_is_meant_otherwise(text: str) -> None:
    assert picked(text, NOW) is None


async def test_history_is_told_newest_first_and_its_numbers_pick(bot: Bot) -> None:
    rina = bot.person()
    await rina.says("ইতিহাস")
    assert bot.texts[-1] == bot.say("history-none")
    await rina.shows(RED)
    await rina.shows(BLUE)
    await rina.says("ইতিহাস")
    assert bot.texts[-1] == "\n".join(
        [
            "ছবি ১, আজ: একটি নীল বর্গক্ষেত্র।",
            "ছবি ২, আজ: একটি লাল বৃত্ত।",
            bot.say("history-how"),
        ]
    )
    await rina.says("ছবি ২: বৃত্তটির রং কী?")
    assert bot.stub.asked[-1].picture.digest == RED.decode()
    await rina.says("ছবি ৯: বৃত্তটির রং কী?")
    assert bot.texts[-1] == bot.say("history-no-such")
    await rina.says("গতকালের ছবিটা")
    assert bot.texts[-1] == bot.say("history-no-such")


async def test_only_what_was_named_is_deleted_whatever_comes_between(bot: Bot) -> None:
    rina = bot.person()
    photos = bot.services.memory.photos
    await rina.shows(RED)
    await rina.says("শেষটা মুছুন")
    await rina.shows(BLUE)
    with suppress(NotUnderstood):  # a question now, and none that the stub knows
        await rina.says("হ্যাঁ")
    assert await photos.count(7) == 2
    await rina.says("সব মুছুন")
    await rina.says("আগের ছবিটা")
    with suppress(NotUnderstood):
        await rina.says("হ্যাঁ")
    assert await photos.count(7) == 2
    await rina.says("শেষটা মুছুন")
    await rina.says("হ্যাঁ")
    assert [photo.caption for photo in await photos.newest(7)] == ["একটি লাল বৃত্ত"]
