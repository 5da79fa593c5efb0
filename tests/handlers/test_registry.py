"""The registry of commands: each entry is whole, and each command is an entry."""

from __future__ import annotations

import inspect

import pytest

from handlers.chat.keyboards import has_button, pressed
from handlers.i18n.messages import Words
from handlers.intents.intent import Intent
from handlers.intents.phrases import LANGUAGES, choice, choices_of, phrases
from handlers.intents.recogniser import command_in, recognised, slash
from handlers.updates.commands import BY_NAME, COMMANDS, Command
from tests.handlers.conftest import Bot
from tests.handlers.test_words import sentences

EACH = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


def test_each_command_that_is_typed_is_an_entry_and_the_other_way_round() -> None:
    assert phrases().names == set(BY_NAME)
    assert len(BY_NAME) == len(COMMANDS)


@EACH
def test_an_entry_has_a_function_a_line_in_the_menu_and_words_that_call_it(
    command: Command,
) -> None:
    functions = [each for each in (command.choose, command.about) if each is not None]
    assert functions
    assert all(inspect.iscoroutinefunction(each) for each in functions)
    assert slash(f"/{command.name} 1") == Intent(command.name, "1")
    for language in LANGUAGES:
        # Telegram takes 256 letters.
        assert 0 < len(Words().say(language, f"command-{command.name}")) <= 256
        example = phrases().examples[language, command.name]
        found = recognised(example)
        assert found.name == command.name, example


@EACH
def test_each_choice_is_chosen_by_its_words_and_each_button_is_one(command: Command) -> None:
    for chosen in choices_of(command.name):
        for word in phrases().choices[f"command-{command.name}"][chosen]:
            assert choice(command.name, word) == chosen, word
        for language in LANGUAGES:
            if has_button(command.name, chosen):
                label = Words().say(language, f"button-{command.name}-{chosen}")
                assert choice(command.name, label) == chosen or command_in(label) == Intent(
                    command.name, chosen
                )
                assert pressed(f"{command.name} {chosen}") == Intent(command.name, chosen)


def test_each_button_that_has_a_sentence_is_a_choice() -> None:
    named = {key.removeprefix("button-") for key in sentences("bn") if key.startswith("button-")}
    buttons = {
        f"{command.name}-{chosen}"
        for command in COMMANDS
        for chosen in choices_of(command.name)
        if command.choose is not None
    }
    assert named <= buttons


@EACH
async def test_no_command_is_left_without_an_answer(bot: Bot, command: Command) -> None:
    await bot.person().says(f"/{command.name}")
    assert bot.texts


async def test_a_command_that_is_none_is_said_to_be_none(bot: Bot) -> None:
    await bot.person().says("/dance")
    assert bot.texts == [bot.say("unknown-command")]
