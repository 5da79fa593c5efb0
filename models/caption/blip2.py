"""BLIP-2 (Li et al. 2023, arXiv 2301.12597) and InstructBLIP (2305.06500) as captioners."""

from __future__ import annotations

from collections.abc import Sequence

from models.backends import Sampler
from models.checkpoints.checkpoint import Checkpoint
from models.families.qformer import Decoding, Qformer
from models.families.sampling import by_chance
from models.values import Caption, Picture

PROMPT = "a photo of"
INSTRUCTION = "A short image description:"
"""InstructBLIP's prompt for captions, from the paper's appendix."""

# github.com/salesforce/LAVIS, lavis/projects/blip2/eval/caption_coco_opt2.7b_eval.yaml.
DECODING = Decoding(beams=5, most=30, least=8)
BY_CHANCE = Decoding(beams=1, most=30, least=8)


def takes(checkpoint: Checkpoint) -> bool:
    """BLIP-2 and InstructBLIP."""
    return checkpoint.model_type in ("blip-2", "instructblip")


def load(checkpoint: Checkpoint, device: str) -> Blip2Captioner:
    """Ready on `device`. Blocking: seconds to minutes. Raises `ModelDamaged`."""
    return Blip2Captioner(checkpoint, device)


class Blip2Captioner(Sampler):
    """Writes a short caption."""

    def __init__(self, checkpoint: Checkpoint, device: str) -> None:
        """Load the weights onto `device`. Raises `ModelDamaged`."""
        self._qformer = Qformer(checkpoint, device)
        self._prompt = PROMPT if checkpoint.model_type == "blip-2" else INSTRUCTION

    def caption(self, pictures: Sequence[Picture], prompt: str | None = None) -> list[Caption]:
        """One caption for each picture, in order, in one batch.

        prompt: the caption's first words, left out of the result; None for the papers' own.
        """
        if not pictures:
            return []
        prompt = self._prompt if prompt is None else prompt
        written = self._qformer.write(pictures, prompt, DECODING)
        return [Caption(one.text.strip(" .,:;"), one.confidence) for one in written]

    def sample(self, pictures: Sequence[Picture], looks: int) -> list[list[str]]:
        """So many captions of each picture, drawn by a chance of its own, in one batch."""
        if not pictures or not looks:
            return [[] for _ in pictures]
        many = [picture for picture in pictures for _ in range(looks)]
        noise = by_chance(pictures, looks, self._qformer.model.device)
        written = self._qformer.write(many, self._prompt, BY_CHANCE, rules=noise)
        texts = [one.text.strip(" .,:;") for one in written]
        return [texts[start : start + looks] for start in range(0, len(texts), looks)]
