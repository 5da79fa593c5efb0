"""In bfloat16, as on GPUs and newer CPUs, the models say what they say in float32."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from handlers.answers.locate_rules import overlap
from models.checkpoints import loading
from models.checkpoints.checkpoint import Checkpoint, find
from models.serving import factories
from models.values import Conversation, Picture, Speech, Turn
from tests.models.conftest import SHAPES
from tests.shapes import train_listen
from tests.shapes.scene import draw_scene, render
from tests.shapes.sentences import follow_up, questions


def both(load: Any, checkpoint: Checkpoint, *more: Any) -> tuple[Any, Any]:
    """The model in float32 and in bfloat16."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.cpu, "get_capabilities", dict)
        plain = load(checkpoint, "cpu", *more)
        patch.setattr(loading, "_LARGE", 0)
        patch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": True})
        half = load(checkpoint, "cpu", *more)
    assert {one.dtype for one in _model(plain).parameters()} == {torch.float32}
    assert {one.dtype for one in _model(half).parameters()} == {torch.bfloat16}
    return plain, half


def _model(backend: Any) -> Any:
    held = getattr(backend, "_florence", backend)
    return held._model


@pytest.mark.parametrize(
    ("has", "parameters", "expected"),
    [
        ({"avx512_bf16": True}, 200_000_000, torch.bfloat16),
        ({"amx_bf16": True}, 200_000_000, torch.bfloat16),
        ({"bf16": True}, 200_000_000, torch.bfloat16),
        ({"avx512_f": True, "avx512_bf16": False}, 200_000_000, torch.float32),
        ({"avx512_bf16": True}, 700_000, torch.float32),
    ],
)
def test_a_cpu_computes_in_bfloat16_where_it_can_and_it_pays(
    has: dict[str, bool], parameters: int, expected: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: has)
    assert loading.number_type("cpu", parameters) == expected


def test_answers_are_the_same() -> None:
    plain, half = both(factories.answerer, find(str(SHAPES / "answer")), "none")
    rng = np.random.default_rng((3, 11))
    for one in (plain, half):
        one.keep(10_000_000, 0)  # the second question finds what the first has read
    same = []
    for number in range(8):
        scene = draw_scene(rng, most=500)
        picture = Picture(render(scene), str(number))
        asked = [Conversation(picture, each.question) for each in questions(scene, rng)[:-1]]
        first, second = follow_up(scene, rng)
        turn = Turn(first.question, first.answer)
        for conversation in (*asked, Conversation(picture, second.question, (turn,))):
            said, other = plain.answer(conversation), half.answer(conversation)
            same.append(said.text == other.text)
            if same[-1]:
                assert other.confidence == pytest.approx(said.confidence, abs=0.05)
    assert len(same) == 56
    assert sum(same) >= 54


def test_what_is_heard_is_the_same() -> None:
    plain, half = both(factories.listener, find(str(SHAPES / "listen")))
    rng, same = np.random.default_rng(12), []
    for _ in range(20):
        said = train_listen.draw(rng, held_out=True)
        samples = (train_listen.spoken(said) * 32767).astype("<i2").tobytes()
        heard = [each.listen(Speech(samples, 16_000), "bn") for each in (plain, half)]
        same.append(heard[0].text == heard[1].text)
    assert sum(same) >= 19


def test_things_are_found_in_the_same_places() -> None:
    plain, half = both(factories.locator, find(str(SHAPES / "locate")))
    rng, overlaps = np.random.default_rng((9, 8)), []
    for number in range(10):
        picture = Picture(render(draw_scene(rng, most=500)), str(number))
        found = [each.locate(picture) for each in (plain, half)]
        assert [box.label for box in found[0]] == [box.label for box in found[1]]
        overlaps += [overlap(one.box, other.box) for one, other in zip(*found, strict=True)]
    assert len(overlaps) > 10
    assert np.median(overlaps) > 0.9
