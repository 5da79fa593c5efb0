"""A language model's layers in fewer pieces write what they wrote before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from models.answer.chat import ChatAnswerer
from models.answer.decoding.decoder import Decoder
from models.checkpoints.checkpoint import find
from models.checkpoints.fused_layers import merge, merged
from models.checkpoints.quantise import Quantise
from models.errors import SettingWrong
from models.families import greedy
from models.values import Conversation, Picture

SHAPES = Path(__file__).parents[2] / "models" / "shapes"
MOST = 8


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def logits(model: Any, inputs: Any) -> torch.Tensor:
    with torch.inference_mode():
        return model(**inputs).logits[0, -1].float()


@pytest.mark.parametrize(("name", "quantise"), [
    ("answer", "none"), ("answer", "nf4"), ("answer-2", "none"),
])  # fmt: skip
def test_merged_it_says_the_same(name: str, quantise: Quantise, red_above_blue: Picture) -> None:
    checkpoint = find(str(SHAPES / name))
    plain, other = (ChatAnswerer(checkpoint, "cpu", quantise) for _ in range(2))
    layers = other._model.config.get_text_config().num_hidden_layers
    assert merge(other._model) == 4 * layers + 1  # attention, two norms, the rest; a norm after all
    inputs = plain._inputs(Conversation(red_above_blue, "what is above the blue square?"))
    before, after = logits(plain._model, inputs), logits(other._model, inputs)
    # Double quantisation rounds the scales of merged rows anew.
    assert torch.allclose(before, after, atol=1e-4 if quantise == "none" else 0.3)
    assert (before - after).abs().mean() < 0.1 * before.std()
    said, _ = greedy.write(plain._model, inputs, MOST)
    assert Decoder(other._model, fixed=True).write(inputs, MOST).tokens.tolist() == said.tolist()
    names = {name.split(".")[-1] for name, _ in other._model.get_decoder().named_modules()}
    assert names >= {"qkv_proj", "gate_up_proj"}
    assert not names & {"q_proj", "up_proj"}


def test_biases_go_along_and_what_differs_stays_apart() -> None:
    first, second, bare, wide = (
        nn.Linear(64, 8), nn.Linear(64, 4), nn.Linear(64, 4, bias=False), nn.Linear(32, 4),
    )  # fmt: skip
    both, x = merged([first, second]), torch.randn(3, 64)
    assert both is not None
    assert torch.allclose(both(x), torch.cat([first(x), second(x)], -1), atol=1e-6)
    assert merged([first, bare]) is None
    assert merged([first, wide]) is None


def test_four_bits_with_biases_keep_their_blocks() -> None:
    from bitsandbytes.nn.modules import Linear4bit

    kind: Any = Linear4bit
    parts = [
        kind(128, rows, compute_dtype=torch.float32, quant_type="nf4", compress_statistics=False)
        .to("cpu").eval()
        for rows in (64, 32)
    ]  # fmt: skip
    both: Any = merged(parts)
    assert isinstance(both, Linear4bit)
    assert torch.equal(both.weight.data, torch.cat([part.weight.data for part in parts]))
    x = torch.randn(2, 128)
    with torch.inference_mode():
        assert torch.allclose(both(x), torch.cat([part(x) for part in parts], -1), atol=1e-5)


def test_four_bits_by_torchao_say_what_they_want() -> None:
    with pytest.raises(SettingWrong, match=r"\.\[int4\]|NVIDIA GPU"):
        ChatAnswerer(find(str(SHAPES / "answer")), "cpu", "int4")
