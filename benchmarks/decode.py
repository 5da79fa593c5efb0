"""Answers a token at a time: our loop against `generate`, one answer and several at once.

Weights are random: speed and memory are real, words are not. On a CPU LLaVA with a language model
of 0.5 billion parameters, in bfloat16 where it has that; on a GPU LLaVA-1.5-7B in nf4, and its
share of the memory roofline.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from unittest import mock

from PIL import Image

from benchmarks import followup
from benchmarks.figures import Figure, report
from benchmarks.llava import SEVEN, llava
from models.answer import chat
from models.serving.engine import Engine
from models.settings import AnswerSettings, ModelsSettings
from models.values import Conversation, Picture

PROMPT, TOKENS, REPEATS = 64, 16, 3
PEOPLE = 4
_SMALL = {"hidden_size": 896, "intermediate_size": 4864, "num_hidden_layers": 24,
          "num_attention_heads": 14, "num_key_value_heads": 2, "vocab_size": 32_064}  # fmt: skip


def prompts(model: Any, many: int, length: int = PROMPT) -> list[dict[str, Any]]:
    """So many prompts of words alone."""
    import torch

    ids = torch.randint(1000, 30_000, (many, 1, length), device=model.device)
    return [{"input_ids": each, "attention_mask": torch.ones_like(each)} for each in ids]


def measure() -> list[Figure]:
    """The loop's figures, and the engine's that asks it."""
    return [*loops(), *people()]


def loops() -> list[Figure]:
    """The loop's figures on a CPU; what a GPU is for is measured where one is."""
    import torch

    from models.answer.decoding.decoder import Decoder
    from models.checkpoints.loading import number_type
    from models.families import greedy

    device = "cuda" if torch.cuda.is_available() else "cpu"
    dtype = number_type(device, 500_000_000)
    model = llava(device, SEVEN if device == "cuda" else _SMALL, dtype)
    loop = Decoder(model, slots=8)

    def plain(inputs: dict[str, Any]) -> None:
        greedy.write(model, inputs, TOKENS)

    def ours(inputs: dict[str, Any]) -> None:
        loop.write(inputs, TOKENS)

    def together(many: int) -> None:
        with ThreadPoolExecutor(many) as threads:
            list(threads.map(ours, prompts(model, many)))

    (one,) = prompts(model, 1)
    took: dict[str, list[float]] = {"generate": [], "one": [], "four": [], "eight": []}
    for repeat in range(REPEATS + 1):
        for name, work in (
            ("generate", partial(plain, one)),
            ("one", partial(ours, one)),
            ("four", partial(together, 4)),
            ("eight", partial(together, 8)),
        ):
            begun = time.perf_counter()
            work()
            if device == "cuda":
                torch.cuda.synchronize()
            if repeat:
                took[name].append(time.perf_counter() - begun)
    each = {name: median(times) for name, times in took.items()}
    size = "7B" if device == "cuda" else "0.5B"
    rates = {
        "our loop alone against generate": (each["generate"] / each["one"], "×", ""),
        "four at once against one": (4 * each["one"] / each["four"], "×", "≥ 3 on a GPU"),
        "eight at once against one": (8 * each["one"] / each["eight"], "×", "≥ 5 on a GPU"),
        "one answer": (TOKENS / each["one"], "tokens/s", ""),
        "eight answers": (8 * TOKENS / each["eight"], "tokens/s", ""),
    }
    return [
        Figure(f"decode, {size}: {name}", round(value, 2), unit, target)
        for name, (value, unit, target) in rates.items()
    ]


def people() -> list[Figure]:
    """Four people's questions through the engine at once, and one after the other.

    Each has a photo of their own that was read before they asked, as it is when they listen to
    its description first; the weights are those of the follow-up's benchmark.
    """
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(chat, "MAX_NEW_TOKENS", TOKENS):
        settings = ModelsSettings(
            answer=AnswerSettings(model=str(followup.build(Path(folder))), quantise="none")
        )
        return asyncio.run(_people(Engine(settings)))


async def _people(engine: Engine) -> list[Figure]:
    pictures = [
        Picture(Image.new("RGB", (640, 480), (40 * n, 90, 200)), f"photo {n}")
        for n in range(PEOPLE)
    ]
    asked = [
        Conversation(picture, question)
        for picture, question in zip(pictures, followup.QUESTIONS, strict=True)
    ]
    for conversation in asked:
        await engine.answer(conversation)
    took: dict[str, list[float]] = {"in turn": [], "at once": []}
    same = 0
    for _ in range(REPEATS):
        begun = time.perf_counter()
        alone = [await engine.answer(conversation) for conversation in asked]
        between = time.perf_counter()
        together = await asyncio.gather(*map(engine.answer, asked))
        took["in turn"].append(between - begun)
        took["at once"].append(time.perf_counter() - between)
        pairs = list(zip(alone, together, strict=True))
        same += sum(
            one.text == other.text and abs((one.confidence or 0) - (other.confidence or 0)) < 1e-3
            for one, other in pairs
        )
    await engine.close()
    ratio = median(took["in turn"]) / median(took["at once"])
    name = f"the engine, 0.5B: {PEOPLE} people's questions"
    return [
        Figure(f"{name} at once against in turn", round(ratio, 2), "×"),
        Figure(f"{name} at once", round(median(took["at once"]), 2), "s"),
        Figure(f"{name}: answers that are the same", same, f"of {PEOPLE * REPEATS}"),
    ]


if __name__ == "__main__":
    report("decode", measure())
