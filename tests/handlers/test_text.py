"""Questions in text: about the last photo, or about the one that is replied to."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.transport.attachments import PhotoGone
from models.errors import NotUnderstood, TextEmpty, TextTooLong
from tests.handlers.conftest import Bot
from tests.handlers.stub import BLUE, COLOUR, COLOUR_EN, RED


async def test_a_question_is_about_the_last_photo(bot: Bot) -> None:
    person = bot.person()
    await person.shows(BLUE)
    await person.shows(RED)
    question = await person.says(COLOUR)
    assert bot.texts[-1] == "লাল।"
    assert (
        bot.telegram.sent()[-1].parameters["reply_parameters"]["message_id"]
        == (question["message_id"])
    )
    assert bot.stub.asked[-1].picture.digest == RED.decode()


async def test_a_reply_to_an_older_photo_asks_about_that_one(bot: Bot) -> None:
    person = bot.person()
    older = await person.shows(BLUE)
    await person.shows(RED)
    await person.says(COLOUR, reply_to_message=older)
    assert bot.stub.asked[-1].picture.digest == BLUE.decode()


async def test_a_reply_to_what_the_bot_said_of_a_photo_asks_about_that_photo(bot: Bot) -> None:
    person = bot.person()
    await person.shows(BLUE)
    await person.shows(RED)
    description = person.message(text="…") | {"message_id": bot.telegram.message_ids[0]}
    await person.says(COLOUR, reply_to_message=description)
    assert bot.stub.asked[-1].picture.digest == BLUE.decode()


async def test_a_photo_that_is_not_remembered_is_taken_from_the_reply(bot: Bot) -> None:
    person = bot.person()
    forgotten = await person.shows(RED)
    await bot.services.memory.photos.forget_older_than(-1)
    await person.says(COLOUR, reply_to_message=forgotten)
    assert bot.texts[-1] == "লাল।\nএকটি লাল বৃত্ত।"


async def test_earlier_questions_go_along(bot: Bot) -> None:
    person = bot.person()
    await person.shows(RED, caption=COLOUR)
    await person.says(COLOUR)
    await person.says("and then?")
    assert [turn.question for turn in bot.stub.asked[-1].history] == [COLOUR_EN, COLOUR_EN]


async def test_a_question_before_any_photo_is_answered_with_a_request_for_one(bot: Bot) -> None:
    await bot.person().says(COLOUR)
    assert bot.texts == [bot.say("ask-first")]


@pytest.mark.parametrize(
    ("text", "error"),
    [("ক" * 5_000, TextTooLong), ("???", TextEmpty), ("বাতাস কেমন?", NotUnderstood)],
)
async def test_a_text_that_is_no_question_is_left_to_the_dispatcher(
    bot: Bot, text: str, error: type[Exception]
) -> None:
    person = bot.person()
    await person.shows(RED)
    with pytest.raises(error):
        await person.says(text)
    assert len(bot.texts) == 1


async def test_a_photo_that_telegram_dropped_is_said_to_be_gone(bot: Bot) -> None:
    person = bot.person()
    await person.shows(RED)
    bot.telegram.faults["getFile"].append((400, "Bad Request: wrong file_id"))
    with pytest.raises(PhotoGone):
        await person.says(COLOUR)


FILE = {"file_id": "x", "file_unique_id": "x", "duration": 1}
STICKER = {"width": 1, "height": 1, "is_animated": True, "is_video": False, "type": "regular"}


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ({"sticker": FILE | STICKER}, "other"),
        ({"location": {"longitude": 1.0, "latitude": 1.0}}, "other"),
        ({"contact": {"phone_number": "1", "first_name": "K"}}, "other"),
        ({"text": "/dance"}, "unknown-command"),
    ],
)
async def test_anything_else_gets_one_sentence(bot: Bot, content: dict[str, Any], key: str) -> None:
    await bot.person().sends(**content)
    assert bot.texts == [bot.say(key)]
