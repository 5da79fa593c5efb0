"""InstructBLIP (Dai et al. 2023, arXiv 2305.06500): answers whole sentences, and describes."""

from __future__ import annotations

from models.answer.decoding.clean_answer import tidy
from models.backends import Traits
from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.quantise import Quantise
from models.families.known_words import check_known
from models.families.qformer import Decoding, Qformer
from models.values import Answer, Conversation

TRAITS = Traits(describes=True)

# The defaults of github.com/salesforce/LAVIS, lavis/models/blip2_models/blip2_vicuna_instruct.py.
DECODING = Decoding(beams=5, most=256, repetition_penalty=1.5)


def takes(checkpoint: Checkpoint) -> bool:
    """InstructBLIP."""
    return checkpoint.model_type == "instructblip"


def load(checkpoint: Checkpoint, device: str, quantise: Quantise) -> InstructBlipAnswerer:
    """Ready on `device`. Blocking: seconds to minutes. Raises `ModelDamaged`."""
    return InstructBlipAnswerer(checkpoint, device, quantise)


class InstructBlipAnswerer:
    """Does what the question asks for. It was never taught to look back at other turns."""

    def __init__(self, checkpoint: Checkpoint, device: str, quantise: Quantise = "none") -> None:
        """Load the weights onto `device`. Raises `ModelDamaged`."""
        self._qformer = Qformer(checkpoint, device, quantise)

    def answer(self, conversation: Conversation) -> Answer:
        """The answer to the question alone. Raises `NotUnderstood`."""
        check_known(self._qformer.tokenizer, conversation.question)
        (written,) = self._qformer.write([conversation.picture], conversation.question, DECODING)
        return Answer(tidy(written.text, written.ended), written.confidence)
