"""Labels in what people type, and what they mean by them."""

from __future__ import annotations

import pytest

from handlers.descriptions.content_warnings import labels_meant
from handlers.intents.intent import Intent
from handlers.intents.labels import labels, labels_asked
from handlers.intents.recogniser import command_in
from models.settings import CheckSettings


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("cup, plate, or spoon?", ("cup", "plate", "spoon")),
        ("a red cup or a blue plate", ("a red cup", "a blue plate")),
        ("চা, কফি না দুধ?", ("চা", "কফি", "দুধ")),
        ("চা না কি কফি", ("চা", "কফি")),
        ("লাল বৃত্ত", ("লাল বৃত্ত",)),
        ("cup, cup; plate\nspoon", ("cup", "plate", "spoon")),
        (" , ? ", ()),
    ],
)
def test_labels_are_told_apart_by_commas_and_or(text: str, listed: tuple[str, ...]) -> None:
    assert labels(text) == listed


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("শ্রেণি বলুন: কাপ, থালা", ("কাপ", "থালা")),
        ("classify: cup, plate", ("cup", "plate")),
        ("এটা কি চা, কফি না দুধ?", ("চা", "কফি", "দুধ")),
        ("Is this a cat, a dog or a bird?", ("a cat", "a dog", "a bird")),
        ("এটা কি লাল না নীল?", ()),
        ("is it red or blue?", ()),
        ("এটা কী?", ()),
        ("what colour is the circle?", ()),
    ],
)
def test_a_list_of_labels_is_classified_and_an_either_or_question_is_answered(
    text: str, listed: tuple[str, ...]
) -> None:
    assert labels(labels_asked(text) or "") == listed


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("সতর্ক করুন রক্ত", "রক্ত"),
        ("রক্ত থাকলে আগে সতর্ক করুন", "রক্ত"),
        ("warn me about snakes", "snakes"),
        ("সতর্কতা বন্ধ", "off"),
        ("warnings off", "off"),
        ("সতর্কতা", ""),
    ],
)
def test_warnings_are_chosen_in_plain_words(text: str, argument: str) -> None:
    assert command_in(text) == Intent("warn", argument)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("রক্ত", ["blood"]),
        ("রক্তের", ["blood"]),
        ("blood and snakes", ["blood", "snakes"]),
        ("সাপ, পোকামাকড়", ["snakes", "insects"]),
        ("clowns or", []),
    ],
)
def test_what_is_to_be_warned_of_is_known_by_any_of_its_words(said: str, names: list[str]) -> None:
    assert labels_meant(said, CheckSettings().by_name()) == names


@pytest.mark.parametrize("text", ["সতর্কতা চিহ্নটি কোথায়?", "এতে কী সতর্কতা লেখা আছে?", "warning signs?"])
def test_a_question_about_a_warning_that_is_seen_is_a_question(text: str) -> None:
    assert getattr(command_in(text), "name", "") != "warn"
