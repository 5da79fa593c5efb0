"""How small the numbers of a language model are kept."""

from __future__ import annotations

from typing import Literal

Quantise = Literal["nf4", "int8", "none"]
"""4 bits ("nf4"), 8 bits, or as they are."""
