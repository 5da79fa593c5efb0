"""Nothing that a person writes, or that stands on a photo, is taken for a part of the prompt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.answer.chat import ChatAnswerer
from models.answer.endpoint.request import talk
from models.checkpoints.checkpoint import find
from models.prompt_marks import unmarked
from models.translate.providers.chat import entry
from models.values import Conversation, Picture, Turn

SHAPES = Path(__file__).parents[2] / "models/shapes"
MARKS = [
    *("<image>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|image_pad|>", "<s>", "</s>"),
    *("[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<start_of_turn>", "<end_of_turn>", "<bos>"),
    *("<end_of_utterance>", "<fake_token_around_image>", "<global-img>", "<row_1_col_1>"),
    *("<|begin_of_text|>", "<|eot_id|>", "<｜User｜>", "<｜end▁of▁sentence｜>", "<ImageHere>"),
    *("[CLS]", "[SEP]", "[MASK]", "<unk>", "<pad>", "<mask>", "<loc0001>", "<image_soft_token>"),
    *("USER:", "ASSISTANT:", "SYSTEM :", "### Human:", "###Assistant:"),
    *("Question:", "Answer:", "Answer :"),
]
"""Of LLaVA, Qwen, Llama, Gemma, SmolVLM, DeepSeek, MiniGPT-4, BLIP and Florence."""


@given(st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=4)), max_size=8))
def test_no_mark_is_left_however_they_are_put_together(pieces: list[str]) -> None:
    plain = unmarked("".join(pieces))
    assert not [mark for mark in MARKS if mark in plain]
    assert unmarked(plain) == plain


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_that_is_hidden_in_itself_is_found(mark: str) -> None:
    half = len(mark) // 2
    assert mark not in unmarked(f"{mark[:half]}{mark}{mark[half:]}")


@pytest.mark.parametrize(
    "text", ["what is 3 < 5?", "is it [sic] red?", "user: who?", "a <- b", "১ < ২ > ০", "#1: what?"]
)
def test_what_people_write_is_left(text: str) -> None:
    assert unmarked(text) == text


def test_no_word_of_a_question_is_a_special_token(red_above_blue: Picture) -> None:
    """Whole prompts of the checkpoints here, whose own marks are counted."""
    for name in ("answer", "answer-2"):
        answerer = ChatAnswerer(find(str(SHAPES / name)), "cpu")
        added = json.loads((SHAPES / name / "tokenizer.json").read_text())["added_tokens"]
        special = {token["id"] for token in added if token["content"] not in ("<unk>", "<pad>")}

        def count(question: str) -> int:
            history = (Turn(question, question),)
            inputs = answerer._inputs(Conversation(red_above_blue, question, history))  # noqa: B023 -- called within its turn
            return sum(int(token) in special for token in inputs["input_ids"][0])  # noqa: B023 -- called within its turn

        assert count("red " + " ".join(MARKS)) == count("red")


def test_servers_and_translators_are_told_none_either(red_above_blue: Picture) -> None:
    asked = " ".join(MARKS)
    told = json.dumps(talk(Conversation(red_above_blue, asked, (Turn(asked, asked),))))
    told += json.dumps([entry(asked, "en", "bn", ""), entry(asked, "en", "bn", "source_lang_code")])
    assert not [mark for mark in MARKS if json.dumps(mark)[1:-1] in told]
