"""PaliGemma as a locator: boxes for what is named.

It writes a box as four places of 1,024, "<loc0102>" and so on, in the order y0, x0, y1, x1.
"""

from __future__ import annotations

import re

from models.checkpoints.checkpoint import Checkpoint
from models.families.paligemma import PaliGemma
from models.values import Box, Picture

EVERYTHING = "detect all objects"
_PLACES = 1024
_FOUND = re.compile(r"((?:<loc\d{4}>){4})\s*([^;<]*)")
_NUMBER = re.compile(r"<loc(\d+)>")


def takes(checkpoint: Checkpoint) -> bool:
    """PaliGemma and PaliGemma 2."""
    return checkpoint.model_type == "paligemma"


def load(checkpoint: Checkpoint, device: str) -> PaliGemmaLocator:
    """Ready on `device`. Blocking: seconds to minutes. Raises `ModelDamaged`."""
    return PaliGemmaLocator(PaliGemma(checkpoint, device))


class PaliGemmaLocator:
    """Implements `Locator`."""

    def __init__(self, model: PaliGemma) -> None:
        self._model = model

    def locate(self, picture: Picture, phrase: str | None = None) -> list[Box]:
        """Where what the English phrase names is, largest first; all that it finds without one."""
        prompt = EVERYTHING if phrase is None else f"detect {plain(phrase)}"
        told, confidence = self._model.tell(picture, prompt)
        return boxes(told, picture.image.size, confidence)


def plain(phrase: str) -> str:
    """The phrase without the marks that part one thing from the next."""
    return " ".join(re.sub(r"[<>;\n]", " ", phrase).split())


def boxes(told: str, size: tuple[int, int], confidence: float | None) -> list[Box]:
    """The boxes in what was told, in pixels of a picture of `size` (width, height)."""
    width, height = size
    found = []
    for places, label in _FOUND.findall(told):
        y0, x0, y1, x1 = (min(int(n), _PLACES) / _PLACES for n in _NUMBER.findall(places))
        box = (x0 * width, y0 * height, x1 * width, y1 * height)
        if box[0] < box[2] and box[1] < box[3]:
            found.append(Box(label.strip(), box, confidence))
    return sorted(found, key=lambda f: -(f.box[2] - f.box[0]) * (f.box[3] - f.box[1]))
