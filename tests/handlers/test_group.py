"""A group: only what is meant for the bot reaches it, and nothing of anybody's own is told."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from handlers.chat.addressing import without_name
from handlers.settings import AccessSettings
from memory.values import Consent, Exchange
from models.errors import OwnerUnasked
from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import COLOUR, RED
from tests.handlers.telegram import BOT
from tests.memory.exchanges import answered

FAMILY: dict[str, Any] = {"id": -5, "type": "supergroup", "title": "Family"}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("@chokh_bot বৃত্তটির রং কী?", ("বৃত্তটির রং কী?", True)),
        ("চোখ, রং কী?", ("রং কী?", True)),
        ("Chokh: what is it?", ("what is it?", True)),
        ("what is it? @chokh_bot", ("what is it?", True)),
        ("চোখ", ("", True)),
        ("চোখ এটা কী?", ("এটা কী?", True)),
        ("chokh abar bolo", ("abar bolo", True)),
        ("চোখ জ্বালা করছে", ("চোখ জ্বালা করছে", False)),
        ("@chokh_bot2 hello", ("@chokh_bot2 hello", False)),
    ],
)
def test_the_name_is_cut_off(text: str, cut: tuple[str, bool]) -> None:
    assert without_name(text, "chokh_bot") == cut


async def test_what_is_not_meant_for_it_leaves_no_trace(bot: Bot) -> None:
    person = bot.person()
    await person.shows(RED, chat=FAMILY)
    await person.says("এটা কী?", chat=FAMILY)
    await person.says("/help@other_bot", chat=FAMILY)
    await person.says("/unknown", chat=FAMILY)
    await person.sends(migrate_to_chat_id=-6, chat=FAMILY)
    assert {call.method for call in bot.telegram.calls} == {"getMe"}
    assert await bot.services.memory.photos.last(-5) is None
    assert await bot.services.memory.chats.get(7) is None


async def test_named_replied_to_or_commanded_it_answers(bot: Bot) -> None:
    person = bot.person()
    shown = await person.shows(RED, chat=FAMILY)
    await person.says(f"@chokh_bot {COLOUR}", chat=FAMILY, reply_to_message=shown)
    own = person.message(text="…", chat=FAMILY) | {"from": BOT}
    await person.says(COLOUR, chat=FAMILY, reply_to_message=own)
    await person.shows(RED, "@chokh_bot", chat=FAMILY)
    await person.says("/voice@chokh_bot", chat=FAMILY)
    assert len(bot.texts) == 4
    assert bot.texts[2] == "একটি লাল বৃত্ত।"
    assert {call.parameters["chat_id"] for call in bot.telegram.sent("sendMessage")} <= {-5, "-5"}


async def test_the_choices_are_the_persons_own_in_a_group(bot: Bot) -> None:
    await bot.person(id=8).says("ভাষা ইংরেজি")
    for number in (7, 8):
        await bot.person(id=number).shows(RED, "@chokh_bot", chat=FAMILY)
    assert bot.texts[1:] == ["একটি লাল বৃত্ত।", "A red circle."]


@pytest.mark.parametrize("text", ["/person", "/privacy yes", "/forget", "/forget all"])
async def test_what_is_personal_is_left_for_a_private_message(bot: Bot, text: str) -> None:
    await bot.person().says(text, chat=FAMILY)
    assert bot.texts == [bot.say("in-private")]


async def test_a_stranger_who_names_it_is_told_once(start: Start) -> None:
    bot = await start(access=AccessSettings(owners=(7,)))
    for _ in range(2):
        await bot.person(id=8).says("@chokh_bot hello", chat=FAMILY)
        await bot.person(id=8).says("hello", chat=FAMILY)
    assert bot.texts == [bot.say("stranger", id="৮")]


@pytest.mark.parametrize("sender", ["an anonymous admin", "a channel"])
async def test_who_hides_in_a_group_is_told_to_write_as_themself(bot: Bot, sender: str) -> None:
    hidden = {
        "an anonymous admin": ({"id": 1087968824, "first_name": "Group"}, FAMILY),
        "a channel": ({"id": 136817688, "first_name": "Channel"}, {"id": -9, "type": "channel"}),
    }
    user, behind = hidden[sender]
    more = {"from": {"is_bot": True, **user}, "sender_chat": behind, "chat": FAMILY}
    await bot.person().says("hello all", **more)
    assert bot.texts == []
    await bot.person().says("/help", **more)
    await bot.person().says("@chokh_bot রং কী?", **more)
    assert bot.texts == [bot.say("write-as-yourself")] * 2


async def test_a_bot_in_a_group_is_never_answered(bot: Bot) -> None:
    other = {"from": {"id": 5, "is_bot": True, "first_name": "Other"}, "chat": FAMILY}
    await bot.person().says("@chokh_bot রং কী?", **other)
    assert bot.texts == []


@pytest.mark.parametrize("way", ["question", "detail", "wrong", "their photo, not seen before"])
async def test_anothers_photo_goes_outside_only_where_they_agreed_too(bot: Bot, way: str) -> None:
    bot.stub.away = "cloud.example"
    rina, karim = bot.person(id=7), bot.person(id=8)
    chats = bot.services.memory.chats
    for each in (rina, karim):
        await each.says("/start")
    karims = await chats.get(8)
    assert karims is not None
    await chats.put(replace(karims, consent=Consent("cloud.example", given=True)))
    photo = await rina.shows(RED, "" if way.startswith("their") else "@chokh_bot", chat=FAMILY)
    if way == "wrong":
        kept = await bot.services.memory.photos.last(-5)
        assert kept is not None
        told = Exchange("What colour?", "blue", COLOUR, "নীল")
        await answered(bot.services.memory, kept.id, told, 7)
    asks = {"detail": "@chokh_bot বিস্তারিত বলুন", "wrong": "@chokh_bot ভুল"}.get(
        way, f"@chokh_bot {COLOUR}"
    )
    away: list[bool] = []
    captioned = bot.stub.caption

    async def caption(*given: Any, **more: Any) -> Any:
        away.append(given[2] if len(given) > 2 else more.get("away", False))
        return await captioned(*given, **more)

    async def locate(_: Any) -> list[Any]:
        return []

    bot.stub.caption = caption  # type: ignore[method-assign] -- a spy
    bot.stub.locate = locate  # type: ignore[attr-defined] -- another look asks for it
    before = len(bot.texts)
    with suppress(OwnerUnasked):
        await karim.says(asks, chat=FAMILY, reply_to_message=photo)
    assert bot.stub.asked == []
    assert not any(away)
    said = bot.say("consent-of-sender", host="cloud.example")
    if way.startswith("their"):
        assert any(said in each for each in bot.texts[before:]), "and it is said in the group"

    rinas = await chats.get(7)
    assert rinas is not None
    await chats.put(replace(rinas, consent=Consent("cloud.example", given=True)))
    await karim.says(asks, chat=FAMILY, reply_to_message=photo)
    assert bot.stub.asked or any(away)
