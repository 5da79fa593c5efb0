"""What was sent for an update before a kill is not sent again; what was not, is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pytest
from telegram import InputFile, ReplyParameters

from bot.telegram.exactly_once import Deliveries, delivered
from memory.errors import DiskFull
from tests.bot.line import a_bot, a_standin


class Line:
    """Takes messages, each after a while. seconds: how long each is on its way."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.sent: list[dict[str, Any]] = []
        self.noted: dict[str, int] = {}
        self.at_once = 0
        self._now = 0

    async def send(self, data: dict[str, Any]) -> dict[str, Any]:
        self._now += 1
        self.at_once = max(self.at_once, self._now)
        await asyncio.sleep(self.seconds)
        self._now -= 1
        self.sent.append(data)
        return {"message_id": 100 + len(self.sent)}

    async def note(self, said: Mapping[str, int]) -> None:
        self.noted = dict(said)


async def handled(
    line: Line,
    deliveries: Deliveries,
    *messages: dict[str, Any],
    endpoint: str = "sendMessage",
    album: Sequence[int] = (1,),
) -> list[int]:
    """One handling of an update that has these messages sent. Returns their ids."""
    with delivered(album, line.noted, line.note):
        answers = [
            await deliveries.once(endpoint, data, partial(line.send, data)) for data in messages
        ]
    return [answer["message_id"] for answer in answers if isinstance(answer, dict)]


def answer(text: str, chat_id: int = 1, to: int = 5) -> dict[str, Any]:
    return {"chat_id": chat_id, "text": text, "reply_parameters": ReplyParameters(to)}


def word(text: str, chat_id: int = 1) -> dict[str, Any]:
    return {"chat_id": chat_id, "text": text}


async def test_what_was_said_before_a_kill_is_passed_over_and_the_rest_is_said() -> None:
    line, deliveries = Line(), Deliveries()
    assert await handled(line, deliveries, word("one moment"), answer("a red circle")) == [101, 102]
    # Handled again: the model says it in other words, and somebody else is told as well.
    again = [word("one moment"), answer("a circle, red"), answer("and blue"), word("x", 2)]
    assert await handled(line, deliveries, *again) == [101, 102, 103, 104]
    assert [each["text"] for each in line.sent] == ["one moment", "a red circle", "and blue", "x"]
    assert await handled(line, deliveries, *again) == [101, 102, 103, 104]


async def test_an_answer_is_known_again_in_the_librarys_calls() -> None:
    line = Line()
    async with a_standin() as telegram, a_bot(telegram.url) as bot:
        asked = await telegram.person(1).send_text("what is it?")
        for text in ("a red circle", "a circle, red"):
            with delivered([1], line.noted, line.note):
                said = await bot.send_message(
                    1, text, reply_parameters=ReplyParameters(asked["message_id"])
                )
        (told,) = [each for each in telegram.cloud.chats[1] if each["from"]["is_bot"]]
    assert (told["text"], told["message_id"]) == ("a red circle", said.message_id)


async def test_another_sentence_is_not_taken_for_the_answer() -> None:
    line, deliveries = Line(), Deliveries()
    await handled(line, deliveries, word("many wait"))
    await handled(line, deliveries, answer("a red circle"), word("many wait"), word("many wait"))
    assert [each["text"] for each in line.sent] == ["many wait", "a red circle", "many wait"]


async def test_an_album_that_has_grown_meanwhile_is_answered_anew() -> None:
    line, deliveries = Line(), Deliveries()
    for album in ((1, 2), (1, 2), (1, 2, 3)):
        await handled(line, deliveries, answer(f"{len(album)} photos"), album=album)
    assert [each["text"] for each in line.sent] == ["2 photos", "3 photos"]


async def test_sounds_are_told_apart_by_what_is_in_them() -> None:
    line, deliveries = Line(), Deliveries()
    first, second = ({"chat_id": 1, "voice": InputFile(each)} for each in (b"OggS 1", b"OggS 2"))
    await handled(line, deliveries, first, endpoint="sendVoice")
    await handled(line, deliveries, second, first, endpoint="sendVoice")
    assert line.sent == [first, second]


async def test_one_at_a_time_is_on_its_way_while_that_is_quick() -> None:
    line, deliveries = Line(0.01), Deliveries()
    await asyncio.gather(*(handled(line, deliveries, answer("x", who)) for who in range(8)))
    assert (line.at_once, len(line.sent)) == (1, 8)


async def test_a_silent_line_holds_nobody_up_for_long() -> None:
    line, deliveries = Line(3.0), Deliveries()
    began = time.monotonic()
    await asyncio.gather(*(handled(line, deliveries, answer("x", who)) for who in range(8)))
    assert line.at_once == 8
    assert time.monotonic() - began < 6
    line.seconds = 0.0
    assert await handled(line, deliveries, answer("y", 99)) == [109]


async def test_a_full_disk_fails_no_message_and_a_failed_message_is_not_noted() -> None:
    line, deliveries = Line(), Deliveries()

    async def full(_said: Mapping[str, int]) -> None:
        raise DiskFull("no room")

    with delivered([1], {}, full):
        await deliveries.once("sendMessage", word("a"), partial(line.send, word("a")))

    async def broken() -> bool:
        raise OSError("no line")

    with delivered([1], {}, line.note), pytest.raises(OSError, match="no line"):
        await deliveries.once("sendMessage", word("b"), broken)
    assert (len(line.sent), line.noted) == (1, {})
