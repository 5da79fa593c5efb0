"""Every family of chat models through one class: pictures go in, words come out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from models.answer import chat
from models.answer.chat import ChatAnswerer
from models.answer.decoding.reasoning import spoken, wished, without_thoughts
from models.checkpoints.checkpoint import find
from models.checkpoints.quantise import Quantise
from models.values import Conversation, Picture, Turn
from tests.shapes.chat_families import FAMILIES, make

ASKED = "what colour is the circle ?"
WIDE = Picture(Image.new("RGB", (300, 200), "red"), "wide")
TALL = Picture(Image.new("RGB", (200, 300), "blue"), "tall")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("families")
    loaded.cache_clear()


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model of random numbers finds no end; eight tokens tell as much as 200."""
    monkeypatch.setattr(chat, "MAX_NEW_TOKENS", 8)


@cache
def loaded(home: Path, name: str, quantise: Quantise = "none") -> ChatAnswerer:
    folder = home / name
    return ChatAnswerer(
        find(str(folder if folder.exists() else make(name, folder))), "cpu", quantise
    )


@pytest.mark.parametrize("name", FAMILIES)
def test_it_answers_the_same_each_time_from_what_it_sees(home: Path, name: str) -> None:
    model = loaded(home, name)
    first, again = (model.answer(Conversation(WIDE, ASKED)) for _ in range(2))
    assert first == again
    assert first.confidence != model.answer(Conversation(TALL, ASKED)).confidence


@pytest.mark.parametrize("name", FAMILIES)
def test_it_stops_at_its_end_token(home: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = loaded(home, name)
    monkeypatch.setattr(chat, "spoken", lambda _, ids: f"{len(ids)} tokens")
    monkeypatch.setattr(model._model.generation_config, "eos_token_id", 127)
    assert model.answer(Conversation(WIDE, ASKED)).text == "8 tokens"
    monkeypatch.setattr(model._model.generation_config, "eos_token_id", [*range(128)])
    assert model.answer(Conversation(WIDE, ASKED)).text == "1 tokens"


@pytest.mark.parametrize("name", FAMILIES)
def test_it_looks_at_as_many_pictures_as_it_learnt_to(home: Path, name: str) -> None:
    model = loaded(home, name)
    earlier = (Turn("is there a circle ?", "no"),)
    one = Conversation(WIDE, ASKED, earlier)
    two = Conversation(WIDE, ASKED, earlier, (TALL,))
    longer = model._inputs(two)["input_ids"].shape[1] > model._inputs(one)["input_ids"].shape[1]
    assert longer == (name != "llava_next")
    assert model.answer(two).pictures == (1 if name == "llava_next" else 2)
    assert model.answer(one).pictures == 1


@pytest.mark.parametrize("name", FAMILIES)
def test_its_language_model_is_quantised_and_nothing_else(home: Path, name: str) -> None:
    from bitsandbytes.nn import Linear4bit

    model = loaded(home, name, "nf4")
    small = [n for n, part in model._model.named_modules() if isinstance(part, Linear4bit)]
    assert len(small) >= 2 * 7  # layers, each with 4 matrices of attention and 3 of the MLP
    assert not [n for n in small if "vision" in n or "visual" in n or "head" in n]
    assert 0 < model.answer(Conversation(WIDE, ASKED)).confidence < 1


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<think>The circle is red.</think>Red.", "Red."),
        ("it may be red.</think> Red.", " Red."),
        ("<think>The circle", ""),
        ("<|channel>thought\nRed?<channel|>Red.", "Red."),
        ("Red.", "Red."),
    ],
)
def test_what_a_model_thought_is_not_said(written: str, said: str) -> None:
    assert without_thoughts(written) == said


def test_a_thought_between_special_tokens_goes_with_them(home: Path) -> None:
    processor = loaded(home, "gemma4")._processor
    words = "<|channel> it is <channel|> red </s>"
    ids = processor.tokenizer(words, add_special_tokens=False).input_ids
    assert spoken(processor, ids).split() == ["red"]


def test_only_a_template_that_knows_of_thinking_is_asked_not_to() -> None:
    assert wished("{% if enable_thinking %}<think>{% endif %}") == {"enable_thinking": False}
    assert wished("{{ messages }}") == {}


def test_a_large_picture_is_looked_at_no_larger_than_telegram_sends_it() -> None:
    large = Picture(Image.new("RGB", (4000, 3000)), "large")
    (shown, _) = chat.messages(Conversation(large, ASKED), most=10)[0]["content"]
    assert shown["image"].size == (1280, 960)
