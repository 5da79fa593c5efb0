"""BLIP says what it sees, through the code that loads the real one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from models.backends import Captioner
from models.checkpoints.checkpoint import find
from models.errors import SettingWrong
from models.serving import factories
from models.settings import CaptionSettings
from models.values import Picture
from tests.models.conftest import SHAPES


@pytest.fixture(scope="module")
def captioner() -> Captioner:
    return factories.captioner(find(str(SHAPES / "caption")), "cpu")


def test_a_batch_is_captioned_in_order_and_as_one_by_one(
    captioner: Captioner, red_above_blue: Picture, green_above_yellow: Picture
) -> None:
    both = captioner.caption([red_above_blue, green_above_yellow])
    assert [one.text for one in both] == [
        "a red circle above a blue square",
        "a green circle above a yellow square",
    ]
    for picture, together in zip((red_above_blue, green_above_yellow), both, strict=True):
        (alone,) = captioner.caption([picture])
        assert alone.text == together.text
        assert alone.confidence == pytest.approx(together.confidence, abs=1e-3)
        assert 0.9 < alone.confidence <= 1


def test_colours_exchanged_are_told(captioner: Captioner, red_above_blue: Picture) -> None:
    exchanged = Image.fromarray(np.asarray(red_above_blue.image)[:, :, ::-1].copy())
    (said,) = captioner.caption([replace(red_above_blue, image=exchanged)])
    assert said.text == "a blue circle above a red square"


@pytest.mark.parametrize("beams", [1, 3])
def test_confidence_is_the_geometric_mean_of_the_tokens_probabilities(
    beams: int, red_above_blue: Picture
) -> None:
    captioner = factories.captioner(
        find(str(SHAPES / "caption")), "cpu", CaptionSettings(beams=beams)
    )
    # Counted anew with one forward pass over the caption, without generate or its beams.
    import torch

    model, tokenizer = captioner._model, captioner._tokenizer  # type: ignore[attr-defined] # BLIP's
    noise = np.random.default_rng(3).integers(0, 255, (90, 90, 3), np.uint8)
    for picture in (red_above_blue, Picture(Image.fromarray(noise), "noise")):
        (said,) = captioner.caption([picture])
        ids = tokenizer(f"a picture of {said.text}", return_tensors="pt").input_ids
        ids[:, 0] = model.config.text_config.bos_token_id
        pixels = captioner._pixels(picture.image, return_tensors="pt").pixel_values  # type: ignore[attr-defined]
        with torch.inference_mode():
            logits = model(pixel_values=pixels, input_ids=ids).logits
        logs = logits.log_softmax(-1)[0, :-1].gather(-1, ids[0, 1:, None])[:, 0]
        new = logs[len(tokenizer("a picture of").input_ids) - 2 :]
        assert said.confidence == pytest.approx(float(new.mean().exp()), abs=2e-3)


def test_no_pictures_have_no_captions(captioner: Captioner) -> None:
    assert captioner.caption([]) == []


def test_a_translator_writes_no_captions() -> None:
    with pytest.raises(SettingWrong):
        factories.captioner(find(str(SHAPES / "translate")), "cpu")
