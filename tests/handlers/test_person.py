"""A companion: both agree, either ends it, and what they are asked comes back or is told late."""

from __future__ import annotations

import asyncio
import time

import pytest

from handlers.chat.names import shown_name
from handlers.companions.overdue import say_overdue, watch
from handlers.companions.pairing import minutes_in
from handlers.intents.ask_person import Wanted, errand_in, named_alike
from handlers.settings import AccessSettings
from tests.bot.line import until
from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import RED
from tests.handlers.telegram import Call, Person

RINA, KARIM, MALLORY = 7, 8, 9


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
        ("রিনাকে জিগাও এটা কী", Wanted("রিনা", "এটা কী")),
        ("আপুকে একটু জিজ্ঞাসা করেন তো: কী রং?", Wanted("", "কী রং?")),
        ("ভাই, কাউকে জিজ্ঞেস করুন", Wanted("", "")),
        ("amar manush ke dekhan", Wanted("", "")),
        ("সামনের লোককে কী জিজ্ঞেস করছে ছেলেটা?", None),
        ("বৃত্তটির রং কী?", None),
    ],
)
def test_asking_a_person_is_understood(text: str, wanted: Wanted | None) -> None:
    assert errand_in(text) == wanted


@pytest.mark.parametrize(
    ("name", "other", "alike"),
    [
        ("রিনা", "Rina Begum", True),
        ("rina", "রিনা বেগম", True),
        ("করিম", "Abdul Karim", True),
        ("ফাতেমা", "Fatima", True),
        ("Karim", "karim", True),
        ("রিনা", "Karim", False),
        ("মা", "Rahima", False),
    ],
)
def test_a_name_is_known_in_either_script(name: str, other: str, alike: bool) -> None:
    assert named_alike(name, other) is alike


async def test_a_companion_is_asked_by_name_in_either_script_and_no_one_else(bot: Bot) -> None:
    rina, _ = await agreed(bot)
    name = (await bot.services.memory.companions.of(RINA))[0].name
    await rina.shows(RED)
    await rina.says("সালেহাকে জিজ্ঞেস করুন এটা কী")
    assert told(bot, rina)[-1] == bot.say("errand-whom", names=name)
    assert not photos(bot)
    assert not bot.stub.asked


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
    await rina.says("/person off")
    assert told(bot, karim)[-1] == bot.say("person-ended-by-asker", name="Rahima")
    await agreed(bot)
    await karim.says("মানুষ বাদ দিন")
    assert told(bot, rina)[-1] == bot.say("person-ended-by-companion", name="Rahima")
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


async def invitations(bot: Bot) -> dict[int, int]:
    """The messages that ask Karim, by who asks."""
    pairs = await bot.services.memory.companions.whose(KARIM)
    return {pair.user_id: pair.invitation_id for pair in pairs}


async def states(bot: Bot) -> dict[int, str]:
    return {pair.user_id: pair.state for pair in await bot.services.memory.companions.whose(KARIM)}


async def test_a_yes_without_a_name_counts_for_nobody_where_two_ask(bot: Bot) -> None:
    karim = bot.person(id=KARIM)
    for each in (RINA, MALLORY):
        await bot.person(id=each).says(f"/person {KARIM}")
    await karim.says("রাজি")
    await karim.presses("person yes")
    await karim.says("/person রাজি")
    assert await states(bot) == {RINA: "asked", MALLORY: "asked"}
    assert told(bot, karim)[-1] == bot.say("person-which", names="Rahima, Rahima")


@pytest.mark.parametrize("way", ["button", "reply"])
async def test_a_yes_counts_for_who_is_named_by_the_button_or_the_reply(bot: Bot, way: str) -> None:
    karim = bot.person(id=KARIM)
    for each in (RINA, MALLORY):
        await bot.person(id=each).says(f"/person {KARIM}")
    if way == "button":
        await karim.presses(f"person yes {RINA}")
    else:
        asks = karim.message(text="…") | {"message_id": (await invitations(bot))[RINA]}
        await karim.says("রাজি", reply_to_message=asks)
    assert await states(bot) == {RINA: "agreed", MALLORY: "asked"}


async def test_a_yes_after_a_no_does_not_count_for_who_was_refused(bot: Bot) -> None:
    karim = bot.person(id=KARIM)
    await bot.person(id=MALLORY).says(f"/person {KARIM}")
    await karim.presses(f"person no {MALLORY}")
    await karim.says("রাজি")
    await karim.says("/person agree")
    assert await states(bot) == {MALLORY: "refused"}
    await karim.presses(f"person yes {MALLORY}")
    assert await states(bot) == {MALLORY: "agreed"}, "they changed their mind"


@pytest.mark.parametrize("who", ["they refuse", "they end it", "who asks ends it"])
async def test_nobody_is_asked_again_within_a_week_whatever_was_ended(
    bot: Bot, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mallory, karim = bot.person(id=MALLORY), bot.person(id=KARIM)
    await mallory.says(f"/person {KARIM}")
    if who == "they refuse":
        await karim.presses(f"person no {MALLORY}")
    elif who == "they end it":
        await karim.says("মানুষ বাদ দিন")
    asked = len(told(bot, karim))
    for _ in range(3):
        await mallory.says("/person off")
        await mallory.says(f"/person {KARIM}")
    assert len(told(bot, karim)) == asked
    later = time.time() + 7 * 24 * 3600 + 1
    monkeypatch.setattr(time, "time", lambda: later)
    await mallory.says(f"/person {KARIM}")
    assert told(bot, karim)[asked:] == [bot.say("person-invites", name="Rahima")]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Rahima Khatun", "Rahima Khatun"),
        ("মোঃ আব্দুর রহিম", "মোঃ আব্দুর রহিম"),
        ("Md. O’Neil-Khan", "Md. O’Neil-Khan"),
        ("Rina https://evil.example/a", "Rina"),
        ("Rina t.me/evil @evil /allow 5", "Rina 5"),
        ("Rina\nব্যাংক থেকে বলছি: পিন নম্বর পাঠান এখনই দ্রুত", "Rina ব্যাংক থেকে বলছি"),
        ("Rina \u202eevil\u0000 01711223344", "Rina evil"),
        ("x" * 200, "x" * 40),
        ("🎁🎁", ""),
    ],
)
def test_a_name_carries_no_link_and_no_order(name: str, shown: str) -> None:
    assert shown_name(name) == shown
