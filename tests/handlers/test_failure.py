"""What a person hears when something failed."""

from __future__ import annotations

import pytest
from telegram import Update
from telegram.error import NetworkError

from handlers.chat.error_reply import tell
from handlers.transport.album import Album
from memory.errors import DiskFull, MemoryUnreachable
from models.errors import NotUnderstood, TextTooLong
from tests.handlers.conftest import Bot


def update(bot: Bot, language_code: str = "bn") -> Update:
    person = bot.person(language_code=language_code)
    return Update.de_json({"update_id": 1, "message": person.message(text="…")}, None)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotUnderstood(), "প্রশ্নটি বুঝতে পারিনি। অন্যভাবে লিখে দেখুন। কী কী পারি, জানতে লিখুন: সাহায্য।"),
        (
            TextTooLong(letters=5000, limit=1000),
            "প্রশ্নটি অনেক বড়, ৫,০০০ অক্ষর। ১,০০০ অক্ষরের মধ্যে লিখুন।",
        ),
        (DiskFull(), "এই যন্ত্রে আর জায়গা নেই। মালিককে জানান, তারপর আবার পাঠান।"),
    ],
)
async def test_what_we_foresee_has_its_sentence(bot: Bot, error: Exception, said: str) -> None:
    await tell(bot.services, bot.application.bot, update(bot), error)
    (call,) = bot.telegram.sent()
    assert call.parameters["text"] == said
    assert call.parameters["reply_parameters"]["message_id"] == 1


async def test_what_nobody_foresaw_is_said_without_its_name(bot: Bot) -> None:
    error = ZeroDivisionError("division by zero")
    await tell(bot.services, bot.application.bot, Album((update(bot),)), error)
    assert bot.texts == [bot.say("failed")]


async def test_a_memory_that_fails_is_told_in_the_language_of_their_telegram(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(chat_id: int) -> None:
        raise MemoryUnreachable

    monkeypatch.setattr(bot.services.memory.chats, "get", fails)
    await tell(bot.services, bot.application.bot, update(bot, "en"), MemoryUnreachable())
    assert bot.texts == [bot.services.words.say("en", "memory-unreachable")]


async def test_what_could_not_be_said_is_left_to_the_dispatcher(bot: Bot) -> None:
    bot.telegram.faults["sendMessage"].append((502, "Bad Gateway"))
    with pytest.raises(NetworkError):
        await tell(bot.services, bot.application.bot, update(bot), NotUnderstood())


async def test_a_failure_is_told_as_the_person_wants_to_be_spoken_to(bot: Bot) -> None:
    await bot.person().says("/address tumi")
    await tell(bot.services, bot.application.bot, update(bot), NotUnderstood())
    assert bot.texts[-1] == "প্রশ্নটি বুঝতে পারিনি। অন্যভাবে লিখে দেখো। কী কী পারি, জানতে লেখো: সাহায্য।"
