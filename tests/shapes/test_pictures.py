"""The committed captioner and answerers, on pictures that they never saw, through files.

Loaded as any checkpoint is. Sizes run from 48 to 2,000 pixels; a third of the pictures are JPEG
at quality 60, a third PNG with alpha. Overall is not enough: each kind of question counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from tests.shapes import train_answer, train_caption, train_chat2, train_vqa, training
from tests.shapes.scene import Scene, draw_scene, render
from tests.shapes.sentences import (
    KINDS_OF_QUESTIONS,
    Asked,
    any_question,
    ask,
    caption,
    follow_up,
)

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "models/shapes"
SAMPLES = {
    "1.png": "a red circle above a blue square",
    "2.png": "a green triangle to the left of a yellow circle",
    "3.png": "a purple square",
}


@dataclass(frozen=True)
class Drawn:
    """What was drawn, and the picture as it came back from its file."""

    scene: Scene
    picture: Image.Image


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[Drawn]:
    """240 pictures of seeds that no training uses."""
    folder = tmp_path_factory.mktemp("pictures")
    rng = np.random.default_rng((31, 7))
    return [_through_a_file(draw_scene(rng), folder / str(number)) for number in range(240)]


def _through_a_file(scene: Scene, name: Path) -> Drawn:
    picture = render(scene)
    kind = int(name.name) % 3
    if kind == 0:
        picture.save(file := name.with_suffix(".jpg"), quality=60)
    elif kind == 1:
        # A quick compression: a large noisy PNG takes most of a second otherwise.
        picture.convert("RGBA").save(file := name.with_suffix(".png"), compress_level=1)
    else:
        picture.save(file := name.with_suffix(".png"), compress_level=1)
    return Drawn(scene, Image.open(file).convert("RGB"))


@pytest.fixture(scope="module")
def captioner() -> Callable[[list[Image.Image]], list[str]]:
    from transformers import AutoProcessor, BlipForConditionalGeneration

    model = BlipForConditionalGeneration.from_pretrained(FOLDER / "caption").eval()
    parts = AutoProcessor.from_pretrained(FOLDER / "caption", backend="pil")
    return lambda pictures: train_caption.captions(model, parts, pictures)


@cache
def chat(name: str) -> tuple[Any, Any]:
    from transformers import AutoModelForImageTextToText, AutoProcessor

    return (
        AutoModelForImageTextToText.from_pretrained(FOLDER / name).eval(),
        AutoProcessor.from_pretrained(FOLDER / name, backend="pil"),
    )


def _share(right: list[bool]) -> float:
    return sum(right) / len(right)


def _batches(drawn: list[Drawn], size: int = 60) -> list[list[Drawn]]:
    return [drawn[begin : begin + size] for begin in range(0, len(drawn), size)]


def _holds(results: list[tuple[str, bool]]) -> None:
    score = training.by_kind(results)
    print(training.table(score))
    right, of = score.pop("overall")
    assert right / of >= 0.97, training.table(score)
    assert all(right / of >= 0.95 for right, of in score.values()), training.table(score)


def test_captions_are_exact(drawn: list[Drawn], captioner: Any) -> None:
    results = []
    for some in _batches(drawn):
        said = captioner([d.picture for d in some])
        kinds = [("unknown", "one", "two")[len(d.scene.shapes)] for d in some]
        right = [text == caption(d.scene) for d, text in zip(some, said, strict=True)]
        results += list(zip(kinds, right, strict=True))
    _holds(results)


def test_a_picture_by_itself_is_captioned_as_in_a_batch(drawn: list[Drawn], captioner: Any) -> None:
    some = [d.picture for d in drawn[:12]]
    assert [captioner([picture])[0] for picture in some] == captioner(some)


def test_with_red_and_blue_exchanged_the_captions_are_wrong(
    drawn: list[Drawn], captioner: Any
) -> None:
    coloured = [
        d for d in drawn if any(shape.colour in ("red", "blue") for shape in d.scene.shapes)
    ][:60]
    exchanged = [Image.fromarray(np.asarray(d.picture)[:, :, ::-1]) for d in coloured]
    said = captioner(exchanged)
    right = [text == caption(d.scene) for d, text in zip(coloured, said, strict=True)]
    assert _share(right) < 0.2


def test_the_sample_pictures_are_captioned_right(captioner: Any) -> None:
    folder = ROOT / "bot/trial/page/samples"
    pictures = [Image.open(folder / name).convert("RGB") for name in SAMPLES]
    assert captioner(pictures) == list(SAMPLES.values())


def test_answers_of_the_small_answerer_are_exact(drawn: list[Drawn]) -> None:
    from transformers import AutoProcessor, BlipForQuestionAnswering

    model = BlipForQuestionAnswering.from_pretrained(FOLDER / "answer-vqa").eval()
    parts = AutoProcessor.from_pretrained(FOLDER / "answer-vqa", backend="pil")
    rng = np.random.default_rng(5)
    results = []
    for some in _batches(drawn[:120]):
        for kind in KINDS_OF_QUESTIONS:
            asked = [ask(kind, d.scene, rng) for d in some]
            said = train_vqa.answers(
                model, parts, [d.picture for d in some], [a.question for a in asked]
            )
            results += [(kind, a.answer == text) for a, text in zip(asked, said, strict=True)]
    _holds(results)


@pytest.mark.parametrize(("name", "count"), [("answer", 120), ("answer-2", 60)])
def test_answers_of_the_chat_models_are_exact_with_and_without_history(
    drawn: list[Drawn], name: str, count: int
) -> None:
    rng = np.random.default_rng(6)
    results = []
    for some in _batches(drawn[:count]):
        talks = {kind: [[ask(kind, d.scene, rng)] for d in some] for kind in KINDS_OF_QUESTIONS}
        talks["follow-up"] = [list(follow_up(d.scene, rng)) for d in some]
        talks["history"] = [_conversation(d.scene, rng) for d in some]
        for kind, talk in talks.items():
            said = train_answer.answers(*chat(name), [d.picture for d in some], talk)
            right = [turns[-1].answer == text for turns, text in zip(talk, said, strict=True)]
            results += [(kind, ok) for ok in right]
    _holds(results)


def _conversation(scene: Scene, rng: np.random.Generator) -> list[Asked]:
    return [any_question(scene, rng) for _ in range(int(rng.integers(2, 5)))]


@pytest.mark.parametrize(("name", "trainer"), [("answer", train_answer), ("answer-2", train_chat2)])
def test_the_chat_template_gives_the_tokens_it_was_trained_on(name: str, trainer: Any) -> None:
    parts = chat(name)[1]

    def tokens(text: str) -> list[int]:
        ids: list[int] = parts.tokenizer(text, add_special_tokens=False).input_ids
        return ids

    talk = [Asked("", "what colour is the circle?", "red"), Asked("", "and the square?", "blue")]
    packed = train_answer.pack(tokens, [[talk]], tokens(trainer.HEAD), trainer.FRAME)
    picture = Image.new("RGB", (90, 50))
    text = train_answer.prompt(parts, talk)
    ids = parts(images=[picture], text=[text], return_tensors="pt").input_ids
    assert torch.equal(packed.ids[:, : ids.shape[1]], ids)
