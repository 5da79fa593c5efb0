"""What the GPU's figures are measured with: a model in LLaVA's shape, its prompt, its memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from statistics import median
from typing import Any

from benchmarks.figures import Figure
from benchmarks.llava import EYES, SEVEN
from models.checkpoints.quantise import Quantise, check_quantised, linear_layers


@dataclass(frozen=True)
class Size:
    """text, eyes: the model's; prompt: tokens after the picture; tokens: of a timed answer; times:
    of what is timed one by one; copy: bytes."""

    device: str
    dtype: str
    text: dict[str, int]
    eyes: dict[str, int]
    prompt: int
    tokens: int
    times: int
    copy: int

    @property
    def picture(self) -> int:
        """Tokens of a picture."""
        return (self.eyes["image_size"] // self.eyes["patch_size"]) ** 2


# In the middle of such an answer 700 tokens have been read and written.
FULL = Size("cuda", "bfloat16", SEVEN, EYES, prompt=60, tokens=128, times=20, copy=2**32)
TINY = Size(
    "cpu", "float32",
    {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "vocab_size": 32_064,
     "num_attention_heads": 4, "num_key_value_heads": 4},
    {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2,
     "num_attention_heads": 2, "image_size": 28, "patch_size": 14},
    prompt=40, tokens=16, times=1, copy=2**20,
)  # fmt: skip


def quantise_here(model: Any, quantise: Quantise) -> None:
    """As the loader does it, of weights that are here."""
    import torch
    from bitsandbytes.nn import modules

    inside = [name for name, within in linear_layers(model) if within]
    if quantise == "int4":
        torchao = import_module("torchao.quantization")
        kind = torchao.Int4WeightOnlyConfig(
            group_size=128, int4_packing_format="tile_packed_to_4d", set_inductor_config=False
        )
        torchao.quantize_(model, kind, filter_fn=lambda _, name: name in inside)
        check_quantised(model, "LLaVA")
        return
    bits: Any = modules
    for name in inside:
        old = model.get_submodule(name)
        with torch.device("meta"):
            new = bits.Linear4bit(
                old.in_features, old.out_features, bias=False, quant_type="nf4",
                compute_dtype=torch.bfloat16,
            )  # fmt: skip
        new.weight = bits.Params4bit(
            old.weight.data, quant_type="nf4", compress_statistics=True, module=new
        ).to(old.weight.device)
        model.set_submodule(name, new.eval())
    check_quantised(model, "LLaVA")


def prompt(model: Any, size: Size) -> dict[str, Any]:
    """A picture and a question."""
    import torch

    words = torch.randint(1000, 30_000, (1, size.prompt), device=model.device)
    ids = torch.cat([words[:, :5], words.new_full((1, size.picture), 32_000), words[:, 5:]], 1)
    side = size.eyes["image_size"]
    pixels = torch.randn(1, 3, side, side, device=model.device, dtype=model.dtype)
    return {"input_ids": ids, "attention_mask": torch.ones_like(ids), "pixel_values": pixels}


def bandwidth(size: Size) -> float:
    """Bytes a second that a copy reads and writes."""
    import torch

    source = torch.ones(size.copy // 4, device=size.device)
    target = torch.empty_like(source)
    took = [seconds(partial(target.copy_, source)) for _ in range(size.times + 1)]
    return 2 * size.copy / median(took[1:])


def read_for_a_token(model: Any, size: Size) -> float:
    """Bytes of the language model's weights, its head, and of what was read and written before."""
    decoder, head = model.get_decoder(), model.get_output_embeddings()
    weights = sum(map(_bytes, [*decoder.layers.parameters(), *head.parameters()]))
    text = model.config.text_config
    wide = text.num_key_value_heads * (text.hidden_size // text.num_attention_heads)
    kept = 2 * text.num_hidden_layers * wide * model.dtype.itemsize
    return float(weights + kept * (size.picture + size.prompt + size.tokens / 2))


def _bytes(weight: Any) -> int:
    if hasattr(weight, "qdata"):
        return _bytes(weight.qdata) + _bytes(weight.scale_and_zero)
    size: int = weight.numel() * weight.element_size()
    state = getattr(weight, "quant_state", None)
    if state is not None:
        size += _bytes(state.absmax)
        size += _bytes(state.state2.absmax) if state.nested else 0
    return size


def seconds(work: Callable[[], Any]) -> float:
    import torch

    wait: Callable[[], Any] = torch.cuda.synchronize if torch.cuda.is_available() else int
    wait()
    begun = time.perf_counter()
    work()
    wait()
    return time.perf_counter() - begun


def at_least(name: str, ratio: float, least: float) -> Figure:
    return Figure(name, round(ratio, 2), "times", f"≥ {least:g}", ratio >= least)
