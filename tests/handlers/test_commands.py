"""Each command: with a slash, in words of both languages, and by button."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from handlers.intents.phrases import phrases
from handlers.preferences.rate import new_rate
from handlers.updates.commands import set_commands
from memory.values import Chat
from models.text.script import recomposed
from tests.handlers.conftest import Bot
from tests.handlers.stub import RED

CHOICES = [
    ("voice", "on", ["/voice on", "/voice চালু", "ভয়েস চালু", "voice on"]),
    ("voice", "off", ["/voice off", "ভয়েস বন্ধ", "turn off voice"]),
    ("language", "en", ["/language English", "/language ইংরেজি", "ভাষা ইংরেজি", "English"]),
    ("language", "bn", ["/language bn", "বাংলা", "bangla"]),
    ("rate", 120, ["/rate 120", "/rate ১২০", "গতি ১২০", "rate 120"]),
    ("rate", 120, ["/rate slower", "আস্তে বলুন", "slower"]),
    ("rate", 180, ["দ্রুত বলুন", "speak faster"]),
    ("length", "long", ["/length long", "/length বড়", "বিস্তারিত", "in detail"]),
    ("length", "short", ["/length ছোট", "ছোট করে", "be brief"]),
]


async def chat(bot: Bot) -> Chat:
    found = await bot.services.memory.chats.get(7)
    assert found is not None
    return found


@pytest.mark.parametrize(("name", "wanted", "ways"), CHOICES)
async def test_every_way_to_say_it_chooses_it(
    bot: Bot, name: str, wanted: object, ways: Sequence[str]
) -> None:
    for way in ways:
        await bot.services.memory.chats.put(Chat(7, "bn", "ask", 150, "short"))
        await bot.person().says(way)
        assert getattr(await chat(bot), name) == wanted, way
    assert len(bot.texts) == len(ways)


@pytest.mark.parametrize("name", ["language", "voice", "rate", "length"])
async def test_a_bare_command_says_how_it_stands_and_changes_nothing(bot: Bot, name: str) -> None:
    await bot.person().says("/help")
    before = await chat(bot)
    await bot.person().says(f"/{name}")
    assert "লিখুন:" in bot.texts[-1]
    assert await chat(bot) == before


@pytest.mark.parametrize("text", ["/rate 79", "/rate 451", "/rate দশ", "গতি ১০০০০০০০০"])
async def test_a_rate_that_nobody_can_speak_is_refused_with_the_limits(bot: Bot, text: str) -> None:
    await bot.person().says(text)
    assert bot.texts == [bot.say("rate-limit", lowest=80, highest=450)]


def test_a_step_stays_within_the_limits() -> None:
    assert new_rate(90, "slower") == 80
    assert new_rate(440, "faster") == 450


async def test_a_button_does_what_its_words_do(bot: Bot) -> None:
    await bot.person().presses("language en")
    assert (await chat(bot)).language == "en"
    assert bot.texts == [bot.services.words.say("en", "language-set")]
    assert bot.telegram.sent("answerCallbackQuery")


async def test_a_button_pressed_long_ago_still_does_it(bot: Bot) -> None:
    bot.telegram.faults["answerCallbackQuery"].append((400, "Bad Request: query is too old"))
    await bot.person().presses("language en")
    assert (await chat(bot)).language == "en"


async def test_a_button_of_another_version_is_answered_and_does_nothing(bot: Bot) -> None:
    await bot.person().presses("dance")
    assert bot.telegram.sent("answerCallbackQuery")
    assert bot.texts == []


async def test_a_choice_is_heard_in_the_new_voice(bot: Bot) -> None:
    await bot.person().says("ভয়েস চালু")
    await bot.person().says("গতি ২০০")
    assert [rate for _, _, rate in bot.stub.spoken] == [150, 200]


async def test_in_west_bengal_twenty_is_heard_with_its_name_there_and_written_in_digits(
    bot: Bot,
) -> None:
    await bot.person().says("/register wb")
    await bot.person().says("ভয়েস চালু")
    await bot.person().says("গতি ১২০")
    assert recomposed("একশ কুড়ি") in recomposed(bot.stub.spoken[-1][0])
    assert "১২০" in bot.texts[-1]


async def test_the_greeting_is_in_the_language_of_their_telegram(bot: Bot) -> None:
    await bot.person(id=1, language_code="bn").says("/start")
    await bot.person(id=2, language_code="en").says("/start")
    await bot.person(id=3, language_code="fr").says("/start")
    await bot.person(id=4, language_code=None).says("/start")
    greetings = [text.split(".")[0].split("।")[0] for text in bot.texts]
    assert greetings == ["আমার নাম চোখ", "My name is Chokh", "আমার নাম চোখ", "আমার নাম চোখ"]


async def test_what_was_chosen_holds_for_the_next_photo(bot: Bot) -> None:
    await bot.person().says("english")
    await bot.person().shows(RED)
    assert bot.texts[-1] == "A red circle."


async def test_the_commands_and_the_description_are_set_in_both_languages(bot: Bot) -> None:
    await set_commands(bot.application.bot)
    for method in ("setMyCommands", "setMyDescription", "setMyShortDescription"):
        codes = [c.parameters.get("language_code", "") for c in bot.telegram.sent(method)]
        assert codes == ["", "bn", "en"]
    listed = bot.telegram.sent("setMyCommands")[0].parameters["commands"]
    assert {command["command"] for command in listed} <= phrases().names
    # Telegram's limits, in letters.
    for call in bot.telegram.sent("setMyDescription"):
        assert len(call.parameters["description"]) <= 512
    for call in bot.telegram.sent("setMyShortDescription"):
        assert len(call.parameters["short_description"]) <= 120
