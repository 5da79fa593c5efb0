"""BLIP by our path writes what transformers' own writes, with less to do."""

from __future__ import annotations

import io
from collections import Counter
from functools import partial
from itertools import count
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from models.caption.blip import MAX_NEW_TOKENS, MIN_LENGTH, PROMPT, BlipCaptioner
from models.checkpoints import loading
from models.checkpoints.checkpoint import Checkpoint, find
from models.concurrency.cancellation import Stopped, stopped_by
from models.media.image import open_picture
from models.serving import factories
from models.settings import CaptionSettings
from models.values import Picture
from tests.models.conftest import SHAPES
from tests.shapes.scene import draw_scene, render


@pytest.fixture(scope="module")
def checkpoint() -> Checkpoint:
    return find(str(SHAPES / "caption"))


@pytest.fixture(scope="module")
def drawn() -> list[Picture]:
    rng = np.random.default_rng(5)
    scenes = [render(draw_scene(rng, size=(96, 72))) for _ in range(7)]
    # What it never learnt as well: there the beams differ.
    noise = rng.integers(0, 255, (3, 80, 80, 3), np.uint8)
    images = scenes + [Image.fromarray(each) for each in noise]
    return [Picture(image.convert("RGB"), str(place)) for place, image in enumerate(images)]


@pytest.fixture(scope="module")
def stock(checkpoint: Checkpoint) -> Any:
    from transformers import BlipForConditionalGeneration

    model: Any = BlipForConditionalGeneration.from_pretrained(checkpoint.path)
    return model.eval()


@pytest.mark.parametrize("beams", [1, 3])
def test_its_tokens_are_those_of_transformers_own(
    beams: int, checkpoint: Checkpoint, drawn: list[Picture], stock: Any
) -> None:
    ours = BlipCaptioner(checkpoint, "cpu", beams)
    pixels = ours._pixels([each.image for each in drawn], return_tensors="pt").pixel_values
    words = ours._tokenizer([PROMPT] * len(drawn), return_tensors="pt")
    plain = stock.generate(
        pixel_values=pixels,
        input_ids=words.input_ids.clone(),
        attention_mask=words.attention_mask,
        num_beams=beams,
        do_sample=False,
        min_length=MIN_LENGTH,
        max_new_tokens=MAX_NEW_TOKENS,
    )
    length_penalty = 1.0 if beams > 1 else None
    how = {"num_beams": beams, "do_sample": False, "length_penalty": length_penalty}
    _, new = ours._write(drawn, PROMPT, how)
    assert torch.equal(plain[:, words.input_ids.shape[1] - 1 :], new)


def test_its_vision_tells_what_transformers_own_tells(
    checkpoint: Checkpoint, drawn: list[Picture], stock: Any
) -> None:
    ours = BlipCaptioner(checkpoint, "cpu")
    pixels = ours._pixels([each.image for each in drawn], return_tensors="pt").pixel_values
    with torch.inference_mode():
        plain = stock.vision_model(pixels)[0]
        torch.testing.assert_close(ours._model.vision_model(pixels)[0], plain)


@pytest.fixture
def counted(checkpoint: Checkpoint) -> tuple[BlipCaptioner, Counter[str]]:
    """A captioner, and how many pictures went through its vision and its decoder's first keys."""
    captioner, count = BlipCaptioner(checkpoint, "cpu"), Counter[str]()

    def counts(name: str) -> Any:
        return lambda _module, _given, out: count.update({name: len(out)})

    model = captioner._model
    model.vision_model.post_layernorm.register_forward_hook(counts("seen"))
    first = model.text_decoder.bert.encoder.layer[0].crossattention.self
    first.key.register_forward_hook(counts("keys"))
    return captioner, count


def test_a_picture_is_looked_at_once_for_all_beams_and_samples(
    counted: tuple[BlipCaptioner, Counter[str]], drawn: list[Picture]
) -> None:
    captioner, count = counted
    captioner.caption(drawn[:3])
    captioner.sample(drawn[:3], 4)
    # The last layer norm is asked for the whole and again for its first row.
    assert count == {"seen": 6, "keys": 3}
    captioner.caption(drawn[:2])
    assert count == {"seen": 10, "keys": 5}


