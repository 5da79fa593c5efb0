"""Earlier photos: which one a text means, and the history as it is heard."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from handlers.intents.photo_reference import picked
from memory.schema.tables import PHOTOS
from models.errors import NotUnderstood
from tests.handlers.conftest import Bot
from tests.handlers.stub import BLUE, RED

NOW = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
TODAY = NOW.replace(hour=0, minute=0)


# number: of those days ago, or of all where days is None; rest: what is left to answer.
EARLIER = [
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
    # Anywhere in the text, in each of its endings.
    ("কী লেখা আছে গতকালের ছবিতে?", 1, 1, "কী লেখা আছে?"),
    ("কী লেখা ছিল গত কালের ছবিতে?", 1, 1, "কী লেখা আছে?"),
    ("কী লেখা ছিল গতকালের ছবিটাতে?", 1, 1, "কী লেখা আছে?"),
    ("লাল জিনিসটা কী ছিল আগের ছবিতে?", 2, None, "লাল জিনিসটা কী?"),
    ("বৃত্তটির রং কী ছিল আগের ছবিটায়?", 2, None, "বৃত্তটির রং কী?"),
    ("টেবিলের উপরে কী ছিল গতকাল সকালের ছবিতে?", 1, 1, "টেবিলের উপরে কী আছে?"),
    ("আমাকে বলুন আগের ছবিটিতে কোনো কাপ ছিল কি না", 2, None, "আমাকে বলুন কোনো কাপ আছে কি না"),
    ("আগের ছবিতে আর কী ছিল?", 2, None, "আর কী আছে?"),
    ("গতকালের ছবিতে কে ছিল?", 1, 1, "কে আছে?"),
    ("কাপটা কি ছিল আগের ছবিতে?", 2, None, "কাপটা কি আছে?"),
    ("রং কী আগের ছবিটার?", 2, None, "রং কী?"),
    ("লেখা পড়ুন গতকালের ছবিটির", 1, 1, "লেখা পড়ুন"),
    ("গতকালের ছবির মধ্যে কী ছিল?", 1, 1, "কী আছে?"),
    ("গতকালের ছবি থেকে লেখা পড়ুন", 1, 1, "লেখা পড়ুন"),
    ("দুই দিন আগের ছবিটায় কী ছিল?", 1, 2, "কী আছে?"),
    ("ছবি ২-এ কী আছে?", 2, None, "কী আছে?"),
    ("বৃত্তটির রং কী ২ নম্বর ছবিতে?", 2, None, "বৃত্তটির রং কী?"),
    ("দুই নম্বর ছবিটা", 2, None, ""),
    ("what was written in yesterday's photo?", 1, 1, "what is written?"),
    ("was there a cup in the photo before last?", 2, None, "is there a cup?"),
    ("what was in the previous picture?", 2, None, "what is there?"),
    ("how many shapes were in yesterday’s photo", 1, 1, "how many shapes are there"),
    ("what does yesterday's photo say?", 1, 1, "what does it say?"),
    ("what did the previous photo say?", 2, None, "what does it say?"),
    ("what colour was the circle in photo 2?", 2, None, "what colour is the circle?"),
    ("is there a circle in the photo I sent yesterday?", 1, 1, "is there a circle?"),
    ("was a cup in the photo from two days ago?", 1, 2, "is there a cup?"),
    # What is to be done with it.
    ("গতকালের ছবিটা মুছুন", 1, 1, "মুছুন"),
    ("আগের ছবিটা মুছে দিন", 2, None, "মুছে দিন"),
    ("মুছে ফেলুন আগের ছবিটা", 2, None, "মুছে ফেলুন"),
    ("ছবি ২ মুছুন", 2, None, "মুছুন"),
    ("delete yesterday's photo", 1, 1, "delete it"),
    ("delete photo 2", 2, None, "delete it"),
    ("Please delete the previous photo.", 2, None, "Please delete it."),
    ("গতকালের ছবিটা পড়ুন", 1, 1, "পড়ুন"),
    ("read yesterday's photo", 1, 1, "read it"),
    ("গতকালের ছবিটা আমার মানুষকে দেখান", 1, 1, "আমার মানুষকে দেখান"),
    ("আমার মানুষকে জিজ্ঞেস করুন: গতকালের ছবিতে কী লেখা?", 1, 1, "আমার মানুষকে জিজ্ঞেস করুন: কী লেখা?"),
    ("describe yesterday's photo in detail", 1, 1, "describe it in detail"),
    ("আগের ছবিটার মতো ছবি খুঁজুন", 2, None, "এর মতো ছবি খুঁজুন"),
    ("find photos like yesterday's photo", 1, 1, "find photos like this"),
    # It is sent again.
    ("গতকালের ছবিটা দেখান", 1, 1, ""),
    ("আগের ছবিতে কী ছিল বলুন", 2, None, "কী আছে বলুন"),
    ("show me yesterday's photo", 1, 1, ""),
    ("গতকালের ছবি খুঁজুন", 1, 1, ""),
]
LAST = [
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
    # More than one photo, or none that was sent.
    "আগের ছবিগুলো",
    "গতকালের ছবিগুলো খুঁজুন",
    "delete yesterday's photos",
    "পরের ছবিতে: আগের ছবির কাপটা আছে?",
    "গতকাল ছবি তুলেছিলাম",
    "আজ ছবি তোলা হয়েছে?",
    "ছবি ২টা দেখান",
    "are there in the photo 2 people?",
    "ছবিটা আগের মতো আছে?",
    "একটু আগের ছবিটায় কী আছে?",
    "এক ঘণ্টা আগের ছবি",
    # Two photos are compared: an answer from one of them alone would be a wrong one.
    "এটা কি আগের ছবির কাপটা?",
    "এই কাপটা কি গতকালের ছবিতে ছিল?",
    "এটা কি আগের ছবিটার চেয়ে ভালো?",
    "আগের ছবিটার মতো কি এটা?",
    "আজকের ছবি আর গতকালের ছবি কি এক?",
    "is it better than the previous photo?",
    "is this the cup from yesterday's photo?",
    "is it the same as in yesterday's photo?",
    # What a photo shows, by words that only sound alike.
    "এটা কি রাতের ছবি?",
    "ছবিটা কি সকালের ছবি?",
    "what is the picture before the window?",
    "find yesterday's photo of a cup",
    "what is on today's picture frame?",
    "is there a photo on the wall?",
    # Commands with words of their own.
    "প্রশ্নের তালিকা বাজার: আগের ছবিতে কী আছে",
    "/find আগের ছবি",
    "আগের ছবি থাকলে সতর্ক করুন",
]


@pytest.mark.parametrize(("text", "number", "days", "rest"), EARLIER)
def test_an_earlier_photo_is_meant(text: str, number: int, days: int | None, rest: str) -> None:
    pick = picked(text, NOW)
    assert pick is not None
    assert (pick.number, pick.rest) == (number, unicodedata.normalize("NFC", rest))
    if days is None:
        assert pick.since is pick.until is None
    else:
        assert pick.since is not None
        assert pick.until is not None
        assert TODAY - timedelta(days=days) <= pick.since
        assert pick.until <= TODAY - timedelta(days=days - 1)


def test_a_part_of_the_day_is_meant() -> None:
    for text in ("সকালের ছবিটা", "কী ছিল আজ সকালের ছবিতে?", "what was in this morning's photo?"):
        pick = picked(text, NOW)
        assert pick is not None
        assert pick.since == TODAY.replace(hour=5)
        assert pick.until == TODAY.replace(hour=12)


@pytest.mark.parametrize("text", LAST)
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


async def test_yesterdays_photo_is_asked_about_and_deleted_once_that_is_confirmed(bot: Bot) -> None:
    rina = bot.person()
    photos = bot.services.memory.photos
    await rina.shows(RED)
    yesterday = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=1)
    sent = update(PHOTOS).values(sent_at=yesterday)
    await bot.services.memory.database.run(lambda c: c.execute(sent))
    await rina.shows(BLUE)
    await rina.says("বৃত্তটির রং কী ছিল গতকালের ছবিতে?")
    assert bot.stub.asked[-1].question == "what colour is the circle?"
    assert bot.stub.asked[-1].picture.digest == RED.decode()
    await rina.says("গতকালের ছবিটা মুছুন")
    assert "একটি লাল বৃত্ত।" in bot.texts[-1]
    assert await photos.count(7) == 2
    await rina.says("হ্যাঁ")
    assert [photo.caption for photo in await photos.newest(7)] == ["একটি নীল বর্গক্ষেত্র"]


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
