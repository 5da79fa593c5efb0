"""Doubt that can be heard: what becomes of a captioner's wrong claims, and of its right ones.

The demonstration's captioner is made to err: noise is added to its weights. The other looks are
its own samples and the undisturbed model that answers questions, weighed by the embedder, as in
the bot. A claim is a thing with its colour, or where two things lie; it is wrong where the scene
that was drawn has no such thing.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from benchmarks.figures import Figure, report

SEED = 31
SCENES = 1_000
NOISES = (0.25, 0.3, 0.35, 0.4)
"""Standard deviations of the noise, as parts of each weight matrix' own."""
TOO_MUCH = 0.4
"""Most of what the captioner says is wrong then; nothing is promised of it."""
_BATCH = 50


def measure(scenes: int = SCENES) -> list[Figure]:
    """The figures for each noise, and for the captioner as it is."""
    found: list[Figure] = []
    for noise in (0.0, *NOISES):
        for looks, with_second in ((4, True), (4, False)):
            counts = asyncio.run(count(noise, scenes, SEED, looks, with_second))
            name = f"noise {noise}, {'samples and second model' if with_second else 'samples'}"
            found += _figures(name, counts, held=with_second and 0 < noise < TOO_MUCH)
    return found


async def count(
    noise: float, scenes: int, seed: int, looks: int = 4, with_second: bool = True
) -> Counter[str]:
    """How many claims are right or wrong, plain or hedged: "right", "right hedged" and so on."""
    import numpy as np
    import torch

    from handlers.descriptions.claims import Phrase, phrases
    from handlers.descriptions.describe import NOTHING_KNOWN
    from handlers.descriptions.uncertainty import doubtful
    from models.provisioning.presets import resolve
    from models.serving.engine import Engine
    from models.settings import ModelsSettings
    from models.values import Picture
    from tests.shapes.scene import Scene, draw_scene, render

    def rights(scene: Scene, named: list[Phrase]) -> list[bool]:
        """Which of the phrases hold: each names a shape of its own, where it lies."""
        left = [(shape.colour, shape.kind) for shape in scene.shapes]
        found: list[bool] = []
        for index, phrase in enumerate(named):
            thing = (" ".join(sorted(phrase.more)), phrase.head)
            beside = len(scene.shapes) == 2 and phrase.link == scene.relation
            placed = index == 0 or not found[-1] or beside
            # Of two shapes the caption names the upper or left one first.
            placed = placed and (index == 0 or not found[-1] or left == [thing])
            found.append(thing in left and placed)
            if thing in left:
                left.remove(thing)
        return found

    def disturb(captioner: Any) -> None:
        generator = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for weights in captioner._model.parameters():
                if weights.dim() > 1:
                    chance = torch.randn(weights.shape, generator=generator)
                    weights.add_(chance * weights.std() * noise)

    values = {"caption": {"looks": looks, "second": with_second}}
    engine = Engine(resolve("shapes", ModelsSettings.model_validate(values)))
    rng = np.random.default_rng(seed)
    counts: Counter[str] = Counter()
    try:
        with engine._lender.captioner() as captioner:
            disturb(captioner)
            for start in range(0, scenes, _BATCH):
                drawn = [draw_scene(rng, unknown=0.0, most=400) for _ in range(_BATCH)]
                pictures = [Picture(render(scene), f"{start}-{n}") for n, scene in enumerate(drawn)]
                captions = await engine.caption(pictures)
                for scene, caption in zip(drawn, captions, strict=True):
                    hedged = doubtful(caption, caption.text, NOTHING_KNOWN)
                    named = [] if caption.text == NOTHING_KNOWN else phrases(caption.text)
                    for phrase, right in zip(named, rights(scene, named), strict=True):
                        claim = "right" if right else "wrong"
                        counts[claim] += 1
                        counts[f"{claim} hedged"] += phrase in hedged
    finally:
        await engine.close()
    return counts


def _figures(name: str, counts: Counter[str], held: bool) -> list[Figure]:
    wrong = counts["wrong hedged"] / max(counts["wrong"], 1)
    right = counts["right hedged"] / max(counts["right"], 1)
    return [
        Figure(
            f"wrong claims doubted, {name}",
            round(wrong, 3),
            f"of {counts['wrong']}",
            "≥ 0.5" if held else "",
            wrong >= 0.5 if held else None,
        ),
        Figure(
            f"right claims hedged, {name}",
            round(right, 3),
            f"of {counts['right']}",
            "≤ 0.1" if held else "",
            right <= 0.1 if held else None,
        ),
    ]


if __name__ == "__main__":
    report("doubt", measure())
