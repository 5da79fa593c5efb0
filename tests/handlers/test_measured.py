"""What is asked to be measured, and which banknote it may be."""

from __future__ import annotations

import pytest

from handlers.answers.measure_rules import main_colours, note, numbers_in
from handlers.intents.recogniser import looked_for
from models.values import Colour, Label


@pytest.mark.parametrize(
    "text",
    [
        "এটার রং কী?",
        "এটা কী রঙের?",
        "রঙ কি",
        "কোন রং?",
        "ছবিটার রং কেমন?",
        "What colour is this?",
        "what's the color?",
        "color",
    ],
)
def test_the_colour_of_what_is_in_the_middle_is_asked(text: str) -> None:
    assert looked_for(text) == "colour"


@pytest.mark.parametrize(
    "text",
    [
        "বৃত্তটির রং কী?",
        "what colour is the circle?",
        "কী লাল?",
        "জামাটা কি লাল রঙের?",
        "রংধনু কোথায়?",
    ],
)
def test_the_colour_of_a_named_thing_is_another_question(text: str) -> None:
    assert looked_for(text) != "colour"


@pytest.mark.parametrize(
    "text",
    [
        "ঘরে আলো আছে?",
        "ঘরে কি আলো আছে?",
        "লাইট জ্বলছে কি না?",
        "বাতিটা জ্বলছে?",
        "ঘরটা কি অন্ধকার?",
        "Is the light on?",
        "are the lights off?",
        "is it dark?",
    ],
)
def test_light_is_asked_for(text: str) -> None:
    assert looked_for(text) == "light"
    assert looked_for(text) != "colour"


@pytest.mark.parametrize(
    "text",
    [
        "ট্রাফিক লাইট কী রঙের?",
        "আলোচনা কোথায়?",
        "is the light bulb broken?",
        "লাইটার কোথায় আছে?",
    ],
)
def test_not_every_lamp_is_a_question_of_light(text: str) -> None:
    assert looked_for(text) != "light"


@pytest.mark.parametrize(
    "text", ["এটা কত টাকার নোট?", "কোন নোট?", "নোটটা কত?", "which note is this?", "এটা কত টাকা?"]
)
def test_a_banknote_is_asked_for(text: str) -> None:
    assert looked_for(text) == "note"


@pytest.mark.parametrize("text", ["চালের দাম কত টাকা?", "নোটিশে কী লেখা?", "read the note"])
def test_a_price_is_no_banknote(text: str) -> None:
    assert looked_for(text) != "note"


def _labels(*pairs: tuple[int, float]) -> list[Label]:
    return [Label(f"{taka} taka banknote", probability) for taka, probability in pairs]


@pytest.mark.parametrize(
    ("labels", "read", "taka"),
    [
        ([], {100}, None),  # no banknote at all
        (_labels((100, 0.9), (50, 0.05)), set(), 100),
        (_labels((100, 0.5), (500, 0.4)), set(), None),
        (_labels((100, 0.5), (500, 0.4)), {100, 2019}, 100),
        (_labels((500, 0.9), (100, 0.05)), {100}, None),  # seen and read disagree
        (_labels((500, 0.9), (100, 0.05)), {37}, 500),  # a number that no note has
    ],
)
def test_a_banknote_is_named_only_where_it_is_clear(
    labels: list[Label], read: set[int], taka: int | None
) -> None:
    assert note(labels, read) == taka


def test_numbers_are_read_in_both_kinds_of_digits() -> None:
    assert numbers_in("৳৫০০ বাংলাদেশ ব্যাংক 500") == {500}


@pytest.mark.parametrize(
    ("shares", "said"),
    [((0.9, 0.1), "a"), ((0.6, 0.3), "ab"), ((0.3, 0.3, 0.2, 0.2), "abc"), ((), "")],
)
def test_one_colour_two_or_a_motley(shares: tuple[float, ...], said: str) -> None:
    found = [Colour("abcd"[index], share) for index, share in enumerate(shares)]
    assert main_colours(found) == tuple(said)
