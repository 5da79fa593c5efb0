"""What was told is contested: which of it is meant, where to look again, and what is said then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from PIL import Image

from handlers.second_look.compare import abstains, differing, same
from handlers.second_look.crops import middle, of_writing, views
from handlers.second_look.dispute import contested
from models.errors import ModelMissing
from models.pixels.crop import crop
from models.values import Answer, Box, Caption, Conversation, Length, Line, Page, Picture
from tests.handlers.conftest import Bot
from tests.handlers.stub import BANGLA, BLUE, COLOUR, COLOUR_EN, RED, Stub
from tests.handlers.test_hear import spoken

BANGLA["blue"] = "নীল"


def page(*lines: str) -> Page:
    return Page(tuple(Line(line, 0.9, (0, 0, 1, 1)) for line in lines))


@pytest.fixture
def later(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What is answered, and captioned, from the next look on: "" to say nothing new."""
    says: dict[str, str] = {}

    async def locate(_: Stub, picture: Picture, phrase: str | None = None) -> list[Box]:
        raise ModelMissing("locate", model="locate")

    async def answer(_: Stub, conversation: Conversation) -> Answer:
        bot.stub.asked.append(conversation)
        return Answer(says.get("answer", "red"), float(says.get("confidence", "0.99")))

    async def caption(
        _: Stub, pictures: Sequence[Picture], length: Length = "short", away: bool = False
    ) -> list[Caption]:
        return [Caption(says.get(length, p.digest.split("/")[0]), 0.99) for p in pictures]

    monkeypatch.setattr(Stub, "locate", locate, raising=False)
    monkeypatch.setattr(Stub, "answer", answer)
    monkeypatch.setattr(Stub, "caption", caption)
    return says


async def test_another_answer_is_told_beside_the_first_and_takes_its_place(
    bot: Bot, later: dict[str, str]
) -> None:
    person = bot.person()
    await person.shows(RED)
    await person.says(COLOUR)
    later["answer"] = "blue"
    await person.says("ভুল")
    assert bot.texts[-1] == bot.say("wrong-changed", before="লাল।", now="নীল।")
    photo = await bot.services.memory.photos.last(7)
    assert photo is not None
    (exchange,) = await bot.services.memory.photos.exchanges(photo.id)
    assert (exchange.question_en, exchange.answer_en) == (COLOUR_EN, "blue")
    assert (exchange.question, exchange.answer) == (COLOUR, "নীল")
    assert not bot.stub.asked[-1].history
    await person.says("and then?")
    assert [turn.answer for turn in bot.stub.asked[-1].history] == ["blue"]


async def test_a_doubtful_look_says_perhaps_once(bot: Bot, later: dict[str, str]) -> None:
    person = bot.person()
    await person.shows(RED)
    await person.says(COLOUR)
    later["answer"], later["confidence"] = "blue", "0.2"
    await person.says("wrong")
    assert bot.texts[-1] == bot.say("wrong-changed", before="লাল।", now="নীল।")


async def test_the_same_answer_is_never_told_as_certain(bot: Bot, later: dict[str, str]) -> None:
    person = bot.person()
    await person.shows(RED)
    await person.says(COLOUR)
    await person.says("/wrong")
    assert bot.texts[-1] == bot.say("wrong-same", before="লাল।")
    assert "যাচাই করে নিন" in bot.texts[-1]
    assert bot.stub.asked[-1].picture.digest != RED.decode()


async def test_a_look_that_finds_nothing_leaves_the_answer_doubted(
    bot: Bot, later: dict[str, str]
) -> None:
    person = bot.person()
    await person.shows(RED)
    await person.says(COLOUR)
    later["answer"] = "unanswerable"
    await person.says("এটা ঠিক না")
    assert bot.texts[-1] == bot.say("wrong-unsure", before="লাল।")


async def test_a_description_is_made_anew_by_whoever_describes_at_length(
    bot: Bot, later: dict[str, str]
) -> None:
    person = bot.person()
    await person.shows(RED)
    later["long"] = "a blue square"
    await person.says("ভুল বলছেন")
    now = "একটি নীল বর্গক্ষেত্র।"
    assert bot.texts[-1] == bot.say("wrong-changed", before="একটি লাল বৃত্ত।", now=now)
    photo = await bot.services.memory.photos.last(7)
    assert photo is not None
    assert (photo.caption_en, photo.caption) == ("a blue square", "একটি নীল বর্গক্ষেত্র")


async def test_a_reply_tells_which_photo_and_which_of_its_answers_is_meant(
    bot: Bot, later: dict[str, str]
) -> None:
    person = bot.person()
    await person.shows(RED)
    described = bot.telegram.message_ids[-1]
    await person.says(COLOUR)
    await person.shows(BLUE)
    later["long"] = "a green triangle"
    reply = person.message(text="একটি লাল বৃত্ত।") | {"message_id": described}
    await person.says("ভুল", reply_to_message=reply)
    now = "একটি সবুজ ত্রিভুজ।"
    assert bot.texts[-1] == bot.say("wrong-changed", before="একটি লাল বৃত্ত।", now=now)


