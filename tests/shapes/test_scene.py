"""The pictures and the sentences themselves: repeatable, clear, and seen alike by all."""

from __future__ import annotations

import numpy as np
import pytest

from tests.shapes import pool, train_answer, train_caption
from tests.shapes.scene import draw_scene, mirrored, render
from tests.shapes.sentences import ask, caption, follow_up


def test_a_scene_is_the_same_picture_every_time() -> None:
    scenes = [draw_scene(np.random.default_rng(4), size=(120, 80)) for _ in range(2)]
    assert scenes[0] == scenes[1]
    assert render(scenes[0]).tobytes() == render(scenes[1]).tobytes()


def test_the_mirrored_scene_says_what_the_mirrored_picture_shows() -> None:
    rng = np.random.default_rng(5)
    for scene in (draw_scene(rng, unknown=0) for _ in range(200)):
        turned = mirrored(scene)
        if len(scene.shapes) == 2 and scene.relation == "to the left of":
            first, second = caption(scene).split(" to the left of ")
            assert caption(turned) == f"{second} to the left of {first}"
        else:
            assert caption(turned) == caption(scene)


def test_no_question_has_two_answers() -> None:
    rng = np.random.default_rng(6)
    for scene in (draw_scene(rng, unknown=0) for _ in range(600)):
        asked = [ask("colour", scene, rng), ask("shape", scene, rng), *follow_up(scene, rng)]
        for question in asked:
            named = [
                shape
                for shape in scene.shapes
                if shape.kind in question.question or shape.colour in question.question
            ]
            assert len({(shape.colour, shape.kind) for shape in named}) <= 1, question


@pytest.mark.parametrize("size", [(48, 96), (300, 300), (2000, 1300)])
def test_training_sees_a_picture_as_the_image_processors_do(size: tuple[int, int]) -> None:
    picture = render(draw_scene(np.random.default_rng(7), size=size))
    trained_on = pool.normalised(pool.seen(picture)[None])
    for parts in (train_caption.processor(), train_answer.processor()):
        seen = parts.image_processor(picture, return_tensors="pt").pixel_values
        assert float((seen - trained_on).abs().max()) < 1e-6
