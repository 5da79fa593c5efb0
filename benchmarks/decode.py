"""Answers a token at a time: our loop against `generate`, one answer and several at once.

Weights are random: speed and memory are real, words are not. On a CPU LLaVA with a language model
of 0.5 billion parameters; on a GPU LLaVA-1.5-7B in nf4, and its share of the memory roofline.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import median
from typing import Any

from benchmarks.figures import Figure, report

PROMPT, TOKENS, REPEATS = 64, 16, 3
_SMALL = {"hidden_size": 896, "intermediate_size": 4864, "num_hidden_layers": 24,
          "num_attention_heads": 14, "num_key_value_heads": 2, "vocab_size": 32_064}  # fmt: skip
_SEVEN = {"hidden_size": 4096, "intermediate_size": 11_008, "num_hidden_layers": 32,
          "num_attention_heads": 32, "num_key_value_heads": 32, "vocab_size": 32_064}  # fmt: skip
_EYES = {"hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24,
         "num_attention_heads": 16, "image_size": 336, "patch_size": 14}  # fmt: skip


def llava(device: str, text: dict[str, int], dtype: Any) -> Any:
    """A LLaVA of that size with random weights, which never ends an answer by itself."""
    import torch
    from transformers import LlavaConfig, LlavaForConditionalGeneration

    config = LlavaConfig(
        vision_config={"model_type": "clip_vision_model", **_EYES},
        text_config={"model_type": "llama", **text},
        image_token_index=32_000,
    )
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with torch.device(device):
            model: Any = LlavaForConditionalGeneration(config)
            model.eval()
    finally:
        torch.set_default_dtype(before)
    model.generation_config.eos_token_id = None
    return model


def prompts(model: Any, many: int, length: int = PROMPT) -> list[dict[str, Any]]:
    """So many prompts of words alone."""
    import torch

    ids = torch.randint(1000, 30_000, (many, 1, length), device=model.device)
    return [{"input_ids": each, "attention_mask": torch.ones_like(each)} for each in ids]


def measure() -> list[Figure]:
    """The loop's figures on a CPU; what a GPU is for is measured where one is."""
    import torch

    from models import greedy
    from models.answer.decoder import Decoder

    device = "cuda" if torch.cuda.is_available() else "cpu"
    dtype = torch.bfloat16 if device == "cuda" else torch.float32
    model = llava(device, _SEVEN if device == "cuda" else _SMALL, dtype)
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


if __name__ == "__main__":
    report("decode", measure())
