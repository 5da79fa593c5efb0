"""Florence-2 as a locator: boxes for everything, or for a phrase."""

from __future__ import annotations

import re

from models.checkpoints.checkpoint import Checkpoint
from models.families.florence import Florence, FlorenceOutput, spans
from models.values import Box, Picture

LEAST_SURE = 0.02
"""Geometric mean of the probabilities of a box's four places below which it is a guess.

A place is one of a thousand and its neighbours are nearly as right, so even a sure box has little:
of 132 right boxes of the tiny checkpoint the least had 0.048."""


def takes(checkpoint: Checkpoint) -> bool:
    """Florence-2 in transformers' own classes; the first releases brought code of their own."""
    return checkpoint.model_type == "florence2"


def load(checkpoint: Checkpoint, device: str) -> FlorenceLocator:
    """Ready on `device`. Blocking: seconds. Raises `ModelDamaged`."""
    return FlorenceLocator(Florence(checkpoint, device))


class FlorenceLocator:
    """Implements `Locator`."""

    def __init__(self, florence: Florence) -> None:
        self._florence = florence

    def locate(self, picture: Picture, phrase: str | None = None) -> list[Box]:
        """Where what the English phrase names is, largest first; all that it finds without one.

        A box that it is not sure of is left out: asked for what isn't there, it guesses. Raises
        `NotUnderstood` for a phrase with a word outside its vocabulary.
        """
        task = "<OD>"
        if phrase is not None:
            self._florence.check_known(phrase)
            task = f"<CAPTION_TO_PHRASE_GROUNDING>{plain(phrase)}"
        found = boxes(self._florence.tell(picture, task), picture.image.size)
        sure = [box for box in found if box.confidence is None or box.confidence >= LEAST_SURE]
        return sorted(sure, key=lambda box: -_area(box))


def plain(phrase: str) -> str:
    """The phrase without marks that the model or its processor would take for their own."""
    return " ".join(re.sub(r"[<>]", " ", phrase).split())


def boxes(answer: FlorenceOutput, size: tuple[int, int]) -> list[Box]:
    """The boxes in what was told, in pixels of a picture of `size` (width, height)."""
    width, height = size
    found = []
    for label, (x0, y0, x1, y1), sure in spans(answer, 4):
        if x0 < x1 and y0 < y1:
            found.append(Box(label, (x0 * width, y0 * height, x1 * width, y1 * height), sure))
    return found


def _area(box: Box) -> float:
    x0, y0, x1, y1 = box.box
    return (x1 - x0) * (y1 - y0)
