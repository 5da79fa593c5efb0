"""Our decode loop writes what `generate` writes, alone and together with others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from models.answer.chat import ChatAnswerer
from models.answer.decoding import prefill
from models.answer.decoding.decoder import Decoder, Generated, fits
from models.checkpoints.checkpoint import find
from models.concurrency.cancellation import Stopped, stopped_by
from models.families import greedy
from models.values import Conversation, Picture, Turn
from tests.shapes.chat_families import FAMILIES, make

MOST = 12
EXACT = [name for name in FAMILIES if not name.startswith("gemma")]
RED = Picture(Image.new("RGB", (300, 200), "red"), "red")
BLUE = Picture(Image.new("RGB", (200, 300), "blue"), "blue")
EARLIER = (Turn("is there a circle ?", "no"), Turn("how many shapes are there ?", "two"))
TALKS = (
    Conversation(RED, "what colour is the circle ?"),
    Conversation(BLUE, "is there a square ?", EARLIER),
    Conversation(RED, "where is the triangle ?", EARLIER[:1]),
    Conversation(BLUE, "what is there ?"),
    Conversation(RED, "how many circles are there ?", EARLIER),
    Conversation(BLUE, "what colour is the square ?"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # so small a model waits for a second one
    yield tmp_path_factory.mktemp("families")
    torch.set_num_threads(threads)
    loaded.cache_clear()


@cache
def loaded(home: Path, name: str) -> ChatAnswerer:
    return ChatAnswerer(find(str(make(name, home / name))), "cpu")


def plain(answerer: ChatAnswerer, talk: Conversation) -> Generated:
    return Generated(*greedy.write(answerer._model, answerer._inputs(talk), MOST))


def same(one: Generated, other: Generated) -> None:
    assert one.tokens.tolist() == other.tokens.tolist()
    assert torch.allclose(one.logs, other.logs, atol=1e-4)


def test_it_is_for_models_that_look_at_everything(home: Path) -> None:
    fitting = [name for name in FAMILIES if fits(loaded(home, name)._model)]
    assert fitting == EXACT


@pytest.mark.parametrize("name", EXACT)
def test_alone_it_writes_what_generate_writes(home: Path, name: str) -> None:
    answerer = loaded(home, name)
    loop = Decoder(answerer._model)
    for talk in TALKS:
        same(loop.write(answerer._inputs(talk), MOST), plain(answerer, talk))


@pytest.mark.parametrize("fixed", [False, True])
@pytest.mark.parametrize("name", EXACT)
def test_six_at_once_in_three_slots_write_what_each_writes_alone(
    home: Path, name: str, fixed: bool
) -> None:
    answerer = loaded(home, name)
    loop = Decoder(answerer._model, slots=3, fixed=fixed)
    inputs = [answerer._inputs(talk) for talk in TALKS]
    lengths = [MOST, 3, 9, 1, MOST, 6]
    with ThreadPoolExecutor(6) as threads:
        told = list(threads.map(loop.write, inputs, lengths))
    for talk, written, length in zip(TALKS, told, lengths, strict=True):
        alone = plain(answerer, talk)
        same(written, Generated(alone.tokens[:length], alone.logs[:length]))


@pytest.mark.parametrize("name", ["llava_next", "qwen3_vl"])
def test_long_prompts_come_in_pieces_between_the_steps_of_others(
    home: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefill, "PIECE", 8)
    answerer = loaded(home, name)
    loop, seen = Decoder(answerer._model), []
    watch = answerer._model.register_forward_hook(
        lambda _, __, given, ___: seen.append(tuple(given["input_ids"].shape)), with_kwargs=True
    )
    inputs = [answerer._inputs(talk) for talk in TALKS[:2]]
    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(loop.write, inputs, [MOST, MOST]))
    watch.remove()
    for talk, written in zip(TALKS, told, strict=False):
        same(written, plain(answerer, talk))
    assert (2, 1) in seen
    pieces = [shape for shape in seen if shape[1] > 1]
    assert sum(shape[1] > 8 for shape in pieces) == 2  # each picture whole, in its first piece
    assert len(pieces) > 4


def test_a_penalty_on_repeating_counts(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answerer = loaded(home, "smolvlm")
    before = plain(answerer, TALKS[0])
    monkeypatch.setattr(answerer._model.generation_config, "repetition_penalty", 1.7)
    wanted = plain(answerer, TALKS[0])
    assert wanted.tokens.tolist() != before.tokens.tolist()
    same(Decoder(answerer._model).write(answerer._inputs(TALKS[0]), MOST), wanted)


def test_who_is_stopped_leaves_and_the_others_go_on(home: Path) -> None:
    answerer = loaded(home, "qwen2_5_vl")
    loop = Decoder(answerer._model)
    steps = [0]
    watch = answerer._model.register_forward_hook(lambda *_: steps.__setitem__(0, steps[0] + 1))

    def write_until_stopped() -> Generated:
        with stopped_by(lambda: steps[0] > 5):
            return loop.write(answerer._inputs(TALKS[0]), 10_000)

    with ThreadPoolExecutor(2) as threads:
        stopped = threads.submit(write_until_stopped)
        other = threads.submit(loop.write, answerer._inputs(TALKS[1]), MOST)
    watch.remove()
    with pytest.raises(Stopped):
        stopped.result()
    same(other.result(), plain(answerer, TALKS[1]))
    assert steps[0] < 2 * MOST


@pytest.mark.parametrize("name", EXACT)
def test_what_it_has_read_is_read_on_from(home: Path, name: str) -> None:
    answerer = loaded(home, name)
    loop = Decoder(answerer._model)
    inputs = answerer._inputs(TALKS[0])
    whole = loop.write(inputs, MOST)
    half = loop.write(inputs, MOST // 2)
    longer = torch.cat([inputs["input_ids"], half.tokens[None]], 1)
    follow = {"input_ids": longer, "attention_mask": torch.ones_like(longer)}
    assert half.past.get_seq_length() == longer.shape[1] - 1
    rest = loop.write(follow, MOST - MOST // 2, half.past, half.delta)
    assert half.tokens.tolist() + rest.tokens.tolist() == whole.tokens.tolist()


def test_what_breaks_one_prompt_breaks_no_other(home: Path) -> None:
    answerer = loaded(home, "smolvlm")
    loop = Decoder(answerer._model)
    broken: dict[str, Any] = dict(answerer._inputs(TALKS[0]))
    broken["input_ids"] = broken["input_ids"] + 100_000
    started = threading.Barrier(3)

    def write(inputs: Any) -> Generated:
        started.wait()
        return loop.write(inputs, MOST)

    with ThreadPoolExecutor(3) as threads:
        good = [threads.submit(write, answerer._inputs(talk)) for talk in TALKS[1:3]]
        bad = threads.submit(write, broken)
    for talk, one in zip(TALKS[1:3], good, strict=True):
        same(one.result(), plain(answerer, talk))
    with pytest.raises((IndexError, ValueError, RuntimeError)):
        bad.result()
    same(loop.write(answerer._inputs(TALKS[0]), MOST), plain(answerer, TALKS[0]))