def test_samples_after_a_caption_are_those_of_a_fresh_look(
    checkpoint: Checkpoint, drawn: list[Picture]
) -> None:
    captioner = BlipCaptioner(checkpoint, "cpu")
    captioner.caption(drawn)
    told = captioner.sample(drawn, 3)
    assert told == captioner.sample(drawn, 3)
    captioner.caption(drawn[:1])
    assert captioner.sample(drawn[::-1], 3) == BlipCaptioner(checkpoint, "cpu").sample(
        drawn[::-1], 3
    )


def test_what_is_drawn_for_a_picture_does_not_depend_on_its_company(
    checkpoint: Checkpoint, drawn: list[Picture]
) -> None:
    captioner = BlipCaptioner(checkpoint, "cpu")
    # Undecided, so that chance has something to decide.
    captioner._model.text_decoder.cls.predictions.decoder.weight.data *= 0.1
    together = captioner.sample(drawn[:4], 3)
    assert [captioner.sample([picture], 3)[0] for picture in drawn[:4]] == together
    assert captioner.sample([drawn[2], drawn[0]], 5)[0][:3] == together[2]
    assert len({text for texts in together for text in texts}) > 6


def test_a_roughly_decoded_photo_is_captioned_alike(checkpoint: Checkpoint) -> None:
    captioner, rng = BlipCaptioner(checkpoint, "cpu"), np.random.default_rng(6)
    whole, rough = [], []
    for _ in range(6):
        stream = io.BytesIO()
        render(draw_scene(rng, size=(2000, 1600))).save(stream, "JPEG", quality=85)
        whole.append(open_picture(stream.getvalue()))
        rough.append(open_picture(stream.getvalue(), rough=True))
    assert {picture.image.size for picture in rough} == {(1000, 800)}
    said, plain = captioner.caption(rough), captioner.caption(whole)
    assert [each.text for each in said] == [each.text for each in plain]


def test_in_bfloat16_it_says_the_same(
    checkpoint: Checkpoint, drawn: list[Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = BlipCaptioner(checkpoint, "cpu").caption(drawn[:7])
    monkeypatch.setattr(loading, "_LARGE", 0)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": True})
    half = BlipCaptioner(checkpoint, "cpu")
    assert half._model.dtype == torch.bfloat16
    said = half.caption(drawn[:7])
    assert [each.text for each in said] == [each.text for each in plain]
    for one, other in zip(said, plain, strict=True):
        assert one.confidence == pytest.approx(other.confidence, abs=0.02)


def test_compiled_it_says_the_same_and_is_still_stopped_between_its_blocks(
    checkpoint: Checkpoint, drawn: list[Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    traced: list[object] = []

    def backend(graph: Any, _: object) -> Any:
        traced.append(graph)
        return graph.forward

    monkeypatch.setattr(torch, "compile", partial(torch.compile, backend=backend))
    plain = BlipCaptioner(checkpoint, "cpu")
    compiled = factories.captioner(checkpoint, "cpu", CaptionSettings(compiled=True))
    for pictures in (drawn[:1], drawn[:3], drawn[2:7]):
        assert compiled.caption(pictures) == plain.caption(pictures)
    # Blocks that are alike share it: once for one picture, once for any number.
    assert 1 <= len(traced) <= 2
    steps = count()
    with stopped_by(lambda: next(steps) == 3), pytest.raises(Stopped):
        compiled.caption(drawn[7:8])


def test_where_nothing_can_be_compiled_the_eyes_see_as_they_are(
    checkpoint: Checkpoint,
    drawn: list[Picture],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def backend(*_: object) -> Any:
        raise RuntimeError("no C++ compiler")

    monkeypatch.setattr(torch, "compile", partial(torch.compile, backend=backend))
    plain = BlipCaptioner(checkpoint, "cpu")
    compiled = factories.captioner(checkpoint, "cpu", CaptionSettings(compiled=True))
    assert compiled.caption(drawn[:3]) == plain.caption(drawn[:3])
    assert len([each for each in caplog.records if "compiled" in each.message]) == 1
