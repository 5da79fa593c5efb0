"""A companion: both agree, either ends it, and what they are asked comes back or is told late."""

from __future__ import annotations

import asyncio

import pytest

from handlers.companions.overdue import say_overdue, watch
from handlers.companions.pairing import minutes_in
from handlers.intents.ask_person import Wanted, errand_in
from handlers.settings import AccessSettings
from tests.bot.line import until
from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import RED
from tests.handlers.telegram import Call, Person

RINA, KARIM = 7, 8


async def agreed(bot: Bot) -> tuple[Person, Person]:
    """Two people of whom the second has agreed to be asked by the first."""
    rina, karim = bot.person(id=RINA), bot.person(id=KARIM)
    await rina.says(f"/person {KARIM}")
    await karim.says("রাজি")
    return rina, karim


def told(bot: Bot, person: Person) -> list[str]:
    return [
        call.parameters["text"]
        for call in bot.telegram.sent("sendMessage")
        if int(call.parameters["chat_id"]) == person.id
    ]


def photos(bot: Bot) -> list[Call]:
    return bot.telegram.sent("sendPhoto", "sendDocument")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("মানুষকে জিজ্ঞেস করুন", Wanted("", "")),
        ("আমার মানুষকে জিজ্ঞেস করুন: মেয়াদ কত?", Wanted("", "মেয়াদ কত?")),
        ("করিমকে জিজ্ঞেস করুন, মেয়াদ কত?", Wanted("করিম", "মেয়াদ কত?")),
        ("Ask my person", Wanted("", "")),
        ("ask a person: is the milk out of date?", Wanted("", "is the milk out of date?")),
        ("ask Karim: is it red?", Wanted("Karim", "is it red?")),
        ("is there a person to ask?", None),
        ("বৃত্তটির রং কী?", None),
    ],
)
def test_asking_a_person_is_understood(text: str, wanted: Wanted | None) -> None:
    assert errand_in(text) == wanted


def test_minutes_are_read_in_both_languages() -> None:
    assert [minutes_in(text) for text in ("30 মিনিট", "৩০ মিনিট", "5 minutes", "30")] == [
        30,
        30,
        5,
        None,
    ]


async def test_nothing_goes_to_someone_who_has_not_agreed(bot: Bot) -> None:
    rina, karim = bot.person(id=RINA), bot.person(id=KARIM)
    await rina.says(f"/person {KARIM}")
    await rina.shows(RED)
    await rina.says("মানুষকে জিজ্ঞেস করুন")
    await karim.says("না")
    await rina.says("মানুষকে জিজ্ঞেস করুন")
    assert photos(bot) == []
    assert told(bot, karim) == [
        bot.say("person-invites", name="Rahima"),
        bot.say("person-you-refused"),
    ]


async def test_an_answer_comes_back_and_is_remembered(bot: Bot) -> None:
    rina, karim = await agreed(bot)
    await rina.shows(RED)
    asked = await rina.says("মানুষকে জিজ্ঞেস করুন: এটি কী?")
    assert [int(call.parameters["chat_id"]) for call in photos(bot)] == [KARIM]
    await karim.says("একটি লাল বৃত্ত")
    answer = bot.telegram.sent("sendMessage")[-2]
    assert answer.parameters["text"] == bot.say(
        "errand-answer", name="Rahima", answer="একটি লাল বৃত্ত"
    )
    assert str(asked["message_id"]) in str(answer.parameters["reply_parameters"])
    photo = await bot.services.memory.photos.last(RINA)
    assert photo is not None
    (exchange,) = await bot.services.memory.photos.exchanges(photo.id)
    assert (exchange.question, exchange.answer) == ("এটি কী?", "একটি লাল বৃত্ত")


