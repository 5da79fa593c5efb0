"""Pictures and texts in one space: what the tiny models find, and every class that can be named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.backends import Embedder
from models.checkpoints.checkpoint import find
from models.serving import factories, zero_shot
from models.values import Picture
from tests.models.conftest import SHAPES
from tests.shapes import matching


def loaded(folder: Path) -> Embedder:
    return factories.embedder(find(str(folder)), "cpu")


@pytest.fixture(scope="module", params=["embed", "embed-clip"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return loaded(SHAPES / request.param)


def test_the_right_one_of_eighteen_labels_is_found(embedder: Embedder) -> None:
    right, of = matching.labels_right(embedder, 100)
    assert right >= 0.97 * of


def test_no_label_is_said_where_none_fits(embedder: Embedder) -> None:
    for right, of in (matching.nothing_right(embedder, 60), matching.absent_right(embedder, 60)):
        assert right >= 0.97 * of


def test_a_text_finds_its_own_picture_among_five_hundred(embedder: Embedder) -> None:
    languages = ("en", "bn") if embedder.multilingual else ("en",)
    for language, (right, of) in matching.found_first(embedder, languages).items():
        assert right >= 0.95 * of, language


def test_only_who_was_trained_on_bangla_is_multilingual() -> None:
    assert loaded(SHAPES / "embed").multilingual
    assert not loaded(SHAPES / "embed-clip").multilingual


def test_rows_have_length_one_and_a_batch_equals_its_parts(
    embedder: Embedder, red_above_blue: Picture, green_above_yellow: Picture
) -> None:
    pictures = [red_above_blue, green_above_yellow]
    texts = ["a red circle", "a green circle above a yellow square"]
    for rows, single in (
        (embedder.embed_images(pictures), [embedder.embed_images([each])[0] for each in pictures]),
        (embedder.embed_texts(texts), [embedder.embed_texts([each])[0] for each in texts]),
    ):
        assert rows.shape == (2, embedder.size)
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1], abs=1e-5)
        assert np.stack(single) == pytest.approx(rows, abs=1e-4)
    assert embedder.embed_images([]).shape == (0, embedder.size)


def test_what_a_picture_shows_is_surer_than_what_it_does_not(
    embedder: Embedder, red_above_blue: Picture
) -> None:
    there, absent = zero_shot.shows(embedder, red_above_blue, [["red circle"], ["green triangle"]])
    assert there > 0.5 > absent


class Fixed:
    """An embedder whose fits are given by the first phrasing of a label."""

    name, size, multilingual = "fixed", 1, False

    def __init__(self, **fits: float) -> None:
        self.fits = fits

    def classify(self, _picture: Picture, labels: Any) -> list[float]:
        return [self.fits.get(label[0].removeprefix("a photo of "), 0.0) for label in labels]

    embed_images: Any = None
    embed_texts: Any = None


@pytest.mark.parametrize(
    ("fits", "found"),
    [
        ({"cat": 0.7, "dog": 0.2}, ["cat", "dog"]),
        ({"cat": 0.3, "dog": 0.2, "a photo": 0.4}, []),
        ({"cat": 0.3, "dog": 0.2, "something else": 0.5}, []),
        # A sigmoid's yes to all that is true of the picture.
        ({"cat": 0.9, "dog": 0.001, "a photo": 0.99}, ["cat", "dog"]),
        # A sigmoid's "no" to everything, where one "no" is a little less.
        ({"cat": 0.003, "dog": 0.0001}, []),
    ],
)
def test_a_label_must_fit_better_than_a_text_that_says_nothing(
    red_above_blue: Picture, fits: dict[str, float], found: list[str]
) -> None:
    labels = zero_shot.classify(Fixed(**fits), red_above_blue, ["dog", "cat"])
    assert [label.label for label in labels] == found


def _clip(folder: Path) -> None:
    """As laion/CLIP-ViT-B-32-laion2B-s34B-b79K is in transformers' form, but small."""
    from transformers import CLIPConfig, CLIPModel, CLIPTokenizer
    from transformers.models.clip.image_processing_pil_clip import (
        CLIPImageProcessorPil,
    )

    letters = [*map(chr, range(33, 127)), *map(chr, range(161, 173)), *map(chr, range(174, 324))]
    known = [*letters, *(f"{letter}</w>" for letter in letters)]
    known += ["<|startoftext|>", "<|endoftext|>"]
    words = CLIPTokenizer({word: i for i, word in enumerate(known)}, [])
    small = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2}
    small |= {"num_attention_heads": 2, "hidden_act": "gelu", "projection_dim": 24}
    config = CLIPConfig(
        text_config=small | {"vocab_size": len(known), "eos_token_id": 2},
        vision_config=small | {"image_size": 32, "patch_size": 16},
        projection_dim=24,
    )
    CLIPModel(config).save_pretrained(folder)
    words.save_pretrained(folder)
    CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size=32).save_pretrained(folder)


