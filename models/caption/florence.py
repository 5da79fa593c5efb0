"""Florence-2 as a captioner, short or at length."""

from __future__ import annotations

from collections.abc import Sequence

from models.backends import Describer
from models.checkpoints.checkpoint import Checkpoint
from models.families.florence import Florence
from models.values import Caption, Picture

SHORT, LONG = "<CAPTION>", "<MORE_DETAILED_CAPTION>"


def takes(checkpoint: Checkpoint) -> bool:
    """Florence-2 in transformers' own classes."""
    return checkpoint.model_type == "florence2"


def load(checkpoint: Checkpoint, device: str) -> FlorenceCaptioner:
    """Ready on `device`. Blocking: seconds. Raises `ModelDamaged`."""
    return FlorenceCaptioner(Florence(checkpoint, device))


class FlorenceCaptioner(Describer):
    """Writes captions in English, one picture after another."""

    long_prompt = LONG

    def __init__(self, florence: Florence) -> None:
        self._florence = florence

    def caption(self, pictures: Sequence[Picture], prompt: str | None = None) -> list[Caption]:
        """One caption for each picture, in order. prompt: `SHORT` or `LONG`."""
        captions = []
        for picture in pictures:
            told = self._florence.tell(picture, prompt or SHORT)
            captions.append(Caption(told.words.strip(" .,:;"), told.confidence))
        return captions