async def test_no_answer_in_time_is_said_once_and_a_later_one_still_comes(bot: Bot) -> None:
    rina, karim = await agreed(bot)
    await rina.shows(RED)
    errands = bot.services.memory.errands
    now = errands.clock()
    errands.clock = lambda: now
    await rina.says("মানুষকে জিজ্ঞেস করুন")
    late = bot.say("errand-late", name="Rahima")
    errands.clock = lambda: now + 15 * 60 - 1
    await say_overdue(bot.services, bot.application.bot)
    assert late not in told(bot, rina)
    errands.clock = lambda: now + 15 * 60
    for _ in range(2):
        await say_overdue(bot.services, bot.application.bot)
    assert told(bot, rina).count(late) == 1
    await karim.says("লাল")
    assert told(bot, rina)[-1] == bot.say("errand-answer", name="Rahima", answer="লাল")


async def test_an_errand_outlives_the_program(bot: Bot, start: Start) -> None:
    rina, _ = await agreed(bot)
    await rina.shows(RED)
    await rina.says("মানুষকে জিজ্ঞেস করুন")
    again = await start()
    errands = again.services.memory.errands
    due = await errands.next_due()
    assert due is not None
    errands.clock = lambda: due
    await say_overdue(again.services, again.application.bot)
    assert again.texts == [again.say("errand-late", name="Rahima")]


async def test_the_watch_is_woken_by_a_new_errand(bot: Bot) -> None:
    rina, _ = await agreed(bot)
    await rina.shows(RED)
    errands = bot.services.memory.errands
    watching = asyncio.create_task(watch(bot.services, bot.application.bot))
    try:
        # It sleeps until there is something: due at once, since its clock runs ahead afterwards.
        await rina.says("মানুষকে জিজ্ঞেস করুন")
        later = errands.clock() + 16 * 60
        errands.clock = lambda: later
        errands.added.set()
        late = bot.say("errand-late", name="Rahima")
        await until(lambda: late in told(bot, rina))
    finally:
        watching.cancel()


async def test_either_side_ends_it_and_the_other_is_told(bot: Bot) -> None:
    rina, karim = await agreed(bot)
    await karim.says("মানুষ বাদ দিন")
    assert told(bot, rina)[-1] == bot.say("person-ended-by-companion", name="Rahima")
    await agreed(bot)
    await rina.says("/person off")
    assert told(bot, karim)[-1] == bot.say("person-ended-by-asker", name="Rahima")
    await rina.shows(RED)
    await rina.says("মানুষকে জিজ্ঞেস করুন")
    assert photos(bot) == []


async def test_a_companion_who_blocked_the_bot_is_told_of_at_once(bot: Bot) -> None:
    rina, _ = await agreed(bot)
    await rina.shows(RED)
    bot.telegram.faults["sendPhoto"].append((403, "Forbidden: bot was blocked by the user"))
    await rina.says("মানুষকে জিজ্ঞেস করুন")
    assert bot.texts[-1] == bot.say("errand-blocked", whom="Rahima-এর")


async def test_a_stranger_to_a_closed_bot_may_only_answer(start: Start) -> None:
    bot = await start(access=AccessSettings(owners=(RINA,)))
    rina, karim = await agreed(bot)
    await karim.shows(RED)
    await karim.says("/help")
    assert told(bot, karim)[-2:] == [bot.say("person-only-answers")] * 2
    await rina.shows(RED)
    await rina.says("মানুষকে জিজ্ঞেস করুন")
    await karim.says("লাল")
    assert told(bot, rina)[-1] == bot.say("errand-answer", name="Rahima", answer="লাল")
    await rina.says("/person off")
    await karim.says("লাল")
    assert told(bot, karim)[-1] == bot.say("stranger", id="৮")


async def test_a_voice_answer_is_passed_on_as_it_is_and_in_writing(bot: Bot) -> None:
    rina, karim = await agreed(bot)
    await rina.shows(RED)
    await rina.says("মানুষকে জিজ্ঞেস করুন")
    bot.telegram.files["v"] = "লাল".encode()
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 1}
    await karim.sends(voice=voice)
    (sent,) = bot.telegram.sent("sendVoice")
    assert (sent.parameters["voice"], int(sent.parameters["chat_id"])) == ("v", RINA)
    assert told(bot, karim)[-1] == bot.say("errand-thanks")
