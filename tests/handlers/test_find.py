"""Finding photos again, with made-up vectors."""

from __future__ import annotations

import re

import pytest

from handlers.intents.intent import Intent
from handlers.intents.recogniser import command_in
from tests.handlers.conftest import Bot
from tests.handlers.stub import BLUE, RED
from tests.handlers.telegram import Person

GREEN = b"a green triangle"


@pytest.fixture
def rina(bot: Bot) -> Person:
    return bot.person()


@pytest.fixture
async def searching(bot: Bot, rina: Person) -> Bot:
    """A bot in whose chat three photos were described."""
    bot.stub.searches = True
    for photo in (RED, BLUE, GREEN):
        await rina.shows(photo)
    bot.telegram.calls.clear()
    return bot


def shown(bot: Bot) -> list[tuple[bytes, str]]:
    """The photos that were sent, each with what was written with it."""
    return [
        (bot.telegram.files[call.parameters["photo"]], call.parameters["caption"])
        for call in bot.telegram.sent("sendPhoto")
    ]


@pytest.mark.parametrize("asked", ["খুঁজুন একটি লাল বৃত্ত", "/find a red circle", "find red circle"])
async def test_words_find_the_photo_with_its_description_and_date(
    searching: Bot, rina: Person, asked: str
) -> None:
    await rina.says(asked)
    ((photo, caption),) = shown(searching)
    assert photo == RED
    assert re.fullmatch(r"একটি লাল বৃত্ত।\n[০-৯]{1,2} [ঀ-৾]+ ২০[০-৯]{2}", caption)
    assert searching.texts == [searching.say("found", photos=1)]


async def test_nothing_is_found_where_nothing_fits(searching: Bot, rina: Person) -> None:
    await rina.says("খুঁজুন সূর্যাস্ত")
    assert searching.texts == [searching.say("found-none")]


async def test_another_chats_photos_are_never_found(searching: Bot, rina: Person) -> None:
    await searching.person(id=8).says("find red circle")
    assert searching.texts == [searching.say("found-none")]


async def test_a_reply_with_find_shows_what_is_like_it_and_not_itself(
    searching: Bot, rina: Person
) -> None:
    sent = await rina.shows(b"a red circle here")
    searching.telegram.calls.clear()
    await rina.says("এরকম ছবি খুঁজুন", reply_to_message=sent)
    assert [photo for photo, _ in shown(searching)] == [RED]
    await rina.shows(BLUE, caption="/find")
    assert [photo for photo, _ in shown(searching)] == [RED, BLUE]


async def test_more_than_three_are_only_counted(searching: Bot, rina: Person) -> None:
    for number in "123":
        await rina.shows(f"a red circle {number}".encode())
    searching.telegram.calls.clear()
    await rina.says("find red circle")
    assert len(shown(searching)) == 3
    assert searching.texts[0].endswith(searching.say("found-more", photos=1))


async def test_a_photo_that_telegram_lost_is_described_all_the_same(
    searching: Bot, rina: Person
) -> None:
    wrong = (400, "Bad Request: wrong remote file identifier specified")
    searching.telegram.faults["sendPhoto"] = [wrong, wrong]
    searching.telegram.faults["sendDocument"] = [wrong]
    searching.telegram.faults["getFile"] = [wrong]
    await rina.says("find red circle")
    assert searching.texts[1].startswith("একটি লাল বৃত্ত।\n")
    assert searching.texts[1].endswith(searching.say("found-gone"))


async def test_a_reply_to_a_photo_that_was_found_asks_about_it(
    searching: Bot, rina: Person
) -> None:
    await rina.says("find red circle")
    found = rina.message() | {"message_id": searching.telegram.message_ids[-1]}
    searching.stub.asked.clear()
    await rina.says("what is it", reply_to_message=found)
    assert searching.stub.asked[0].picture.digest == RED.decode()


async def test_a_photo_is_deleted_where_the_reply_says_so(searching: Bot, rina: Person) -> None:
    sent = await rina.shows(b"a red circle here")
    await rina.says("ছবি মুছুন")
    assert searching.texts[-1] == searching.say("forget-which")
    await rina.says("ছবিটা মুছে ফেলুন", reply_to_message=sent)
    assert searching.texts[-1] == searching.say("forgotten")
    assert await searching.services.memory.photos.about(7, sent["message_id"]) is None
    await rina.says("find here")
    assert searching.texts[-1] == searching.say("found-none")


async def test_a_model_that_is_not_there_disturbs_no_description(bot: Bot) -> None:
    await bot.person().shows(RED)
    assert bot.texts == ["একটি লাল বৃত্ত।"]


@pytest.mark.parametrize(
    ("said", "query"),
    [
        ("খুঁজুন ছাদ থেকে sunset", "ছাদ থেকে sunset"),
        ("ছাদের উপর বিড়ালের ছবিটা খুঁজে দিন।", "ছাদের উপর বিড়াল"),
        ("আমাদের ছবি খুঁজুন", "আমাদের"),
        ("মায়ের লাল শাড়ি খুঁজে দাও", "মায়ের লাল শাড়ি"),
        ("find me a red bus", "a red bus"),
        ("search for a boat", "a boat"),
        ("এরকম ছবি খুঁজুন", ""),
        ("এরকম আরও ছবি খুঁজে দিন", ""),
        ("find like this", ""),
        ("খুঁজুন", ""),
    ],
)
def test_the_words_of_a_search(said: str, query: str) -> None:
    assert command_in(said) == Intent("find", query)


@pytest.mark.parametrize("asked", ["চাবিটা কোথায়?", "ছবিতে কী খুঁজছে ছেলেটি?", "what did he find?"])
def test_a_question_is_no_search(asked: str) -> None:
    assert command_in(asked) is None
