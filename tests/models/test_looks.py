"""Second looks: samples that repeat, and doubt that finds what a disturbed captioner says wrong."""

from __future__ import annotations

import pytest

from benchmarks.doubt import count
from models.backends import Sampler
from models.checkpoints.checkpoint import find
from models.provisioning.presets import resolve
from models.serving import factories
from models.serving.engine import Engine
from models.settings import ModelsSettings
from models.values import Picture
from tests.models.conftest import SHAPES


def test_samples_are_drawn_alike_each_time(red_above_blue: Picture) -> None:
    captioner = factories.captioner(find(str(SHAPES / "caption")), "cpu")
    assert isinstance(captioner, Sampler)
    first, again = captioner.sample([red_above_blue], 3), captioner.sample([red_above_blue], 3)
    assert first == again == [["a red circle above a blue square"] * 3]
    assert captioner.sample([red_above_blue], 0) == [[]]


async def test_a_caption_comes_with_its_other_looks(red_above_blue: Picture) -> None:
    engine = Engine(resolve("shapes", ModelsSettings()))
    (caption,) = await engine.caption([red_above_blue])
    await engine.close()
    assert {caption.text, *caption.samples, caption.second} == {"a red circle above a blue square"}
    assert caption.favour is None


@pytest.mark.parametrize(("noise", "least_wrong"), [(0.35, 20)])
async def test_what_a_disturbed_captioner_says_wrong_is_doubted(
    noise: float, least_wrong: int
) -> None:
    counts = await count(noise, scenes=150, seed=101)
    assert counts["wrong"] >= least_wrong
    assert counts["wrong hedged"] >= 0.5 * counts["wrong"], counts
    assert counts["right hedged"] <= 0.1 * counts["right"], counts
