"""How well an embedder finds its way in the shapes world: labels and search, on new pictures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.backends import Embedder
from models.serving import zero_shot
from models.values import Picture
from tests.shapes.bangla import to_bangla
from tests.shapes.scene import COLOURS, KINDS, Scene, draw_scene, render
from tests.shapes.sentences import caption

LABELS = tuple(f"a {colour} {kind}" for colour in COLOURS for kind in KINDS)


def pictures(scenes: list[Scene]) -> list[Picture]:
    """The scenes as pictures."""
    return [Picture(render(scene), str(number)) for number, scene in enumerate(scenes)]


def labels_right(embedder: Embedder, count: int, seed: int = 9) -> tuple[int, int]:
    """(right, all): the likeliest of the 18 labels is the one shape that is there."""
    rng, right = np.random.default_rng((99, seed)), 0
    scenes: list[Scene] = []
    while len(scenes) < count:
        scene = draw_scene(rng, unknown=0, most=500)
        scenes += [scene] * (len(scene.shapes) == 1)
    for scene, picture in zip(scenes, pictures(scenes), strict=True):
        found = zero_shot.classify(embedder, picture, LABELS)
        right += bool(found) and found[0].label == caption(scene)
    return right, count


def nothing_right(embedder: Embedder, count: int, seed: int = 11) -> tuple[int, int]:
    """(right, all): no label for pictures without shapes."""
    rng = np.random.default_rng((99, seed))
    scenes = [draw_scene(rng, unknown=1, most=500) for _ in range(count)]
    found = [zero_shot.classify(embedder, picture, LABELS) for picture in pictures(scenes)]
    return sum(not labels for labels in found), count


def absent_right(embedder: Embedder, count: int, seed: int = 12) -> tuple[int, int]:
    """(right, all): no label where the three that are asked for are not there."""
    rng, right = np.random.default_rng((99, seed)), 0
    scenes = [draw_scene(rng, unknown=0, most=500) for _ in range(count)]
    for scene, picture in zip(scenes, pictures(scenes), strict=True):
        there = {f"a {shape.colour} {shape.kind}" for shape in scene.shapes}
        asked = rng.choice([label for label in LABELS if label not in there], 3, replace=False)
        right += not zero_shot.classify(embedder, picture, [str(label) for label in asked])
    return right, count


def found_first(
    embedder: Embedder, languages: Sequence[str] = ("en",), count: int = 500, seed: int = 10
) -> dict[str, tuple[int, int]]:
    """Language: (right, all); the caption's own picture is first among `count` unlike ones."""
    rng = np.random.default_rng((99, seed))
    scenes: dict[str, Scene] = {}
    while len(scenes) < count:
        scene = draw_scene(rng, unknown=0, most=500)
        if len(scene.shapes) == 2:
            scenes.setdefault(caption(scene), scene)
    images = embedder.embed_images(pictures(list(scenes.values())))
    found = {}
    for language in languages:
        said = list(scenes) if language == "en" else [to_bangla(text) for text in scenes]
        nearest = (embedder.embed_texts(said) @ images.T).argmax(axis=1)
        found[language] = (int((nearest == np.arange(count)).sum()), count)
    return found
