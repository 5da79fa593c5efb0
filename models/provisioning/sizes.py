"""Memory estimates of models, from the shapes in their files before they are loaded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import prod

Shapes = Mapping[str, tuple[int, ...]]
"""The tensors of a checkpoint, by name."""

CONTEXT = 1024
"""Tokens of an answer and what it answers: a picture is 576 for LLaVA, an answer at most 200."""

# Bits of a weight: bitsandbytes keeps for each 64 of nf4 a scale of 8 bits, and for each 256 of
# those one of 32; torchao for each 128 of int4 a scale and a zero of 16 each.
_BITS = {"nf4": 4 + 8 / 64 + 32 / (64 * 256), "int4": 4 + 32 / 128, "int8": 8.0}
_LAYERS = re.compile(r"\.(?:layers|block)\.\d+\.")
_OTHERS = re.compile(r"vis|image|qformer|audio")


def weights(shapes: Shapes, width: int, quantise: str = "none") -> int:
    """Bytes of the weights at `width` bytes a number, with the language model's `quantise`d.

    As `checkpoints.quantise` does it: the matrices of its layers, not its words or its head.
    """
    bits = _BITS.get(quantise, 8.0 * width)
    small = sum(
        prod(shape) for name, shape in shapes.items() if len(shape) == 2 and _is_language(name)
    )
    return int(small * bits / 8 + (sum(map(prod, shapes.values())) - small) * width)


def token(shapes: Shapes, width: int) -> int:
    """Bytes of the keys and values that the language model keeps of a token."""
    kept = (".k_proj.weight", ".v_proj.weight")
    return width * sum(
        shape[0] for name, shape in shapes.items() if name.endswith(kept) and _is_language(name)
    )


def answers(shapes: Shapes, width: int, room: int, most: int) -> tuple[int, int]:
    """How many answers are written at once within so many bytes, one at least, and their bytes."""
    each = token(shapes, width) * CONTEXT
    many = max(1, min(most, room // max(1, each)))
    return many, many * each


def _is_language(name: str) -> bool:
    return bool(_LAYERS.search(name)) and not _OTHERS.search(name)
