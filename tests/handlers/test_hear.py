"""A voice message is answered like a typed one, after what was heard in it."""

from __future__ import annotations

from typing import Any

import pytest

from models.errors import NotUnderstood, SoundBroken, SoundTooLong
from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import BLUE, BROKEN, COLOUR, COLOUR_EN, RED
from tests.handlers.telegram import Person


def spoken(person: Person, data: bytes, kind: str = "voice", **more: Any) -> dict[str, Any]:
    size = {"length": 240} if kind == "video_note" else {}
    return {kind: {**person._file(data), "duration": 2, **size, **more}}


@pytest.mark.parametrize("kind", ["voice", "audio"])
async def test_a_spoken_question_is_said_back_and_answered(bot: Bot, kind: str) -> None:
    person = bot.person()
    await person.shows(RED)
    await person.sends(**spoken(person, COLOUR.encode(), kind))
    assert bot.texts[-1] == f"আপনি বললেন: {COLOUR}\nলাল।"
    assert bot.stub.asked[-1].question == COLOUR_EN


async def test_a_spoken_reply_asks_about_the_photo_that_it_replies_to(bot: Bot) -> None:
    person = bot.person()
    first = await person.shows(RED)
    await person.shows(BLUE)
    await person.sends(**spoken(person, COLOUR.encode()), reply_to_message=first)
    assert bot.stub.asked[-1].picture.digest == RED.decode()


async def test_a_command_is_done_when_it_is_said(start: Start) -> None:
    bot = await start(voice="ask")
    person = bot.person()
    await person.sends(**spoken(person, "ভয়েস চালু".encode()))
    said = f"আপনি বললেন: ভয়েস চালু।\n{bot.say('voice-set-on')}"
    assert bot.texts == [said]
    assert [text for text, *_ in bot.stub.spoken] == [said], "who listens hears it, too"


async def test_who_was_misheard_learns_what_was_heard(bot: Bot) -> None:
    person = bot.person()
    await person.shows(RED)
    with pytest.raises(NotUnderstood) as caught:
        await person.sends(**spoken(person, "ঘড়ির রং কী".encode()))
    assert caught.value.heard == "আপনি বললেন: ঘড়ির রং কী।"


async def test_a_long_message_is_refused_before_it_is_fetched(bot: Bot) -> None:
    person = bot.person()
    with pytest.raises(SoundTooLong) as caught:
        await person.sends(**spoken(person, COLOUR.encode(), duration=61))
    assert caught.value.arguments == {"seconds": 61, "limit": 60}
    assert not bot.telegram.sent("getFile")


async def test_a_broken_or_vanished_message_has_its_sentence(bot: Bot) -> None:
    person = bot.person()
    with pytest.raises(SoundBroken):
        await person.sends(**spoken(person, BROKEN))
    bot.telegram.faults["getFile"].append((400, "Bad Request: wrong file_id"))
    with pytest.raises(SoundBroken):
        await person.sends(**spoken(person, COLOUR.encode()))
