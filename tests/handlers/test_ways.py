"""Lists of questions: what may be saved, and how their names are known again."""

from __future__ import annotations

import pytest

from handlers.answers.question_lists import as_question, items, named, refused
from handlers.intents.next_photo import for_next
from tests.handlers.conftest import Bot


@pytest.mark.parametrize(
    ("name", "asked", "known", "new", "why"),
    [
        ("বাজার", ["পণ্যের নাম", "মেয়াদ"], 0, True, None),
        ("", ["মেয়াদ"], 0, True, "way-how"),
        ("বাজার", [], 0, True, "way-how"),
        ("ভয়েস", ["মেয়াদ"], 0, True, "way-taken"),
        ("/help", ["মেয়াদ"], 0, True, "way-taken"),
        ("ক" * 31, ["মেয়াদ"], 0, True, "way-too-long"),
        ("বাজার", ["মেয়াদ"] * 11, 0, True, "way-too-long"),
        ("বাজার", ["ক" * 501], 0, True, "way-too-long"),
        ("বাজার", ["মেয়াদ"], 20, True, "ways-full"),
        ("বাজার", ["মেয়াদ"], 20, False, None),
    ],
)
def test_what_can_be_saved(
    name: str, asked: list[str], known: int, new: bool, why: str | None
) -> None:
    assert refused(name, asked, known, new) == why


def test_names_and_items_are_read_as_people_write_them() -> None:
    assert named(" Bazar. ") == named("bazar") == "bazar"
    assert items("পণ্যের নাম, উপাদান;মেয়াদ কবে?\n, ") == ["পণ্যের নাম", "উপাদান", "মেয়াদ কবে?"]
    assert as_question("বৃত্তটির রং") == "বৃত্তটির রং কী?"
    assert as_question("colour of the circle") == "what is the colour of the circle?"
    assert as_question("কয়টি?") == "কয়টি?"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("পরের ছবিতে: বৃত্তটির রং কী?", "বৃত্তটির রং কী?"),
        ("পরের ছবিটার জন্য কী লেখা আছে", "কী লেখা আছে"),
        ("next photo: what does it say?", "what does it say?"),
        ("for the next picture, read it", "read it"),
        ("next to the photo there is a cup", None),
        ("বৃত্তটির রং কী?", None),
    ],
)
def test_a_question_for_the_next_photo_says_so(text: str, question: str | None) -> None:
    assert for_next(text) == question


async def test_each_person_has_lists_of_their_own(bot: Bot) -> None:
    rina, karim = bot.person(7), bot.person(8)
    await rina.says("/ways বাজার: মেয়াদ, দাম")
    await karim.says("/ways")
    assert bot.texts == [bot.say("way-saved", name="বাজার"), bot.say("way-how")]
    await rina.says("/ways বাজার")
    assert bot.texts[-1] == bot.say("way-is", name="বাজার", asks="মেয়াদ, দাম")
    await rina.says("/ways বাজার মুছুন")
    await rina.says("/ways")
    assert bot.texts[-1] == bot.say("way-how")
