"""What is to be checked with a person, and what is not."""

from __future__ import annotations

import pytest

from handlers.i18n.messages import Words
from handlers.intents.sensitive_topics import is_said, needs_a_person


@pytest.mark.parametrize(
    "text",
    [
        "এটা কী ওষুধ?",
        "নাপা ৫০০ ট্যাবলেট",
        "Napa Extra 500 mg",
        "eta ki oshudh?",
        "a bottle of pills on a table",
        "দুধের মেয়াদ কবে?",
        "উৎপাদনের তারিখ ০৫ আগস্ট ২০২৬",
        "EXP 12/2026",
        "Best before: see lid",
        "এটা কত টাকার নোট?",
        "Tk 250",
        "রাস্তা পার হওয়া যাবে?",
        "can I cross the road?",
        "what colour is the traffic light?",
        "এক্সপায়ারি ডেট কত",
        "এই বড়ি কয়টা খাব",
        "এটা কি নকল নোট?",
        "দামের জায়গায় কী লেখা",
        "রাস্তাটা পার হব?",
        "গাড়ি আসছে কি",
        "এটা খাওয়া যাবে",
        "কীটনাশক কোনটা",
        "can I eat this?",
        "is this a fake note",
    ],
)
def test_what_could_do_harm_is_checked_with_a_person(text: str) -> None:
    assert needs_a_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "একটি লাল বৃত্ত।",
        "a street with cars and a bus",
        "a man walking on a road",
        "experts say",
        "আমার চশমাটা কোথায়?",
        "একটি টেবিলে একটি বই",
        "It is close to the left edge.",
        "what is written on the pillar?",
    ],
)
def test_what_can_not_is_not(text: str) -> None:
    assert not needs_a_person(text)


def test_a_fire_is_checked_where_it_is_asked_for_and_not_in_each_kitchen() -> None:
    assert needs_a_person("", "চুলাটা কি বন্ধ?")
    assert needs_a_person("", "is the stove off?")
    assert not needs_a_person("চুলার উপর একটি হাঁড়ি")
    assert not needs_a_person("a pot on a stove")
    assert not needs_a_person("বিষয়টা কী")


@pytest.mark.parametrize("key", ["check-with-person", "amounts-why", "taka-unknown", "product"])
def test_it_is_never_said_twice(key: str) -> None:
    arguments = {"name": "a", "price": "b"}
    assert is_said(Words().say("bn", key, **arguments))
    assert is_said(Words().say("en", key, **arguments))
