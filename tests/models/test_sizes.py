"""What a model is reckoned to take before it is loaded is what it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForImageTextToText, LlavaConfig, LlavaForConditionalGeneration

from models.answer.chat import ChatAnswerer
from models.checkpoints.checkpoint import Checkpoint, find
from models.checkpoints.quantise import Quantise, load_quantised
from models.provisioning import sizes
from tests.models.conftest import SHAPES
from tests.models.test_prefix import CIRCLE, COLOUR, ROOM, WIDE, talk
from tests.shapes.chat_families import make

WIDTH = 256


@pytest.fixture(scope="module")
def llava(tmp_path_factory: pytest.TempPathFactory) -> Checkpoint:
    """One whose matrices are large enough for what is kept beside each not to count."""
    config = LlavaConfig(
        vision_config={
            "model_type": "clip_vision_model", "hidden_size": 64, "intermediate_size": 128,
            "num_hidden_layers": 2, "num_attention_heads": 2, "image_size": 32, "patch_size": 8,
        },
        text_config={
            "model_type": "llama", "hidden_size": WIDTH, "intermediate_size": 3 * WIDTH,
            "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2,
            "vocab_size": 1000,
        },
        image_token_index=999,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("llava")
    LlavaForConditionalGeneration(config).save_pretrained(folder)
    return find(str(folder))


def bytes_of(model: Any) -> int:
    """What its tensors take, with all that bitsandbytes keeps beside them."""
    total = sum(part.nbytes for part in [*model.parameters(), *model.buffers()])
    for part in model.parameters():
        state = getattr(part, "quant_state", None)
        if state is not None:
            total += state.absmax.nbytes + state.state2.absmax.nbytes
        if (scale := getattr(part, "SCB", None)) is not None:
            total += scale.nbytes
    return total


@pytest.mark.parametrize("quantise", ["none", "nf4", "int8"])
def test_weights_take_what_was_reckoned(llava: Checkpoint, quantise: Quantise) -> None:
    model = load_quantised(AutoModelForImageTextToText, llava, "cpu", quantise)
    reckoned = sizes.weights(llava.shapes(), model.dtype.itemsize, quantise)
    assert reckoned == pytest.approx(bytes_of(model), rel=0.03)


@pytest.mark.parametrize("name", ["answer", "qwen2_5_vl"])
def test_a_token_that_is_kept_takes_what_was_reckoned(name: str, tmp_path: Path) -> None:
    checkpoint = find(str(SHAPES / name if name == "answer" else make(name, tmp_path)))
    model = ChatAnswerer(checkpoint, "cpu")
    model.keep(ROOM, 0)
    model.answer(talk(WIDE, COLOUR, CIRCLE)[0])
    (kept,) = model.prefixes._near.values()
    assert sizes.token(checkpoint.shapes(), 4) * len(kept.ids) == kept.size


def test_as_many_answers_at_once_as_there_is_room_for() -> None:
    shapes = {f"model.layers.0.self_attn.{name}_proj.weight": (128, 64) for name in "kv"}
    each = 2 * 128 * 2 * sizes.CONTEXT
    assert sizes.token(shapes, torch.float16.itemsize) * sizes.CONTEXT == each
    assert sizes.answers(shapes, 2, 0, most=4) == (1, each)
    assert sizes.answers(shapes, 2, 3 * each, most=4) == (3, 3 * each)
    assert sizes.answers(shapes, 2, 30 * each, most=4) == (4, 4 * each)
