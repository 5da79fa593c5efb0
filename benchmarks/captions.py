"""BLIP-base's captions by our path against transformers' own, at full size, side by side.

`python -m benchmarks.captions [TIMES]`

The weights are random: how long it takes is real, the words are not. So that no text ends at once,
each has so many new tokens; both sides write with the same beams.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.figures import Figure, report
from models.caption import blip
from models.checkpoints.checkpoint import find
from models.concurrency.torch_threads import import_torch
from models.values import Picture

TIMES = 3
"""Medians of so many, taken in turns: the plain side takes 15 s and more a time on two cores."""
TOKENS = 12
"""New ones of each text: "a red double decker bus driving down a city street" has ten."""
BATCH = 8
_VOCABULARY = 30_524


def measure(times: int = TIMES) -> list[Figure]:
    """Time both, in turns, with 1 and 3 beams; then where our time goes."""
    import_torch()
    figures: list[Figure] = []
    with TemporaryDirectory() as folder:
        save(folder)
        for beams in (1, 3):
            figures += _compared(folder, beams, times)
        figures += _parts(folder, times)
    return figures


def save(folder: str) -> None:
    """Save a BLIP-base of random weights: vision of 384 pixels, a text decoder of BERT's size."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import (
        BlipConfig,
        BlipForConditionalGeneration,
        BlipImageProcessorPil,
        PreTrainedTokenizerFast,
    )

    torch.manual_seed(20261128)
    # By default BLIP's vision begins at 1e-10, where processors are slow.
    config = BlipConfig(
        vision_config={"initializer_range": 0.02},
        text_config={
            "vocab_size": _VOCABULARY,
            "num_attention_heads": 12,
            "sep_token_id": 102,
            "pad_token_id": 0,
        },
    )
    BlipForConditionalGeneration(config).save_pretrained(folder)
    BlipImageProcessorPil().save_pretrained(folder)
    words = {"[PAD]": 0, "[CLS]": 101, "[SEP]": 102, "[UNK]": 100, "a": 1037, "picture": 3861}
    words |= {"of": 1997}
    words |= {f"w{n}": n for n in range(_VOCABULARY) if n not in words.values()}
    known = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    known.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    ends = [("[CLS]", 101), ("[SEP]", 102)]
    known.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=ends
    )
    tokenizer: Any = PreTrainedTokenizerFast
    tokenizer(
        tokenizer_object=known,
        pad_token="[PAD]",
        sep_token="[SEP]",
        cls_token="[CLS]",
    ).save_pretrained(folder)


def photos() -> list[Picture]:
    """Eight pictures of the size that Telegram sends, each of its own."""
    rng = np.random.default_rng(8)
    small = rng.integers(0, 255, (BATCH, 24, 32, 3), np.uint8)
    images = [Image.fromarray(each).resize((1280, 960)) for each in small]
    return [Picture(image, str(place)) for place, image in enumerate(images)]


def plain(folder: str, beams: int) -> Callable[[Picture], None]:
    """Captioning one picture as the model's own page shows it: float32, `generate`."""
    import torch
    from transformers import AutoTokenizer, BlipForConditionalGeneration, BlipImageProcessorPil

    model: Any = BlipForConditionalGeneration.from_pretrained(folder)
    model.eval()
    pixels = BlipImageProcessorPil.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)

    def caption(picture: Picture) -> None:
        words = tokenizer([blip.PROMPT], return_tensors="pt")
        with torch.inference_mode():
            out = model.generate(
                **pixels(picture.image, return_tensors="pt"),
                input_ids=words.input_ids,
                attention_mask=words.attention_mask,
                num_beams=beams,
                do_sample=False,
                min_new_tokens=TOKENS,
                max_new_tokens=TOKENS,
            )
        tokenizer.batch_decode(out, skip_special_tokens=True)

    return caption


def ours(folder: str, beams: int) -> blip.BlipCaptioner:
    """Our captioner, made to write as many tokens."""
    blip.MAX_NEW_TOKENS = TOKENS
    # The prompt counts: four tokens, its begin among them.
    blip.MIN_LENGTH = TOKENS + 4
    return blip.BlipCaptioner(find(folder), "cpu", beams)


def _compared(folder: str, beams: int, times: int) -> list[Figure]:
    stock, captioner = plain(folder, beams), ours(folder, beams)
    one_by_one: list[float] = []
    batch: list[float] = []
    alone: list[float] = []
    for turn in range(times + 1):
        # New ones each time: what was looked at last would not be looked at again.
        pictures, (other, *_) = photos(), photos()
        taken = (
            _seconds(partial(list, map(stock, pictures))),
            _seconds(partial(captioner.caption, pictures)),
            _seconds(partial(captioner.caption, [other])),
        )
        if turn:
            for kept, seconds in zip((one_by_one, batch, alone), taken, strict=True):
                kept.append(seconds)
    least, ours_8, ours_1 = median(one_by_one), median(batch), median(alone)
    name, ratio = f"{beams} beam{'s' * (beams > 1)}", least / ours_8
    return [
        Figure(
            f"BLIP-base, batch of {BATCH} against plain float32 one by one, {name}",
            round(ratio, 2), "times", "≥ 2", ratio >= 2,
        ),
        Figure(f"BLIP-base, one against plain, {name}", round(least / BATCH / ours_1, 2), "times"),
        Figure(f"plain, {BATCH} one by one, {name}", round(least, 2), "s"),
        Figure(f"ours, {BATCH} in a batch, {name}", round(ours_8, 2), "s"),
        Figure(f"ours, one, {name}", round(ours_1, 2), "s"),
    ]  # fmt: skip


def _parts(folder: str, times: int) -> list[Figure]:
    """Where a batch's time goes: pixels, vision, keys, and what is left, writing."""
    import torch

    captioner = ours(folder, 3)
    model, spent = captioner._model, dict.fromkeys(("pixels", "vision", "keys"), 0.0)

    def timed(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def clocked(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            result = call(*given, **named)
            spent[name] += time.perf_counter() - begun
            return result

        return clocked

    captioner.caption(photos())
    # A function called through its class: the captioner asks it for its sizes, too.
    pixels = type(captioner._pixels)
    plainly = pixels.__call__
    pixels.__call__ = timed("pixels", plainly)
    model.vision_model.forward = timed("vision", model.vision_model.forward)
    captioner._sight.show = timed("keys", captioner._sight.show)  # type: ignore[method-assign]
    whole = sum(_seconds(partial(captioner.caption, photos())) for _ in range(times))
    pixels.__call__ = plainly
    shares = {**spent, "writing": whole - sum(spent.values())}
    shown = str(model.dtype).removeprefix("torch.")
    threads = torch.get_num_threads()
    return [
        Figure(f"share of {part}, 3 beams, {shown}, {threads} threads", round(s / whole, 3), "")
        for part, s in shares.items()
    ]


def _seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    report("captions", measure(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES))
