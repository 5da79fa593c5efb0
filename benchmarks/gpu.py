"""What a GPU reaches: answers against its memory's speed, and captions; "no GPU here" elsewhere.

`python -m benchmarks.gpu` takes some minutes; with --tiny it goes the same way on a CPU, with
models so small that the figures mean nothing.

LLaVA-1.5-7B in shape, with random weights made on the GPU: speed and memory are real, words are
not, and no answer ends by itself. A GPU that writes one answer waits for its memory: each token
reads all weights and what was read before once, which sets the most tokens a second that can be.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from itertools import pairwise
from statistics import median, quantiles
from typing import Any
from unittest import mock

from benchmarks.figures import Figure, report, show
from benchmarks.gpu_captions import captions
from benchmarks.gpu_model import (
    FULL,
    TINY,
    Size,
    at_least,
    bandwidth,
    prompt,
    quantise_here,
    read_for_a_token,
    seconds,
)
from benchmarks.llava import llava
from models.answer.decoding.decoder import SLOTS, Decoder
from models.answer.decoding.prefix_cache import Prefix
from models.checkpoints.fused_layers import merge
from models.checkpoints.quantise import Quantise
from models.families import greedy
from models.provisioning import sizes
from models.provisioning.machine import hand_back_memory


def measure() -> list[Figure]:
    """All figures of a GPU; none elsewhere."""
    import torch

    if not torch.cuda.is_available():
        print("no GPU here")
        return []
    return [figure for part in PARTS for figure in part(FULL)]


def answers(size: Size) -> Iterator[Figure]:
    """Both kinds of 4 bits, one after the other."""
    one = yield from _kind(size, "nf4")
    if size.device == "cuda" and find_spec("torchao"):
        other = yield from _kind(size, "int4")
        yield Figure("one answer, int4 against nf4", round(other / one, 2), "times")


def _kind(size: Size, quantise: Quantise) -> Generator[Figure, None, float]:
    """The figures of one kind of 4 bits; returns tokens a second of one answer."""
    import torch

    torch.manual_seed(0)
    model = llava(size.device, size.text, getattr(torch, size.dtype), size.eyes)
    shapes = {name: tuple(part.shape) for name, part in model.named_parameters()}
    quantise_here(model, quantise)
    inputs = prompt(model, size)
    stock = _eager(model, inputs, size) if quantise == "nf4" else 0.0
    merge(model)
    hand_back_memory()
    loop = Decoder(model, slots=8, fixed=True)
    rates = {}
    for many in (1, 4, 8):
        step = median(_gaps(loop, inputs, size, many))
        rates[many] = many / step
        yield Figure(f"{quantise}, {many} at once", round(rates[many], 1), "tokens/s")
    read, speed = read_for_a_token(model, size), bandwidth(size)
    share = rates[1] * read / speed
    yield Figure("memory, a copy's bytes read and written", round(speed / 1e12, 3), "TB/s")
    yield Figure(f"{quantise}, read for a token", round(read / 1e9, 2), "GB")
    yield Figure(
        f"{quantise}, one answer's share of the memory's roofline", round(share, 3), "",
        "≥ 0.3", share >= 0.3,
    )  # fmt: skip
    for many, least in ((4, 3), (8, 5)):
        yield at_least(f"{quantise}, {many} at once against one", rates[many] / rates[1], least)
    if quantise == "nf4":
        yield at_least("nf4, one answer against eager generate", rates[1] / stock, 6)
        yield from _pace(loop, inputs, size)
        yield from _follow_up(loop, inputs, size, 1 / rates[1])
        loop.release()
        yield from _memory(model, inputs, size, shapes)
    _profile(loop, inputs, size, quantise)
    loop.release()
    del model, loop
    hand_back_memory()
    return rates[1]


def _eager(model: Any, inputs: Any, size: Size) -> float:
    """Tokens a second of `generate` as it comes."""
    each, few = [], max(2, size.tokens // 4)
    for _ in range(min(size.times, 8) + 1):
        short, whole = (
            seconds(partial(greedy.write, model, inputs, most)) for most in (1, 1 + few)
        )
        each.append((whole - short) / few)
    return 1 / median(each[1:])


@contextmanager
def _watched() -> Iterator[list[tuple[float, int]]]:
    """When each step's tokens were read, and of how many answers."""
    seen: list[tuple[float, int]] = []
    read = Decoder._read

    def timed(loop: Decoder, tasks: Any, sent: Any) -> None:
        read(loop, tasks, sent)
        seen.append((time.perf_counter(), len(tasks)))

    with mock.patch.object(Decoder, "_read", timed):
        yield seen


def _between(seen: Sequence[tuple[float, int]], many: int) -> list[float]:
    """Seconds between two steps in a row of so many."""
    return [
        later - sooner
        for (sooner, before), (later, after) in pairwise(seen)
        if before == after == many
    ]


def _kept(loop: Decoder, inputs: Any) -> Prefix:
    """What was read of a prompt, but for its last token."""
    past = loop.write(inputs, 1).past
    ids = tuple(inputs["input_ids"][0].tolist())
    return Prefix(ids, tuple((layer.keys, layer.values) for layer in past.layers)).cut(len(ids) - 1)


