"""Again, slower, in detail; a question before its photo; lists of questions; who says stop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.telegram.dispatcher import Dispatcher
from handlers.photos import detail, pending_question
from handlers.updates.repeat_and_stop import asks_to_stop
from models.errors import TextEmpty, TextTooLong
from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import BLUE, COLOUR, RED

if TYPE_CHECKING:
    from models.values import Language, Sound

SHOWN = "একটি লাল বৃত্ত।"


async def test_again_says_what_was_told_and_not_what_was_said_of_the_talk(start: Start) -> None:
    bot = await start(voice="on")
    person = bot.person()
    await person.shows(RED)
    await person.says("থামুন")
    await person.sends(voice=_voice(bot, "আবার বলুন"))
    await person.says("/again")
    heard = bot.say("heard", text="আবার বলুন।")
    assert bot.texts == [SHOWN, bot.say("stopped"), f"{heard}\n{SHOWN}", SHOWN]
    assert bot.stub.spoken[-1] == (SHOWN, "bn", 150)


async def test_slower_says_it_again_at_the_new_rate(start: Start) -> None:
    bot = await start(voice="on")
    person = bot.person()
    await person.shows(RED)
    await person.says("আস্তে")
    await person.says("slower")
    assert bot.texts[1:] == [
        bot.say("rate-set", rate=120),
        SHOWN,
        bot.say("rate-set", rate=90),
        SHOWN,
    ]
    assert bot.stub.spoken == [(SHOWN, "bn", rate) for rate in (150, 120, 90)]


async def test_in_detail_is_said_of_a_photo_that_was_just_sent(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = bot.person()
    older = await person.shows(BLUE)
    await person.shows(RED)
    await person.says("বিস্তারিত")
    await person.says("in detail", reply_to_message=older)
    assert bot.texts[2:] == [SHOWN, "একটি নীল বর্গক্ষেত্র।"]
    assert bot.stub.lengths == ["short", "short", "long", "long"]
    monkeypatch.setattr(detail, "JUST", -1.0)
    await person.says("বিস্তারিত")
    assert bot.texts[-1] == bot.say("length-set-long")


async def test_in_detail_without_a_photo_is_the_setting(bot: Bot) -> None:
    await bot.person().says("/detail")
    assert bot.texts == [bot.say("length-set-long")]


async def test_a_question_that_came_first_is_answered_once(bot: Bot) -> None:
    person = bot.person()
    await person.says(COLOUR)
    await person.shows(RED)
    await person.shows(RED)
    assert bot.texts == [bot.say("ask-first"), f"লাল।\n{SHOWN}", SHOWN]


async def test_a_question_is_kept_until_the_photo_was_answered(bot: Bot) -> None:
    person = bot.person()
    await person.says(COLOUR)
    bot.telegram.faults["sendMessage"].append((502, "Bad Gateway"))
    with pytest.raises(Exception, match="Bad Gateway"):
        await person.shows(RED)
    await person.shows(RED)
    assert bot.texts[-1] == f"লাল।\n{SHOWN}"


async def test_a_question_lapses(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending_question, "LAPSES", -1.0)
    person = bot.person()
    await person.says(COLOUR)
    await person.shows(RED)
    assert bot.texts[-1] == SHOWN


@pytest.mark.parametrize(
    ("text", "error"),
    [("পরের ছবিতে: ???", TextEmpty), ("পরের ছবিতে: " + "ক" * 2_000, TextTooLong)],
)
async def test_what_is_no_question_is_not_kept(bot: Bot, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        await bot.person().says(text)
    assert (await bot.services.memory.threads.get(7, 7)).waits is None


async def test_a_list_is_answered_item_by_item_whatever_one_of_them_says(bot: Bot) -> None:
    person = bot.person()
    await person.says(f"প্রশ্নের তালিকা খেলাঃ বৃত্তটির রং, উপাদান, {COLOUR}")
    listed = "\n".join(
        (
            "বৃত্তটির রং: লাল।",
            f"উপাদান: {bot.say('question-not-understood')}",
            f"{COLOUR}: লাল।",
        )
    )
    await person.says("পরের ছবিতে: খেলা")
    await person.shows(RED)
    assert bot.texts[-1] == f"{listed}\n{SHOWN}"
    await person.sends(voice=_voice(bot, "খেলা"))
    assert bot.texts[-1].endswith(f"\n{listed}")
    await person.shows(RED, caption="খেলা")
    assert bot.texts[-1] == f"{listed}\n{SHOWN}"
    await person.says("খেলা মুছুন")
    assert bot.texts[-1] == bot.say("way-deleted", name="খেলা")


async def test_a_list_that_asks_for_itself_ends(bot: Bot) -> None:
    person = bot.person()
    await person.says("/ways খেলা: খেলা?, বৃত্তটির রং")
    await person.shows(RED, caption="খেলা")
    assert "বৃত্তটির রং: লাল।" in bot.texts[-1]


async def test_stop_ends_the_voice_and_what_waits_behind_is_answered(start: Start) -> None:
    bot = await start(voice="on")
    speaking, told = asyncio.Event(), list[int]()
    speak = bot.stub.speak

    async def slow(text: str, language: Language, rate: int, pitch: int = 50) -> Sound:
        if not speaking.is_set():
            speaking.set()
            await asyncio.Event().wait()
        return await speak(text, language, rate, pitch)

    async def tell(update: object, error: Exception) -> None:
        told.append(1)

    bot.stub.speak = slow  # type: ignore[method-assign]
    person, inbox, wake = bot.person(), bot.services.memory.inbox, asyncio.Event()
    dispatcher = Dispatcher(bot.application, inbox, wake, tell)
    running = asyncio.create_task(dispatcher.run())
    for content in (person.photo(RED), person.photo(BLUE), {"text": "থামুন"}, {"text": "again"}):
        update = person._update(message=person.message(**content)).to_dict()
        await inbox.add([update])
        wake.set()
        await asyncio.wait_for(speaking.wait(), 10)
    async with asyncio.timeout(10):
        while await inbox.next_due(0.0) is not None:  # noqa: ASYNC110 -- the inbox tells nobody
            await asyncio.sleep(0.01)
    await dispatcher.stop()
    await running
    blue = "একটি নীল বর্গক্ষেত্র।"
    assert bot.texts == [SHOWN, bot.say("stopped"), blue, blue]
    assert [text for text, _, _ in bot.stub.spoken] == [blue, blue]
    assert told == []


@pytest.mark.parametrize(
    ("text", "chat", "stops"),
    [
        ("থামুন", "private", True),
        ("Stop!", "private", True),
        ("/stop", "private", True),
        ("/stop@chokh_bot", "group", True),
        ("stop", "group", False),
        ("stop the bus?", "private", False),
        ("", "private", False),
    ],
)
def test_who_says_stop(text: str, chat: str, stops: bool) -> None:
    assert asks_to_stop({"message": {"text": text, "chat": {"type": chat}}}) is stops


def _voice(bot: Bot, text: str) -> dict[str, Any]:
    return bot.person()._file(text.encode()) | {"duration": 1}
