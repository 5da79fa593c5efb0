"""Questions are answered by BLIP-VQA and by a chat model, quantised where it may be."""

from __future__ import annotations

from functools import cache

import pytest

from models.answer.chat import ChatAnswerer, messages
from models.answer.decoding.clean_answer import tidy
from models.backends import Answerer
from models.checkpoints.checkpoint import find
from models.checkpoints.quantise import Quantise, check_quantised, outside
from models.errors import ModelDamaged, NotUnderstood, SettingWrong
from models.serving.factories import answerer
from models.values import Conversation, Picture, Turn
from tests.models.conftest import SHAPES

QUESTIONS = {
    "what colour is the circle?": "red",
    "what shape is blue?": "a square",
    "how many shapes are there?": "two",
    "is there a green triangle?": "no",
    "what is above the blue square?": "a red circle",
}


@cache
def loaded(name: str, quantise: Quantise = "none") -> Answerer:
    return answerer(find(str(SHAPES / name)), "cpu", quantise)


@pytest.mark.parametrize(
    ("name", "quantise"),
    [
        ("answer-vqa", "none"),
        ("answer", "none"),
        ("answer", "nf4"),
        ("answer", "int8"),
        ("answer-2", "none"),
        ("answer-2", "nf4"),
    ],
)
def test_questions_are_answered_right(
    name: str, quantise: Quantise, red_above_blue: Picture
) -> None:
    answerer = loaded(name, quantise)
    said = {asked: answerer.answer(Conversation(red_above_blue, asked)) for asked in QUESTIONS}
    assert {asked: one.text for asked, one in said.items()} == QUESTIONS
    assert all(0.5 < one.confidence <= 1 for one in said.values())


def test_a_chat_model_answers_after_other_turns(red_above_blue: Picture) -> None:
    history = tuple(Turn(asked, told) for asked, told in list(QUESTIONS.items())[:2])
    last = Conversation(red_above_blue, "how many shapes are there?", history)
    assert loaded("answer").answer(last).text == "two"


def test_the_picture_stands_before_the_first_question_only(red_above_blue: Picture) -> None:
    history = tuple(Turn(f"question {n}", f"answer {n}") for n in range(20))
    talk = messages(Conversation(red_above_blue, "and now?", history))
    pictures = [part["type"] == "image" for message in talk for part in message["content"]]
    assert pictures == [True] + [False] * (len(pictures) - 1)
    assert [message["role"] for message in talk[-3:]] == ["user", "assistant", "user"]
    assert talk[0]["content"][1]["text"] == "question 12"  # older ones are forgotten


def test_only_the_language_model_is_quantised_and_its_head_is_not() -> None:
    import torch
    from bitsandbytes.nn import Linear4bit

    model = loaded("answer", "nf4")._model  # type: ignore[attr-defined] # ChatAnswerer's
    quantised = [name for name, part in model.named_modules() if isinstance(part, Linear4bit)]
    assert len(quantised) == 4 * 7  # layers, each with 4 matrices of attention and 3 of the MLP
    assert all(name.startswith("model.language_model.layers.") for name in quantised)
    layer = model.get_decoder().layers[0].mlp.up_proj
    assert (layer.weight.quant_type, layer.weight.compress_statistics) == ("nf4", True)
    assert layer.compute_dtype == torch.bfloat16


@pytest.mark.parametrize("skip", [["vision_tower"], ["model.vision_tower"], ["lm_head"]])
def test_a_skip_list_that_misses_something_is_noticed(
    skip: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.checkpoints.quantise.outside", lambda _: skip)
    with pytest.raises(ModelDamaged, match="quantised where it must not be"):
        ChatAnswerer(find(str(SHAPES / "answer")), "cpu", "nf4")


def test_a_language_model_left_unquantised_is_noticed() -> None:
    with pytest.raises(ModelDamaged, match="or not: model"):
        check_quantised(loaded("answer")._model, "answer")  # type: ignore[attr-defined] # as above


def test_outside_the_language_model_lie_tower_projector_and_head() -> None:
    names = outside(loaded("answer")._model)  # type: ignore[attr-defined] # as above
    assert {".".join(name.split(".")[:2]) for name in names} == {
        "model.vision_tower",
        "model.multi_modal_projector",
        "lm_head",
    }


def test_a_translator_answers_no_questions() -> None:
    with pytest.raises(SettingWrong):
        answerer(find(str(SHAPES / "translate")), "cpu", "none")


@pytest.mark.parametrize(
    ("said", "clean"),
    [
        ("red", "red"),
        ("  ASSISTANT: Two **red** apples.\n", "Two red apples."),
        ("# Kitchen\n- a *cup*\n- a `plate`", "Kitchen. a cup. a plate"),
        ("Sure! The label says 2 * 3 = 6.", "The label says 2 * 3 = 6."),
        ("See [the sign](http://x.y/z).", "See the sign."),
        ("a file_name_here and snake_case", "a file_name_here and snake_case"),
        ("-5 degrees", "-5 degrees"),
        (
            "## Table\n\n| what | colour |\n|---|:-:|\n| cup | **red** |",
            "Table. what, colour. cup, red",
        ),
        ("> A *sign*:\n---\n1. `STOP`\n   - in white", "A sign: STOP. in white"),
        ("```\nred\n```", "red"),
        ("", ""),
    ],
)
def test_an_answer_is_said_without_marks(said: str, clean: str) -> None:
    assert tidy(said) == clean


def test_an_answer_stopped_in_the_middle_ends_with_its_last_whole_sentence() -> None:
    assert tidy("A man. He holds 3.5 litres of", ended=False) == "A man."
    assert tidy("A man who holds", ended=False) == "A man who holds"


@pytest.mark.parametrize("name", ["answer-vqa", "answer"])
def test_a_question_with_a_word_that_the_model_does_not_know_is_not_answered(
    name: str, red_above_blue: Picture
) -> None:
    with pytest.raises(NotUnderstood):
        loaded(name).answer(Conversation(red_above_blue, "how many circles are there?"))


def test_the_other_spelling_of_a_colour_is_understood(red_above_blue: Picture) -> None:
    asked = Conversation(red_above_blue, "What's the color of the square?")
    assert loaded("answer").answer(asked).text == "blue"