def _gaps(loop: Decoder, inputs: Any, size: Size, many: int) -> list[float]:
    """Seconds between tokens of so many answers at once, whose prompts have been read before."""
    kept = _kept(loop, inputs)

    def write(_: int) -> None:
        loop.write(inputs, size.tokens, kept.cache())

    found: list[float] = []
    with ThreadPoolExecutor(many) as threads:
        for turn in range(min(3, size.times) + 1):
            with _watched() as seen:
                list(threads.map(write, range(many)))
            found += _between(seen, many) if turn else []
    return found


def _pace(loop: Decoder, inputs: Any, size: Size) -> Iterator[Figure]:
    """Four answers while a fifth person's photo is read."""
    kept, alone, beside = _kept(loop, inputs), [], []
    for turn in range(min(5, size.times) + 1):
        with _watched() as seen, ThreadPoolExecutor(4) as threads:
            four = [
                threads.submit(loop.write, inputs, 2 * size.tokens, kept.cache()) for _ in range(4)
            ]
            while len(_between(seen, 4)) < size.tokens // 4:
                if all(one.done() for one in four):
                    break
                time.sleep(0.0005)
            begun = len(seen)
            loop.write(inputs, 1)
            ended = len(seen)
            for one in four:
                one.result()
        if turn:
            alone += _between(seen[:begun], 4)
            beside += _between(seen[max(0, begun - 1) : ended + 1], 4)
    if len(alone) < 2 or len(beside) < 2:
        return
    slow, usual = (quantiles(each, n=20)[-1] for each in (beside, alone))
    name = "between tokens of four, p95, while a fifth's photo is read"
    ratio = slow / usual
    yield Figure(f"{name}, against alone", round(ratio, 2), "times", "≤ 1.5", ratio <= 1.5)
    yield Figure(name, round(slow * 1000, 2), "ms")
    yield Figure("the longest", round(max(beside) * 1000, 2), "ms")


def _follow_up(loop: Decoder, inputs: Any, size: Size, step: float) -> Iterator[Figure]:
    """A question of twelve tokens about a photo that has been read."""
    import torch

    kept = _kept(loop, inputs)
    ids = torch.cat([inputs["input_ids"], inputs["input_ids"][:, -12:]], 1)
    asked = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    took = [seconds(lambda: loop.write(asked, 1, kept.cache())) for _ in range(size.times + 1)]
    first = median(took[1:])
    yield Figure("follow-up, first token", round(first * 1000, 2), "ms")
    yield Figure(
        "follow-up, first token", round(first / step, 2), "steps", "≤ 4", first <= 4 * step
    )


def _memory(model: Any, inputs: Any, size: Size, shapes: Any) -> Iterator[Figure]:
    """Four answers with a photo each, against what is reckoned with before the model is loaded."""
    import torch

    hand_back_memory()
    if size.device == "cuda":
        torch.cuda.reset_peak_memory_stats()
    loop = Decoder(model, SLOTS, fixed=True)
    with ThreadPoolExecutor(SLOTS) as threads:
        list(threads.map(lambda _: len(loop.write(inputs, size.tokens).tokens), range(SLOTS)))
    width = model.dtype.itemsize
    told = sizes.weights(shapes, width, "nf4") + sizes.answers(shapes, width, 2**60, SLOTS)[1]
    peak = torch.cuda.max_memory_allocated() if size.device == "cuda" else told
    loop.release()
    ratio = peak / told
    yield Figure(
        "most memory against what was reckoned with", round(ratio, 3), "", "0.9 to 1.1",
        0.9 <= ratio <= 1.1,
    )  # fmt: skip
    yield Figure("most memory", round(peak / 1e9, 2), "GB")


def _profile(loop: Decoder, inputs: Any, size: Size, name: str) -> None:
    """Print where an answer's time goes."""
    from torch.profiler import ProfilerActivity, profile

    gpu = size.device == "cuda"
    kinds = [ProfilerActivity.CPU, *([ProfilerActivity.CUDA] if gpu else [])]
    kept = _kept(loop, inputs)
    with profile(activities=kinds) as found:
        loop.write(inputs, 16, kept.cache())
    order = "self_device_time_total" if gpu else "self_cpu_time_total"
    print(f"{name}, 16 tokens of one answer, and its last token read:")
    print(found.key_averages().table(sort_by=order, row_limit=20, max_name_column_width=70))


PARTS: tuple[Callable[[Size], Iterator[Figure]], ...] = (answers, captions)


def main() -> int:
    """Print each figure as it is found. Returns 1 where a part fails; the others run then, too."""
    import torch

    tiny = "--tiny" in sys.argv[1:]
    if not (tiny or torch.cuda.is_available()):
        print("no GPU here")
        return 0
    if tiny:
        torch.set_num_threads(1)
    found: list[Figure] = []
    failed = False
    for part in PARTS:
        try:
            for figure in part(TINY if tiny else FULL):
                show([figure])
                found.append(figure)
        except Exception:  # a GPU is lent for minutes: the other parts are measured all the same
            traceback.print_exc()
            failed = True
    if found and not tiny:
        print(report("gpu", found, quiet=True))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