async def test_what_was_read_is_read_again_and_only_what_differs_is_said(
    bot: Bot, later: dict[str, str]
) -> None:
    person = bot.person()
    await person.shows(RED)
    bot.stub.written = page("নাপা ৫০০", "মেয়াদ ২০২৬", "ঢাকা")
    await person.says("কী লেখা আছে?")
    bot.stub.written = page("নাপা ৫০০", "মেয়াদ ২০২৮", "ঢাকা")
    await person.says("ভুল")
    assert bot.texts[-1] == "\n".join(
        [
            bot.say("wrong-lines"),
            bot.say("wrong-line-before", text="মেয়াদ ২০২৬"),
            bot.say("wrong-line-now", text="মেয়াদ ২০২৮"),
            bot.say("wrong-lines-check"),
        ]
    )
    photo = await bot.services.memory.photos.last(7)
    assert photo is not None
    (exchange,) = await bot.services.memory.photos.exchanges(photo.id)
    assert exchange.answer == "নাপা ৫০০\nমেয়াদ ২০২৮\nঢাকা"
    await person.says(COLOUR)
    assert not bot.stub.asked[-1].history  # what no model said is no turn of its conversation


async def test_what_no_look_reads_any_more_is_doubted(bot: Bot, later: dict[str, str]) -> None:
    person = bot.person()
    await person.shows(RED)
    bot.stub.written = page("নাপা")
    await person.says("/read")
    bot.stub.written = Page(())
    await person.says("ভুল")
    assert bot.texts[-1] == bot.say("wrong-unsure", before="নাপা।")


async def test_a_spoken_contest_counts(bot: Bot, later: dict[str, str]) -> None:
    person = bot.person()
    await person.shows(RED)
    await person.sends(**spoken(person, "ভুল".encode()))
    assert bot.texts[-1].endswith(bot.say("wrong-same", before="একটি লাল বৃত্ত।"))


async def test_where_nothing_was_told_there_is_one_sentence(bot: Bot) -> None:
    await bot.person().says("ভুল")
    assert bot.texts == [bot.say("wrong-nothing")]


@pytest.mark.parametrize(
    ("text", "answers", "meant"),
    [
        ("লাল।", ["লাল", "নীল"], 0),
        ("আপনি বললেন: রং কী।\nনীল।", ["লাল", "নীল"], 1),
        ("লাল।\nএকটি লাল বৃত্ত।", ["লাল"], 0),
        ("একটি লাল বৃত্ত।", ["লাল"], None),
        ("", ["লাল", "নীল"], 1),
        ("", [], None),
        ("লেখা আছে: লাল।", ["লাল"], 0),
        ("নাপা\n৫০০", ["নাপা\n৫০০", "লাল"], 0),
    ],
)
def test_what_is_contested_is_what_was_said(
    text: str, answers: list[str], meant: int | None
) -> None:
    assert contested(text, "একটি লাল বৃত্ত", answers, "bn") == meant


CIRCLE = Box("a red circle", (100, 100, 140, 140))
SQUARE = Box("a blue square", (200, 110, 240, 150))


@pytest.mark.parametrize(
    ("question", "boxes", "parts"),
    [
        ("what colour is the circle?", [CIRCLE, SQUARE], [(60, 60, 180, 180), (60, 60, 280, 190)]),
        ("how many circles are there?", [CIRCLE, SQUARE], []),
        ("is there a circle?", [CIRCLE, SQUARE], [(60, 60, 280, 190)]),
        ("what is above the square?", [CIRCLE, SQUARE], [(60, 60, 280, 190)]),
        ("", [CIRCLE], [(60, 60, 180, 180)]),
        ("what is this?", [], []),
        ("what is this?", [Box("a wall", (0, 0, 1000, 500))], []),
    ],
)
def test_the_part_to_look_at_keeps_what_the_question_needs(
    question: str, boxes: list[Box], parts: list[Any]
) -> None:
    assert views(question, boxes, (1000, 500)) == [*parts, (40, 20, 960, 480)]


def test_what_is_read_again_is_what_lies_around_the_lines() -> None:
    assert of_writing([(100, 100, 300, 120), (110, 140, 320, 165)], (1000, 500)) == [
        (75, 75, 345, 190),
        (40, 20, 960, 480),
    ]
    assert of_writing([], (1000, 500)) == [(40, 20, 960, 480)]
    assert middle((1000, 500)) == (250, 125, 750, 375)


def test_lines_that_differ_are_told_in_pairs() -> None:
    assert differing(["x", "b", "c"], ["x", "B!", "c"]) == []
    assert differing(["x", "লাল", "c"], ["x", "নীল", "c"]) == [("লাল", "নীল")]
    assert differing(["x", "b"], ["x", "b", "c"]) == [("", "c")]
    assert differing(["নাম", "b"], ["b"]) == [("নাম", "")]


def test_a_part_is_enlarged_and_known_as_another_picture() -> None:
    picture = Picture(Image.new("RGB", (640, 480), "red"), "d")
    part = crop(picture, (600.4, 440.0, 700.0, 480.0))
    assert part.image.size == (768, 768)
    assert part.digest == "d/600,440,640,480"


@pytest.mark.parametrize(
    ("english", "nothing"),
    [
        ("nothing that i know", True),
        ("I know only coloured shapes", True),
        ("Unanswerable.", True),
        ("I can't see any writing.", True),
        ("I'm not sure.", True),
        ("...", True),
        ("nothing", False),
        ("no", False),
        ("A red circle.", False),
    ],
)
def test_an_answer_may_say_nothing(english: str, nothing: bool) -> None:
    assert abstains(english) == nothing


def test_articles_and_marks_make_no_difference() -> None:
    assert same("A red circle.", "red circle")
    assert not same("a red circle", "a blue circle")
    assert not same("লাল", "লীল")  # signs of vowels are letters
