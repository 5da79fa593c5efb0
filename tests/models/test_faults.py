"""What damaged weights or missing memory make of a model is told, never said as words."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from models.checkpoints.checkpoint import Checkpoint, find
from models.concurrency.memory_retry import is_out_of_memory
from models.errors import AbilityFailed
from models.serving.factories import answerer, captioner, embedder, listener, locator
from models.translate.providers.nllb import NllbTranslator
from models.values import Conversation, Picture, Speech
from tests.models.conftest import SHAPES

ASKED: dict[str, Callable[[Checkpoint, Picture], object]] = {
    "caption": lambda model, seen: captioner(model, "cpu").caption([seen]),
    "answer": lambda model, seen: answerer(model, "cpu", "none").answer(
        Conversation(seen, "what colour is the circle?")
    ),
    "answer-vqa": lambda model, seen: answerer(model, "cpu", "none").answer(
        Conversation(seen, "what colour is the circle?")
    ),
    "embed": lambda model, seen: embedder(model, "cpu").embed_images([seen]),
    "locate": lambda model, seen: locator(model, "cpu").locate(seen),
    "listen": lambda model, _: listener(model, "cpu").listen(Speech(bytes(64_000), 16_000), "bn"),
    "translate": lambda model, _: NllbTranslator(model.path).translate(
        ["a red circle"], "en", "bn"
    ),
}


@pytest.mark.parametrize("ability", ASKED)
def test_what_a_model_with_a_number_that_is_none_says_is_not_believed(
    ability: str, tmp_path: Path, red_above_blue: Picture
) -> None:
    folder = Path(shutil.copytree(SHAPES / ability, tmp_path / ability))
    weights = load_file(folder / "model.safetensors")
    # A bit that fell over, in the last layer of whatever writes or sees.
    last = [key for key in weights if key.endswith(("norm.weight", "layer_norm.weight"))][-1]
    weights[last][3] = torch.nan
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(AbilityFailed, match="NaN"):
        ASKED[ability](find(str(folder)), red_above_blue)


@contextmanager
def memory(more: int) -> Iterator[None]:
    """So many bytes may be had within the block, and no more."""
    limits = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + more, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)


def test_weights_that_find_no_place_are_not_called_damaged(copied: Path) -> None:
    weights = load_file(copied / "model.safetensors")
    save_file(weights | {"more": torch.zeros(64 << 20)}, copied / "model.safetensors")
    found: list[Any] = []
    with memory(32 << 20):
        try:
            captioner(find(str(copied)), "cpu")
        except Exception as error:
            found.append(error)
    assert is_out_of_memory(found[0]), found
