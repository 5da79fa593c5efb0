"""A message that was edited is answered as it now is."""

from __future__ import annotations

import pytest

from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import BLUE, COLOUR, RED

EDITED = {"edit_date": 2}


@pytest.fixture
async def bot(start: Start) -> Bot:
    return await start()


async def test_an_edited_question_is_answered(bot: Bot) -> None:
    rina = bot.person()
    await rina.shows(RED)
    await rina.says(COLOUR, **EDITED)
    assert bot.texts == ["একটি লাল বৃত্ত।", "লাল।"]


async def test_an_edited_caption_asks_about_its_own_photo_and_it_is_not_described_again(
    bot: Bot,
) -> None:
    rina = bot.person()
    first = await rina.shows(RED)
    await rina.shows(BLUE)
    await rina.sends(**first | {"caption": COLOUR}, **EDITED)
    assert bot.texts[2:] == ["লাল।"]
    assert bot.stub.asked[-1].picture.digest.startswith("a red")


async def test_a_place_that_moves_is_not_answered_each_time(bot: Bot) -> None:
    place = {"location": {"latitude": 1.0, "longitude": 2.0}}
    await bot.person().sends(**place, **EDITED)
    assert bot.texts == []
