"""PaliGemma: a tiny one with random weights, of the real classes, through the real code."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from tokenizers import Tokenizer, decoders, pre_tokenizers
from tokenizers.models import WordLevel
from transformers import (
    GemmaConfig,
    PaliGemmaConfig,
    PaliGemmaForConditionalGeneration,
    PaliGemmaProcessor,
    PreTrainedTokenizerFast,
    SiglipVisionConfig,
)
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil

from models.answer import paligemma as answering
from models.checkpoints.checkpoint import Checkpoint, find
from models.errors import NotUnderstood
from models.families import paligemma as family
from models.locate import paligemma
from models.serving.factories import answerer, captioner, locator
from models.values import Conversation, Picture

SPECIAL = ("<pad>", "<eos>", "<bos>", "<unk>")
WORDS = "caption en detect segment answer a red circle all objects what is it ? yes no \n"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Checkpoint:
    """Saved with `save_pretrained`."""
    folder = tmp_path_factory.mktemp("paligemma")
    known = [*SPECIAL, *(f"▁{word}" for word in WORDS.split(" ")), "▁"]
    core = Tokenizer(WordLevel({w: i for i, w in enumerate(known)}, unk_token="<unk>"))  # noqa: S106 -- a token of a vocabulary
    core.pre_tokenizer = pre_tokenizers.Metaspace()
    core.decoder = decoders.Metaspace()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=core,
        **dict(zip(("pad_token", "eos_token", "bos_token", "unk_token"), SPECIAL, strict=True)),
    )
    pictures = SiglipImageProcessorPil(size={"height": 28, "width": 28})
    pictures.image_seq_length = 4
    processor = PaliGemmaProcessor(pictures, tokenizer)
    torch.manual_seed(3)
    text = GemmaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=16,
        pad_token_id=0,
        eos_token_id=1,
        bos_token_id=2,
        initializer_range=0.5,
    )
    vision = SiglipVisionConfig(
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=28,
        patch_size=14,
        vision_use_head=False,
    )
    model = PaliGemmaForConditionalGeneration(
        PaliGemmaConfig(
            vision_config=vision.to_dict(),
            text_config=text.to_dict(),
            image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
            projection_dim=32,
            hidden_size=32,
            pad_token_id=0,
            eos_token_id=1,
            bos_token_id=2,
        )
    )
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return find(str(folder))


@pytest.fixture(autouse=True)
def briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random weights never end by themselves."""
    monkeypatch.setattr(family, "MAX_NEW_TOKENS", 12)


@pytest.fixture
def picture() -> Picture:
    noise = np.random.default_rng(1).integers(0, 255, (90, 120, 3), dtype=np.uint8)
    return Picture(Image.fromarray(noise), "1")


def test_it_captions_answers_and_locates_the_same_each_time(
    checkpoint: Checkpoint, picture: Picture
) -> None:
    speaking = captioner(checkpoint, "cpu")
    first, second = speaking.caption([picture, picture])
    assert first == second == speaking.caption([picture])[0]
    assert first.confidence is not None
    assert 0 < first.confidence <= 1
    answering_one = answerer(checkpoint, "cpu", "none")
    asked = Conversation(picture, "what is it ?")
    assert answering_one.answer(asked) == answering_one.answer(asked)
    with pytest.raises(NotUnderstood):
        answering_one.answer(replace(asked, question="what is zzz ?"))
    finding = locator(checkpoint, "cpu")
    assert finding.locate(picture, "red circle") == finding.locate(picture, "red circle")


def test_it_stops_at_its_end_mark(checkpoint: Checkpoint, picture: Picture) -> None:
    model = family.PaliGemma(checkpoint, "cpu")
    told, _ = model.tell(picture, "caption en")
    spoken = len(model.tokenizer(told, add_special_tokens=False)["input_ids"])
    assert 0 < spoken <= 12
    with torch.no_grad():
        # Whatever it would say first is the end now.
        head = model._model.get_output_embeddings().weight
        head[1] = 0
        model._model.lm_head = torch.nn.Linear(32, head.shape[0])
        model._model.lm_head.weight.zero_()
        model._model.lm_head.bias.zero_()
        model._model.lm_head.bias[1] = 9
    assert model.tell(picture, "caption en")[0] == ""


def test_its_language_model_alone_is_quantised(checkpoint: Checkpoint) -> None:
    # Loading holds every layer to it, and raises otherwise.
    answering.load(checkpoint, "cpu", "nf4")


def test_places_are_read_from_its_words() -> None:
    told = (
        "<loc0256><loc0128><loc0768><loc0512> red circle ; <loc0000><loc0000><loc1023><loc1023> a"
    )
    large, small = paligemma.boxes(told, (800, 400), 0.5)
    assert (small.label, small.box) == ("red circle", (100.0, 100.0, 400.0, 300.0))
    assert large.label == "a"
    assert paligemma.boxes("there is none", (800, 400), 0.5) == []
    assert paligemma.boxes("<loc0512><loc0128><loc0256><loc0512> turned", (8, 4), 0.5) == []
