"""The NLLB backend on the shapes world's own checkpoint, whose right answers are known."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from models.errors import ModelMissing, NotUnderstood
from models.translate import guard
from models.translate.providers.nllb import NllbTranslator
from tests.shapes.bangla import to_bangla

CHECKPOINT = Path(__file__).parents[3] / "models" / "shapes" / "translate"
ENGLISH = [
    "a red circle above a blue square",
    "two",
    "what colour is the circle?",
    "a green triangle",
    "how many shapes are there?",
    "yes",
    "is there a yellow square?",
    "a purple circle to the left of a white triangle",
    "i know only coloured shapes",
]


@pytest.fixture(scope="module")
def nllb() -> NllbTranslator:
    return NllbTranslator(CHECKPOINT)


def test_a_batch_of_sentences_is_right_and_in_order_both_ways(nllb: NllbTranslator) -> None:
    bangla = [to_bangla(text) for text in ENGLISH]
    assert nllb.translate(ENGLISH, "en", "bn") == bangla
    assert nllb.translate(bangla, "bn", "en") == ENGLISH


def test_letters_composed_or_not_are_the_same(nllb: NllbTranslator) -> None:
    apart = unicodedata.normalize("NFD", to_bangla("what shape is purple?"))
    assert nllb.translate([apart], "bn", "en") == ["what shape is purple?"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("a photo of my dog", "en"),
        ("ডাক্তারটি কেমন?", "bn"),
        ("chobite ki ache?", "bn"),
        ("你好", "en"),
        ("47 circles", "en"),
    ],
)
def test_words_that_it_never_saw_are_not_understood(
    nllb: NllbTranslator, text: str, source: str
) -> None:
    with pytest.raises(NotUnderstood):
        nllb.translate([text], "bn" if source == "bn" else "en", "en" if source == "bn" else "bn")


def test_an_emoji_is_passed_over(nllb: NllbTranslator) -> None:
    assert nllb.translate(["a red circle 🙂"], "en", "bn")[0].startswith("একটি লাল বৃত্ত")


def test_the_guard_believes_it(nllb: NllbTranslator) -> None:
    found = guard.translate([nllb], ENGLISH, "en", "bn")
    assert [each.text for each in found] == [to_bangla(text) for text in ENGLISH]
    assert {each.provider for each in found} == {"nllb"}


def test_a_missing_folder_is_named() -> None:
    with pytest.raises(ModelMissing):
        NllbTranslator("/no/such/folder")
