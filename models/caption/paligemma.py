"""PaliGemma as a captioner."""

from __future__ import annotations

from collections.abc import Sequence

from models.checkpoints.checkpoint import Checkpoint
from models.families.paligemma import PaliGemma
from models.values import Caption, Picture

PROMPT = "caption en"


def takes(checkpoint: Checkpoint) -> bool:
    """PaliGemma and PaliGemma 2."""
    return checkpoint.model_type == "paligemma"


def load(checkpoint: Checkpoint, device: str) -> PaliGemmaCaptioner:
    """Ready on `device`. Blocking: seconds to minutes. Raises `ModelDamaged`."""
    return PaliGemmaCaptioner(PaliGemma(checkpoint, device))


class PaliGemmaCaptioner:
    """Writes a caption in English, one picture after another."""

    def __init__(self, model: PaliGemma) -> None:
        self._model = model

    def caption(self, pictures: Sequence[Picture], prompt: str | None = None) -> list[Caption]:
        """One caption for each picture, in order. prompt: one of the model's own."""
        told = [self._model.tell(picture, prompt or PROMPT) for picture in pictures]
        return [Caption(text.strip(" .,:;"), confidence) for text, confidence in told]
