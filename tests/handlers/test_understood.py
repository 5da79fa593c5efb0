"""What people type is taken as it is meant: lines of our own, of every kind (understood.tsv)."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from benchmarks.utterances import is_as_meant, lines
from handlers.intents.intent import Intent
from handlers.intents.parser import parse
from handlers.intents.phrases import phrases
from handlers.intents.recogniser import agreement, recognised
from handlers.updates.repeat_and_stop import asks_to_stop
from models.values import Light, Picture
from tests.handlers.conftest import Bot
from tests.handlers.stub import RED

LINES = lines(Path(__file__).parent / "understood.tsv")


@pytest.mark.parametrize(("text", "meant"), LINES)
def test_a_line_is_taken_as_it_is_meant(text: str, meant: str) -> None:
    assert is_as_meant(str(parse(text)), meant)
    assert str(parse(unicodedata.normalize("NFD", text))) == str(parse(text))


@pytest.mark.parametrize("text", [text for text, meant in LINES if meant.startswith("cmd:stop")])
def test_whoever_says_stop_is_heard_before_all_others(text: str) -> None:
    said = {"message": {"text": text, "chat": {"type": "private"}}}
    assert asks_to_stop(said)
    assert not asks_to_stop({"message": {"text": text, "chat": {"type": "group"}}})


@pytest.mark.parametrize(
    "text",
    [
        *("হ্যাঁ", "জ্বি", "জ্বী", "জী", "হাঁ", "হা", "হ্যাঁ মুছুন", "হ্যাঁ, মুছে দিন", "ঠিক আছে", "ok"),
        *("হ্যাঁ হ্যাঁ", "মুছুন", "মুছে দাও", "জি ভাই", "হুম", "আচ্ছা", "yes please", "Yes, do it", "sure"),
    ],
)
def test_a_yes_is_understood_in_all_its_forms(text: str) -> None:
    assert agreement(text) is True


@pytest.mark.parametrize(
    "text",
    ["না", "না থাক", "না, মুছবেন না", "বাদ দাও", "থাক", "লাগবে না", "জি না", "no", "no thanks", "don't"],
)
def test_a_no_is_understood_in_all_its_forms(text: str) -> None:
    assert agreement(text) is False


@pytest.mark.parametrize("text", ["হ্যাঁ এটা কী?", "রং কী?", "yes what is it", "", "?", "না এটা কী"])
def test_a_question_is_neither_yes_nor_no(text: str) -> None:
    assert agreement(text) is None


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("ভয়েস আরেকটু মিষ্টি করে দাও", "voice"),
        ("গতি পাঁচ গুণ করে দাও", "rate"),
        ("মাকে ফোন করুন", ""),
        ("set an alarm for 6", ""),
    ],
)
def test_an_order_gets_the_nearest_command(text: str, nearest: str) -> None:
    assert recognised(text) == Intent(nearest, kind="order")


async def test_an_order_that_is_not_understood_is_never_asked_of_the_photo(bot: Bot) -> None:
    person = bot.person()
    await person.shows(RED)
    for text in ("মাকে ফোন করুন", "ভয়েস আরেকটু মিষ্টি করে দাও", "set an alarm for 6"):
        await person.says(text)
        assert not bot.stub.asked
    assert bot.texts[-3] == bot.say("order-none")
    assert bot.texts[-2] == bot.say("order-unknown", say="ভয়েস চালু")


async def test_small_talk_is_answered_once_and_kept_for_no_photo(bot: Bot) -> None:
    person = bot.person()
    await person.says("আসসালামু আলাইকুম")
    assert bot.texts == [f"{bot.say('talk-greeting-salam')} {bot.say('talk-send')}"]
    await person.says("ধন্যবাদ")
    await person.shows(RED)
    assert bot.texts[1:] == [bot.say("talk-thanks"), "একটি লাল বৃত্ত।"]
    assert not bot.stub.asked


async def test_who_is_in_need_hears_the_number_of_their_country(bot: Bot) -> None:
    person = bot.person()
    await person.says("আমাকে বাঁচান")
    assert "৯৯৯" in bot.texts[-1]
    await person.says("জল বলুন")
    await person.says("ami bipode achi")
    assert "১১২" in bot.texts[-1]


@pytest.mark.parametrize(
    ("caption", "answer"),
    [
        ("এটা পড়ে শোনান তো", "nothing-written"),
        ("ভয়েস বন্ধ করো", "voice-set-off"),
        ("মুছুন", "caption-apart"),
        ("মাকে ফোন করুন", "order-none"),
        ("আসসালামু আলাইকুম", "talk-greeting-salam"),
    ],
)
async def test_a_caption_that_orders_is_no_question(bot: Bot, caption: str, answer: str) -> None:
    await bot.person().shows(RED, caption=caption)
    assert "\n".join(bot.texts).startswith(bot.say(answer))
    assert bot.texts[-1].endswith("একটি লাল বৃত্ত।")
    assert not bot.stub.asked


@pytest.mark.parametrize(
    ("question", "begins"),
    [("ঘরটা কি অন্ধকার?", "না, "), ("লাইট কি বন্ধ?", "না, "), ("আলো আছে?", "হ্যাঁ, ")],
)
async def test_a_question_of_light_is_answered_as_it_was_asked(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, question: str, begins: str
) -> None:
    async def light(_picture: Picture) -> Light:
        return Light(0.6, "")

    monkeypatch.setattr(bot.stub, "light", light, raising=False)
    person = bot.person()
    await person.shows(RED)
    await person.says(question)
    assert bot.texts[-1].startswith(begins + bot.say("light-good"))


def test_each_phrase_is_written_out_in_few_ways() -> None:
    known = phrases()
    assert len(known.exact) < 60_000
    assert len(known.around) < 5_000


def test_no_line_that_orders_something_is_a_question_of_the_photo() -> None:
    orders = [
        text
        for text, meant in LINES
        if meant.startswith(("cmd:", "order")) and "question" not in meant
    ]
    assert len(orders) > 250
    assert [text for text in orders if parse(text).kind == "question"] == []
