"""Forum topics: an answer goes to the topic of its question, or to General once that is closed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import COLOUR, RED

FORUM: dict[str, Any] = {"id": -5, "type": "supergroup", "title": "Family", "is_forum": True}
TOPIC = {"chat": FORUM, "message_thread_id": 44, "is_topic_message": True}
SENDS = ("sendMessage", "sendVoice", "sendAudio", "sendPhoto", "sendDocument")


@pytest.mark.parametrize("voice", ["off", "on"])
async def test_every_answer_goes_to_the_topic_of_its_question(start: Start, voice: str) -> None:
    bot = await start(voice=voice)
    rina = bot.person()
    await rina.shows(RED, "@chokh_bot", **TOPIC)
    await rina.says(f"@chokh_bot {COLOUR}", **TOPIC)
    await rina.says("/help", **TOPIC)
    sent = bot.telegram.sent(*SENDS)
    assert len(sent) >= 3
    assert {int(call.parameters["message_thread_id"]) for call in sent} == {44}


async def test_outside_topics_and_in_other_chats_nothing_is_named(bot: Bot) -> None:
    await bot.person().says("/help@chokh_bot", **TOPIC)
    await bot.person().says("/help@chokh_bot", chat=FORUM, message_thread_id=7)  # a plain thread
    await bot.person().says("/help")
    first, *others = bot.telegram.sent(*SENDS)
    assert int(first.parameters["message_thread_id"]) == 44
    assert not [call for call in others if "message_thread_id" in call.parameters]


@pytest.mark.parametrize(
    "fault", ["Bad Request: TOPIC_CLOSED", "Bad Request: message thread not found"]
)
async def test_what_a_closed_topic_takes_no_more_is_said_in_general(bot: Bot, fault: str) -> None:
    bot.telegram.faults["sendMessage"].append((400, f"Bad Request: {fault}"))
    await bot.person().shows(RED, f"@chokh_bot {COLOUR}", **TOPIC)
    first, second = bot.telegram.sent("sendMessage")
    assert int(first.parameters["message_thread_id"]) == 44
    assert "message_thread_id" not in second.parameters
    assert "reply_parameters" not in second.parameters
    assert second.parameters["text"] == first.parameters["text"]
