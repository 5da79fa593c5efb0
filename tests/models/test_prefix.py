"""A follow-up begins where the last answer ended, and gets the words of one that began anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from models.answer.chat import ChatAnswerer
from models.answer.decoding import prefix_cache
from models.answer.decoding.prefix_cache import Prefixes, shared
from models.checkpoints.checkpoint import find
from models.concurrency import cancellation
from models.values import Conversation, Picture, Turn
from tests.models.conftest import SHAPES
from tests.shapes.chat_families import FAMILIES, make

COLOUR, CIRCLE, COUNT = (
    "what colour is the circle?",
    "is there a red circle?",
    "how many shapes are there?",
)
WIDE = Picture(Image.new("RGB", (300, 200), "red"), "wide")
TALL = Picture(Image.new("RGB", (200, 300), "blue"), "tall")
KEEPING = [name for name in FAMILIES if not name.startswith("gemma")] + ["answer", "answer-2"]
TOKENS = 6
ROOM = 10**9

Told = list[tuple[list[int], list[float]]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("families")
    loaded.cache_clear()


@cache
def loaded(home: Path, name: str) -> ChatAnswerer:
    folder = (SHAPES if name.startswith("answer") else home) / name
    return ChatAnswerer(find(str(folder if folder.exists() else make(name, folder))), "cpu")


def fresh(home: Path, name: str, room: int = ROOM) -> ChatAnswerer:
    """The model with nothing read."""
    model = loaded(home, name)
    model.prefixes.clear()
    model.prefixes.room, model.prefixes.spill = room, 0
    model.prefixes.asked = model.prefixes.found = 0
    return model


def told(model: ChatAnswerer, conversations: list[Conversation], room: int) -> Told:
    """The tokens that each is answered with, and the logarithms of their probabilities."""
    model.prefixes.room = room
    written = [model._write(conversation, TOKENS) for conversation in conversations]
    return [(each.tokens.tolist(), each.logs.tolist()) for each in written]


def looks(model: ChatAnswerer, conversations: list[Conversation], room: int = ROOM) -> int:
    """How often the eyes were used, once all are answered as by a model that keeps nothing."""
    with encodes(model) as seen:
        kept = told(model, conversations, room)
    plain = told(model, conversations, 0)
    assert [tokens for tokens, _ in kept] == [tokens for tokens, _ in plain]
    for (_, some), (_, others) in zip(kept, plain, strict=True):
        assert some == pytest.approx(others, abs=1e-4)
    return len(seen)


@contextmanager
def encodes(model: ChatAnswerer) -> Iterator[list[int]]:
    """How many times the eyes were used: a list that grows with each."""
    parts = dict(model._model.named_modules())
    (eyes,) = (
        parts[f"model.{name}"]
        for name in ("vision_tower", "visual", "vision_model")
        if f"model.{name}" in parts
    )
    seen: list[int] = []
    hook = eyes.register_forward_hook(lambda *_: seen.append(1))
    try:
        yield seen
    finally:
        hook.remove()


def talk(picture: Picture, *questions: str) -> list[Conversation]:
    """A conversation, question by question."""
    turns = [
        Turn(question, f"no, {word}") for question, word in zip(questions, "abc", strict=False)
    ]
    return [
        Conversation(picture, question, tuple(turns[:number]))
        for number, question in enumerate(questions)
    ]


@pytest.mark.parametrize("name", KEEPING)
def test_follow_ups_are_answered_as_by_a_full_reading_with_one_look(home: Path, name: str) -> None:
    model = fresh(home, name)
    assert looks(model, talk(WIDE, COLOUR, CIRCLE, COUNT)) == 1
    assert model.prefixes.found > 0.4 * model.prefixes.asked


@pytest.mark.parametrize("name", ["llava_next", "qwen3_vl", "smolvlm"])
def test_a_picture_is_worked_on_once_for_all_questions(
    home: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = fresh(home, name)
    model.forget()
    kind, made = type(model._processor.image_processor), []
    plain = kind.preprocess

    def preprocess(*given: Any, **how: Any) -> Any:
        made.append(1)
        return plain(*given, **how)

    monkeypatch.setattr(kind, "preprocess", preprocess)
    told(model, talk(WIDE, COLOUR, CIRCLE), ROOM)
    told(model, talk(TALL, COUNT) + talk(WIDE, COUNT), ROOM)
    assert len(made) == 2
    model.forget()
    told(model, talk(WIDE, COLOUR), ROOM)
    assert len(made) == 3


@pytest.mark.parametrize("name", KEEPING)
def test_two_photos_in_turn_keep_apart(home: Path, name: str) -> None:
    model = fresh(home, name)
    pairs = zip(talk(WIDE, COLOUR, CIRCLE, COUNT), talk(TALL, COLOUR, COUNT, CIRCLE), strict=True)
    conversations = [conversation for pair in pairs for conversation in pair]
    assert looks(model, conversations) == 2


@pytest.mark.parametrize("name", KEEPING)
def test_other_questions_and_a_changed_history_need_no_second_look(home: Path, name: str) -> None:
    model = fresh(home, name)
    first = talk(WIDE, COLOUR, CIRCLE, COUNT)
    changed = Conversation(WIDE, COUNT, (Turn(CIRCLE, "yes"),))
    conversations = [*first, changed, Conversation(WIDE, CIRCLE), first[-1], first[0]]
    assert looks(model, conversations) == 1


@pytest.mark.parametrize("name", ["qwen2_5_vl", "smolvlm"])
def test_several_pictures_are_kept_together(home: Path, name: str) -> None:
    model = fresh(home, name)
    both = [Conversation(WIDE, question, (), (TALL,)) for question in (COLOUR, CIRCLE)]
    others = [Conversation(WIDE, COLOUR), Conversation(TALL, COUNT, (), (WIDE,))]
    assert looks(model, both) == 1  # at both in one go
    assert looks(model, [*both, *others]) > 1


@pytest.mark.parametrize("name", KEEPING)
def test_a_picture_that_was_made_ready_is_not_looked_at_again(home: Path, name: str) -> None:
    model = fresh(home, name)
    with encodes(model) as seen:
        model.prepare(WIDE)
        model.prepare(WIDE)
        told(model, talk(WIDE, COUNT, COLOUR), ROOM)
        model.prepare(WIDE)
    assert len(seen) == 1


@pytest.mark.parametrize("name", ["gemma3", "gemma4"])
def test_what_can_not_be_cut_is_not_kept(home: Path, name: str) -> None:
    model = fresh(home, name)
    model.prepare(WIDE)
    told(model, talk(WIDE, COLOUR, CIRCLE), ROOM)
    assert model.prefixes.size == (0, 0)


def test_what_had_to_go_is_read_again(home: Path) -> None:
    model = fresh(home, "answer")
    told(model, talk(WIDE, COLOUR), ROOM)
    room = model.prefixes.size[0] * 3 // 2
    wide, tall = talk(WIDE, COLOUR, CIRCLE), talk(TALL, COLOUR)
    conversations = [wide[0], tall[0], wide[1]]
    model.prefixes.clear()
    assert looks(model, conversations, room) == 3
    assert 0 < model.prefixes.size[0] <= room


def test_what_leaves_a_gpu_is_found_again_in_cpu_memory(home: Path) -> None:
    model = fresh(home, "answer")
    told(model, talk(WIDE, COLOUR), ROOM)
    room = model.prefixes.size[0] * 3 // 2
    model.prefixes.spill = ROOM
    first, second = talk(WIDE, COLOUR, CIRCLE)
    assert looks(model, [first, *talk(TALL, COLOUR), second], room) == 1  # at TALL
    assert min(model.prefixes.size) > 0


def test_a_stopped_answer_ends_within_a_block_and_leaves_what_was_read_before(home: Path) -> None:
    model = fresh(home, "answer")
    first, second = talk(WIDE, COLOUR, CIRCLE)
    told(model, [first], ROOM)
    checks: list[int] = []

    def wished() -> bool:
        checks.append(1)
        return len(checks) > 6

    with cancellation.stopped_by(wished), pytest.raises(cancellation.Stopped):
        model.answer(second)
    assert len(checks) == 7
    assert looks(model, [second]) == 0
    assert not any(part._forward_pre_hooks for part in model._model.modules())


class Layer:
    def __init__(self, tokens: int) -> None:
        import torch

        self.keys = self.values = torch.zeros(1, 1, tokens, 1)


class Cache:
    """What is read of so many tokens: eight bytes each."""

    def __init__(self, tokens: int) -> None:
        self.layers: list[Any] = [Layer(tokens)]


IMAGE = 9


def put(prefixes: Prefixes, name: str, ids: list[int], asked: bool = True) -> None:
    prefixes.put((name,), ids, Cache(len(ids)), asked=asked)


def test_a_prefix_has_all_pictures_and_leaves_a_token_to_read() -> None:
    prefixes = Prefixes(IMAGE, ROOM)
    put(prefixes, "a", [1, IMAGE, IMAGE, 2, 3, 4])

    def found(*ids: int) -> tuple[int, ...] | None:
        prefix = prefixes.find(("a",), ids)
        return prefix.ids if prefix else None

    assert found(1, IMAGE, IMAGE, 2, 3, 4, 5) == (1, IMAGE, IMAGE, 2, 3, 4)
    assert found(1, IMAGE, IMAGE, 2, 3, 4) == (1, IMAGE, IMAGE, 2, 3)
    assert found(1, IMAGE, IMAGE, 5, 3) == (1, IMAGE, IMAGE)
    assert found(1, IMAGE, IMAGE, IMAGE, 5) is None
    assert found(2, IMAGE, IMAGE, 5) is None
    assert prefixes.find(("b",), [1, IMAGE, IMAGE, 2]) is None


def test_those_go_first_that_nobody_asked_about_then_the_longest_unused() -> None:
    prefixes = Prefixes(IMAGE, room=3 * 8 * 4)
    for name, asked in (("a", True), ("b", True), ("c", False)):
        put(prefixes, name, [IMAGE, 1, 2, 3], asked)
    prefixes.find(("a",), [IMAGE, 1, 5])
    put(prefixes, "d", [IMAGE, 1, 2, 3])
    assert [name for name in "abcd" if (name,) in prefixes] == ["a", "b", "d"]
    put(prefixes, "e", [IMAGE, 1, 2, 3])
    assert [name for name in "abde" if (name,) in prefixes] == ["a", "d", "e"]
    put(prefixes, "f", [IMAGE, *range(1, 100)])
    assert prefixes.size == (0, 0)


def test_all_is_forgotten_at_once() -> None:
    prefixes = Prefixes(IMAGE, room=32, spill=32)
    put(prefixes, "a", [IMAGE, 1, 2, 3])
    put(prefixes, "b", [IMAGE, 1, 2, 3])
    assert prefixes.size == (32, 32)
    prefixes.clear()
    assert prefixes.size == (0, 0)


def test_how_much_is_shared() -> None:
    assert shared([1, 2, 3], [1, 2, 4]) == 2
    assert shared([1, 2], [1, 2, 4]) == shared([1, 2, 4], [1, 2]) == 2
    assert prefix_cache.shared([], [1]) == 0
