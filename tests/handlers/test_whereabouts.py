"""Where-questions, in both languages, and the words that say where a box lies."""

from __future__ import annotations

import unicodedata

import pytest

from handlers.answers.locate_rules import (
    bare,
    beside,
    size_word,
    spot,
    yours,
)
from handlers.intents.recogniser import looked_for, thing_asked
from models.values import Box

ASKED = {
    "চশমাটা কোথায়?": "চশমাটা",
    "আমার চশমাটা কোথায়?": "চশমাটা",
    "আমার চশমাটা কোথায় আছে?": "চশমাটা",
    "চাবি কই": "চাবি",
    "চাবিগুলো কোন দিকে আছে?": "চাবিগুলো",
    "কোথায় আমার চাবি?": "চাবি",
    "লাল বৃত্তটি কোথায়?": "লাল বৃত্তটি",
    "ছবিতে পানির বোতলটা কোথায় দেখা যাচ্ছে?": "পানির বোতলটা",
    "Where are my glasses?": "my glasses",
    "where's the red circle": "the red circle",
    "where is the cup in the picture?": "the cup",
    "Can you tell me where the remote is?": "the remote",
    "locate the blue square": "the blue square",
}
NOT_ASKED = (
    "কোথায়?",
    "এটা কোথায়?",
    "এই জায়গাটা কোথায়?",
    "ছবিটা কোথায় তোলা?",
    "আমি কোথায়?",
    "লাল বৃত্তটির রং কী?",
    "Where is this?",
    "where am i",
    "where was this taken?",
    "where are they going?",
    "what is above the red circle?",
    "help",
)


@pytest.mark.parametrize(("text", "thing"), ASKED.items())
def test_a_where_question_names_a_thing(text: str, thing: str) -> None:
    assert thing_asked(text) == unicodedata.normalize("NFC", thing)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_other_questions_ask_for_no_thing(text: str) -> None:
    assert thing_asked(text) is None


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        ("চশমাটা", "চশমা"),
        ("চাবিগুলো", "চাবি"),
        ("একটি লাল বৃত্ত", "লাল বৃত্ত"),
        ("আমার বইখানা", "বই"),
        ("রুটি", "রুটি"),
        ("রুটিটা", "রুটি"),
        ("কাঁটা", "কাঁটা"),
        ("my glasses", "glasses"),
        ("the red circle.", "red circle"),
    ],
)
def test_a_thing_is_looked_for_by_its_bare_name(thing: str, name: str) -> None:
    assert bare(thing) == unicodedata.normalize("NFC", name)


def test_my_glasses_are_said_back_as_yours() -> None:
    assert [yours(t) for t in ("my glasses", "the cup", "cup")] == [
        "your glasses",
        "the cup",
        "the cup",
    ]


@pytest.mark.parametrize("text", ["ছবিতে দেখান", "দেখান", "Show me", "show it in the picture"])
def test_who_wants_it_shown_says_so(text: str) -> None:
    assert looked_for(text) == "show"
    assert looked_for(text + " the way") != "show"


@pytest.mark.parametrize(
    ("centre", "part", "hour"),
    [
        ((300, 20), "upper", 12),
        ((580, 20), "upper-right", 2),
        ((580, 150), "right", 3),
        ((580, 280), "lower-right", 4),
        ((300, 280), "lower", 6),
        ((20, 280), "lower-left", 8),
        ((20, 150), "left", 9),
        ((20, 20), "upper-left", 10),
        ((310, 160), "middle", None),
    ],
)
def test_a_place_has_a_part_of_the_picture_and_an_hour(
    centre: tuple[int, int], part: str, hour: int | None
) -> None:
    x, y = centre
    place = spot((x - 10, y - 10, x + 10, y + 10), (600, 300))
    assert (place.part, place.hour) == (part, hour)


def test_an_edge_is_near_or_cuts_the_thing_off() -> None:
    assert spot((0, 100, 60, 140), (600, 300)).cut == ("left",)
    assert spot((12, 100, 60, 140), (600, 300)).near == ("left",)
    middle = spot((200, 100, 260, 140), (600, 300))
    assert middle.near == middle.cut == ()


def test_a_size_is_a_part_that_can_be_imagined() -> None:
    assert [size_word(s) for s in (0.9, 0.5, 0.25, 0.1, 0.03, 0.001)] == [
        "most",
        "half",
        "quarter",
        "tenth",
        "small",
        "tiny",
    ]


def test_the_nearest_other_thing_is_on_a_side() -> None:
    thing = (200.0, 100.0, 260.0, 140.0)
    near, far = Box("cup", (280, 100, 320, 140)), Box("lamp", (0, 0, 20, 20))
    itself, room = Box("spectacles", (198, 101, 262, 139)), Box("room", (0, 0, 600, 300))
    found = beside(thing, [far, near, itself, room], (600, 300))
    assert found is not None
    assert (found.label, found.side) == ("cup", "right")
    assert beside(thing, [itself, room], (600, 300)) is None
    table = beside(thing, [Box("table", (100, 90, 400, 280))], (600, 300))
    assert table is not None
    assert table.side == "same"
    above = beside(thing, [Box("shelf", (190, 20, 270, 60))], (600, 300))
    assert above is not None
    assert above.side == "above"
