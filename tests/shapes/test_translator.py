"""The committed translator is right on sentences it never saw, and says so when it knows none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import numpy as np
import pytest

from tests.shapes import scene, translator
from tests.shapes.bangla import pairs, sentences, to_bangla, typed_bangla, typed_english
from tests.shapes.phrasings import COLOURS, SHAPES
from tests.shapes.sentences import caption, follow_up, questions
from tests.shapes.translator import BANGLA, ENGLISH

CHECKPOINT = Path(__file__).parents[2] / "models" / "shapes" / "translate"


@pytest.fixture(scope="module")
def loaded() -> Iterator[tuple[Any, Any]]:
    import torch

    # Matrices this small are slower on several threads, twenty times so on a busy machine.
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield translator.load(CHECKPOINT)
    torch.set_num_threads(threads)


def test_the_right_bangla_is_what_a_reader_expects() -> None:
    expected = {
        "a red circle": "একটি লাল বৃত্ত",
        "a red circle above a blue square": "একটি নীল বর্গক্ষেত্রের উপরে একটি লাল বৃত্ত",
        "a white triangle to the left of a yellow circle": ("একটি হলুদ বৃত্তের বাঁ দিকে একটি সাদা ত্রিভুজ"),
        "nothing that i know": "আমার চেনা কিছু নেই",
        "what colour is the circle?": "বৃত্তটির রং কী?",
        "what shape is purple?": "কোন আকৃতিটি বেগুনি?",
        "how many shapes are there?": "কয়টি আকৃতি আছে?",
        "is there a green triangle?": "কোনো সবুজ ত্রিভুজ আছে কি?",
        "what is to the right of the blue square?": "নীল বর্গক্ষেত্রটির ডান দিকে কী আছে?",
        "describe the picture.": "ছবিটির বর্ণনা দিন।",
        "and the square?": "আর বর্গক্ষেত্রটির?",
        "there is no red circle": "কোনো লাল বৃত্ত নেই",
        "two": "দুটি",
        "i know only coloured shapes": "আমি শুধু রঙিন আকৃতি চিনি",
    }
    for english, bangla in expected.items():
        assert to_bangla(english) == normalize("NFC", bangla)


def test_all_that_is_said_of_a_scene_has_its_bangla() -> None:
    assert (tuple(COLOURS), tuple(SHAPES)) == (scene.COLOURS, scene.KINDS)
    rng = np.random.default_rng(3)
    for _ in range(300):
        drawn = scene.draw_scene(rng, most=64)
        asked = [*questions(drawn, rng), *follow_up(drawn, rng)]
        # A question from outside the world has no translation; its answer has.
        said = [one.question for one in asked if one.kind != "outside"]
        for english in (caption(drawn), *said, *(one.answer for one in asked)):
            assert to_bangla(english)


def test_no_two_sentences_are_typed_alike() -> None:
    rng = np.random.default_rng(4)
    meant: dict[str, str] = {}
    for sentence in sentences() * 4:
        if not sentence.one_way:
            typed = typed_bangla(sentence, rng).rstrip("?। ")
            assert meant.setdefault(typed, sentence.english) == sentence.english, typed
        typed = typed_english(sentence, rng).lower().rstrip("?.")
        assert meant.setdefault(typed, sentence.english) == sentence.english, typed


def test_sentences_never_seen_are_translated_exactly_both_ways(loaded: tuple[Any, Any]) -> None:
    unseen = translator.unseen(np.random.default_rng(5), phrasings=1)
    for source, (exact, of) in translator.score(*loaded, unseen).items():
        assert of > 400
        assert exact >= 0.99 * of, f"{source}: {exact} of {of}"


def test_everything_the_models_say_is_translated_exactly(loaded: tuple[Any, Any]) -> None:
    some = [
        pair for pair, whole in zip(pairs(), sentences(), strict=True) if whole.kind != "two shapes"
    ]
    said = translator.translate(*loaded, [english for english, _ in some], ENGLISH, BANGLA)
    wrong = {e: was for (e, right), was in zip(some, said, strict=True) if was != right}
    assert not wrong


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("বৃত্তটির রং কী?", "what colour is the circle?"),
        ("বৃত্তটা কী রঙের", "what colour is the circle?"),
        ("ত্রিভুজের রঙ কি?", "what colour is the triangle?"),
        ("লাল আকৃতিটি কী?", "what shape is red?"),
        ("কতগুলো আকৃতি আছে?", "how many shapes are there?"),
        ("ছবিতে কি সবুজ ত্রিভুজ আছে?", "is there a green triangle?"),
        ("সাদা বর্গক্ষেত্র আছে?", "is there a white square?"),
        ("নীল বর্গক্ষেত্রটির ওপরে কী আছে", "what is above the blue square?"),
        ("হলুদ বৃত্তের বাম দিকে কি আছে?", "what is to the left of the yellow circle?"),
        ("ছবিতে কী আছে?", "describe the picture."),
        ("আর বর্গক্ষেত্রটির?", "and the square?"),
        ("বৃত্ত আছে কি?", "is there a circle?"),
    ],
)
def test_what_people_type_is_understood(loaded: tuple[Any, Any], typed: str, meant: str) -> None:
    typed = normalize("NFC", typed)
    assert translator.translate(*loaded, [typed], BANGLA, ENGLISH) == [meant]


@pytest.mark.parametrize(
    ("text", "language", "unknown"),
    [
        ("লোকটি কী পরে আছে?", BANGLA, 2),
        ("what is he wearing?", ENGLISH, 2),
        ("is there a redder circle?", ENGLISH, 1),
        ("বৃত্তটির রং কী?", BANGLA, 0),
        ("What colour is the circle?", ENGLISH, 0),
    ],
)
def test_words_from_outside_are_unknown_and_not_spelled_out(
    loaded: tuple[Any, Any], text: str, language: str, unknown: int
) -> None:
    words = loaded[1]
    words.src_lang = language
    ids = words(normalize("NFC", text))["input_ids"]
    assert ids.count(words.unk_token_id) == unknown
    if not unknown:
        assert words.decode(ids, skip_special_tokens=True) == normalize("NFC", text)