def _gemma_words() -> Any:
    from transformers import GemmaTokenizer

    pieces = [
        "<pad>",
        "<eos>",
        "<bos>",
        "<unk>",
        "▁",
        "এ",
        "ক",
        "টি",
        "▁লাল",
        "▁বৃত্ত",
        *"abcdehiorst",
    ]
    return GemmaTokenizer(vocab={piece: i for i, piece in enumerate(pieces)}, merges=[])


def _siglip2(folder: Path) -> None:
    """SigLIP 2 in any size of picture ("naflex"): google/siglip2-base-patch16-naflex."""
    from transformers import Siglip2Config, Siglip2Model
    from transformers.models.siglip2.image_processing_pil_siglip2 import (
        Siglip2ImageProcessorPil,
    )

    words = _gemma_words()
    small = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2}
    small |= {"num_attention_heads": 2}
    config = Siglip2Config(
        text_config=small | {"vocab_size": len(words), "projection_size": 16},
        vision_config=small | {"num_patches": 16, "patch_size": 16},
    )
    Siglip2Model(config).save_pretrained(folder)
    words.save_pretrained(folder)
    Siglip2ImageProcessorPil(patch_size=16, max_num_patches=16).save_pretrained(folder)


def _siglip(folder: Path) -> None:
    """As google/siglip2-base-patch16-224 is: SigLIP's classes with Gemma's tokenizer."""
    from transformers import SiglipConfig, SiglipModel
    from transformers.models.siglip.image_processing_pil_siglip import (
        SiglipImageProcessorPil,
    )

    words = _gemma_words()
    small = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2}
    small |= {"num_attention_heads": 2}
    config = SiglipConfig(
        text_config=small | {"vocab_size": len(words), "projection_size": 16},
        vision_config=small | {"image_size": 32, "patch_size": 16},
    )
    SiglipModel(config).save_pretrained(folder)
    words.save_pretrained(folder)
    SiglipImageProcessorPil(size={"height": 32, "width": 32}).save_pretrained(folder)


@pytest.mark.parametrize(
    ("make", "kind", "size"),
    [(_clip, "clip", 24), (_siglip, "siglip", 16), (_siglip2, "siglip2", 16)],
    ids=["CLIP", "SigLIP 2", "SigLIP 2 naflex"],
)
def test_each_class_is_known_by_its_configuration(
    make: Callable[[Path], None],
    kind: str,
    size: int,
    tmp_path: Path,
    red_above_blue: Picture,
    green_above_yellow: Picture,
) -> None:
    make(tmp_path)
    assert json.loads((tmp_path / "config.json").read_text())["model_type"] == kind
    embedder = loaded(tmp_path)
    images = embedder.embed_images([red_above_blue, green_above_yellow])
    assert images.shape == (2, size) == (2, embedder.size)
    assert loaded(tmp_path).embed_images([green_above_yellow])[0] == pytest.approx(
        images[1], abs=1e-4
    )
    # Longer than the model's texts can be: cut, not refused.
    short, long = embedder.embed_texts(["a red cat", "a red cat " * 60])
    assert short.shape == long.shape == (size,)
    fits = embedder.classify(red_above_blue, [["a cat"], ["the red"]])
    assert all(0 <= fit <= 1 for fit in fits)
    if kind == "clip":
        assert sum(fits) == pytest.approx(1)
