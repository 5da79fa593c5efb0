"""Doubt: several looks at a picture in, wording out."""

from __future__ import annotations

import pytest

from handlers.descriptions.claims import phrases
from handlers.descriptions.uncertainty import (
    doubtful,
    hedged,
    hedged_bangla,
    hedged_english,
    is_unseen,
)
from models.values import Caption

NOTHING = "nothing that i know"
PLAIN = "a red circle above a blue square"


@pytest.mark.parametrize(
    ("caption", "named"),
    [
        (PLAIN, ["a red circle", "a blue square"]),
        ("a red circle to the left of a blue square", ["a red circle", "a blue square"]),
        (
            "a man in a red shirt holding a guitar",
            ["a man", "a red shirt", "a guitar"],
        ),
        ("two dogs playing with a ball on the grass", ["two dogs", "a ball", "the grass"]),
        (
            "a close up of a bottle of cough syrup next to a phone",
            ["a close", "a bottle", "cough syrup", "a phone"],
        ),
        ("people standing in front of a building", ["people", "a building"]),
        ("", []),
    ],
)
def test_a_caption_is_taken_apart_into_what_it_names(caption: str, named: list[str]) -> None:
    assert [caption[phrase.start : phrase.end] for phrase in phrases(caption)] == named


def said(text: str, samples: tuple[str, ...] = (), second: str = "", **more: float) -> str:
    caption = Caption(text, 0.9, samples, second, more.get("favour"))
    return hedged_english(text, doubtful(caption, text, NOTHING))


@pytest.mark.parametrize(
    ("samples", "second", "wanted"),
    [
        # Every look says the same.
        ((PLAIN, PLAIN), PLAIN, PLAIN),
        # No other look.
        ((), "", PLAIN),
        # One thing is seen otherwise by the other model, by its colour, kind, or not at all.
        ((PLAIN,), "a red circle above a green square", "a red circle above perhaps a blue square"),
        ((PLAIN,), "a red circle above a blue circle", "a red circle above perhaps a blue square"),
        ((PLAIN,), "a red circle", "a red circle above perhaps a blue square"),
        ((PLAIN,), "a blue square", "perhaps a red circle above a blue square"),
        # Where they lie.
        (
            (PLAIN,),
            "a red circle to the left of a blue square",
            "a red circle above perhaps a blue square",
        ),
        # All of it.
        ((PLAIN,), "a white triangle", "perhaps a red circle above a blue square"),
        # Most of the samples say something else.
        (
            ("a red circle above a blue circle",) * 3 + (PLAIN,),
            "",
            "a red circle above perhaps a blue square",
        ),
        (("a red circle above a blue circle", PLAIN), "", PLAIN),
        # The other model knows nothing of what it sees: it bears none of it out.
        ((PLAIN,), "nothing that i know", "perhaps a red circle above a blue square"),
    ],
)
def test_what_only_one_look_says_is_doubted(
    samples: tuple[str, ...], second: str, wanted: str
) -> None:
    assert said(PLAIN, samples, second) == wanted


def test_captions_of_the_world_are_doubted_phrase_by_phrase() -> None:
    plain = "a man in a red shirt holding a guitar"
    looks = (
        "a man in a red shirt playing a violin",
        "a person wearing a red shirt with a violin",
        "a guy in a blue shirt holding a guitar",
        "a man with a bow in a red shirt",
    )
    # Who and the shirt are the same in most; what he holds is seen so in one look alone.
    assert said(plain, looks) == "a man in a red shirt holding perhaps a guitar"


def test_the_embedder_may_overrule_the_other_model() -> None:
    other = "a red circle above a green square"
    assert said(PLAIN, (), other, favour=0.3) == PLAIN
    assert said(PLAIN, (), other, favour=0.01) != PLAIN
    assert said(PLAIN, (), other, favour=-0.2) != PLAIN


def test_who_knows_nothing_claims_nothing() -> None:
    assert said(NOTHING, (), "a red circle") == NOTHING


WHOLE = "একটি নীল বর্গক্ষেত্রের উপরে একটি লাল বৃত্ত"


@pytest.mark.parametrize(
    ("doubts", "all_of_it", "wanted"),
    [
        ([], False, WHOLE),
        (["একটি লাল বৃত্ত"], False, "একটি নীল বর্গক্ষেত্রের উপরে হয়তো একটি লাল বৃত্ত"),
        (["একটি নীল বর্গক্ষেত্র।"], False, f"হয়তো {WHOLE}"),
        (["একটি লাল বৃত্ত", "একটি নীল বর্গক্ষেত্র"], True, f"হয়তো {WHOLE}"),
        # A phrase that isn't in the sentence as it was translated alone.
        (["লাল রঙের গোল"], False, f"হয়তো {WHOLE}"),
        ([""], False, f"হয়তো {WHOLE}"),
    ],
)
def test_doubt_is_said_inside_the_bangla_sentence(
    doubts: list[str], all_of_it: bool, wanted: str
) -> None:
    assert hedged_bangla(WHOLE, doubts, all_of_it) == wanted


@pytest.mark.parametrize(
    "answer",
    [
        "unanswerable",
        "Unsuitable image.",
        "Not visible",
        "I can't tell.",
        "I can’t see that in the picture.",
        "I'm sorry, but I cannot determine the price from this image.",
        "It is not possible to tell.",
        "The image does not show a price.",
        "The answer is not in the picture.",
    ],
)
def test_an_answer_that_says_nothing_is_known(answer: str) -> None:
    assert is_unseen(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "red",
        "no",
        "It is red.",
        "a person who can't be seen clearly",
        "I can't tell for sure, but it looks like milk.",
        "I'm sorry, I cannot read all of it; it seems to be a bus ticket.",
    ],
)
def test_an_answer_that_tells_something_is_kept(answer: str) -> None:
    assert not is_unseen(answer)


def test_an_answer_of_low_confidence_is_hedged_inside() -> None:
    assert hedged("লাল", "bn") == "হয়তো লাল"
    assert hedged("A red bus", "en") == "perhaps a red bus"
    assert hedged("TV", "en") == "perhaps TV"
