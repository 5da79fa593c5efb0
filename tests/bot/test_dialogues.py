"""Every dialogue of tests/bot/dialogues, over HTTP: the real application and the tiny models."""

from __future__ import annotations

import pytest

from bot.trial.bot_api.server import Standin
from tests.bot.conftest import Start
from tests.bot.dialogue import FOLDER, Dialogue, dialogues, play

_ALL = [
    pytest.param(dialogue, id=f"{file.stem}: {dialogue.title}")
    for file in sorted(FOLDER.glob("*.txt"))
    for dialogue in dialogues(file)
]


@pytest.mark.parametrize("dialogue", _ALL)
async def test_the_dialogue_goes_as_written(
    dialogue: Dialogue, house: Start, standin: Standin
) -> None:
    await play(dialogue, standin, house)


async def test_a_dialogue_that_goes_otherwise_fails(house: Start, standin: Standin) -> None:
    wrong = Dialogue("", ((1, "rina > /help"), (2, "rina < nothing")))
    with pytest.raises(AssertionError, match="line 2"):
        await play(wrong, standin, house)
