"""Captions on a GPU: BLIP-base, eight photos together, against float32 as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from benchmarks import captions as blip_base
from benchmarks.figures import Figure
from benchmarks.gpu_model import TINY, Size, at_least, seconds
from models.caption import blip
from models.checkpoints.checkpoint import find
from models.values import Picture

_SHAPES = str(Path(__file__).parent.parent / "models" / "shapes" / "caption")


def captions(size: Size) -> Iterator[Figure]:
    """BLIP-base, eight photos together: ours, and ours compiled, against float32 as it comes."""
    patched = mock.patch.multiple(
        blip, MAX_NEW_TOKENS=blip_base.TOKENS, MIN_LENGTH=blip_base.TOKENS + 4
    )
    with TemporaryDirectory() as made, patched:
        folder = _SHAPES if size is TINY else made
        if size is not TINY:
            blip_base.save(folder)
        stock = _stock(folder, size.device)
        ours = blip.BlipCaptioner(find(folder), size.device, beams=1)
        plain, fast = _timed(size, stock), _timed(size, ours.caption)
        one_by_one = _timed(size, lambda pictures: [stock([each]) for each in pictures])
        name = f"BLIP-base, batch of {blip_base.BATCH}"
        yield Figure(name, round(fast * 1000, 1), "ms")
        yield Figure(f"{name} against float32 one by one", round(one_by_one / fast, 2), "times")
        yield at_least(f"{name} against float32 in a batch", plain / fast, 3)
        ours.compile()
        yield at_least(f"{name}, compiled, against it", plain / _timed(size, ours.caption), 3)


def _stock(folder: str, device: str) -> Callable[[Sequence[Picture]], Any]:
    """Captions as the model's own page shows it, of several pictures: float32, `generate`."""
    import torch
    from transformers import AutoTokenizer, BlipForConditionalGeneration, BlipImageProcessorPil

    model: Any = BlipForConditionalGeneration.from_pretrained(folder)
    model.eval().to(device)
    pixels = BlipImageProcessorPil.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)

    def caption(pictures: Sequence[Picture]) -> None:
        words = tokenizer([blip.PROMPT] * len(pictures), return_tensors="pt").to(device)
        seen = pixels([picture.image for picture in pictures], return_tensors="pt").to(device)
        with torch.inference_mode():
            out = model.generate(
                **seen,
                input_ids=words["input_ids"],
                attention_mask=words["attention_mask"],
                do_sample=False,
                num_beams=1,
                min_new_tokens=blip_base.TOKENS,
                max_new_tokens=blip_base.TOKENS,
            )
        tokenizer.batch_decode(out, skip_special_tokens=True)

    return caption


def _timed(size: Size, caption: Callable[[Sequence[Picture]], Any]) -> float:
    """Median seconds, of new pictures each time: what was looked at last isn't looked at again."""
    taken = []
    for turn in range(size.times + 1):
        pictures = blip_base.photos()
        took = seconds(partial(caption, pictures))
        taken += [took] if turn else []
    return median(taken)
