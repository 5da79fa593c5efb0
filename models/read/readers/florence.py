"""Florence-2 as a reader: lines of Latin letters with their boxes, in one look; no Bangla."""

from __future__ import annotations

from models.checkpoints.checkpoint import Checkpoint
from models.families.florence import Florence, FlorenceOutput, spans
from models.values import Line, Page, Picture

TASK = "<OCR_WITH_REGION>"


def takes(checkpoint: Checkpoint) -> bool:
    """Florence-2 in transformers' own classes."""
    return checkpoint.model_type == "florence2"


def load(checkpoint: Checkpoint, device: str) -> FlorenceReader:
    """Ready on `device`. Blocking: seconds. Raises `ModelDamaged`."""
    return FlorenceReader(Florence(checkpoint, device))


class FlorenceReader:
    """Implements `Reader`."""

    def __init__(self, florence: Florence) -> None:
        self._florence = florence

    def read(self, picture: Picture) -> Page:
        """The lines, in the order in which the model reads them."""
        return Page(tuple(lines(self._florence.tell(picture, TASK), picture.image.size)))


def lines(told: FlorenceOutput, size: tuple[int, int]) -> list[Line]:
    """The lines in what was told: each with the four corners of its place, x before y."""
    found = []
    for label, corners, confidence in spans(told, 8):
        across = [corners[at] * size[0] for at in range(0, 8, 2)]
        down = [corners[at] * size[1] for at in range(1, 8, 2)]
        if label:
            box = (min(across), min(down), max(across), max(down))
            found.append(Line(label, confidence, box))
    return found
