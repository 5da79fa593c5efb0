"""MiniGPT-4 (Zhu et al. 2023, arXiv 2304.10592), in the classes of BLIP-2.

It has the vision encoder of BLIP-2.

docs/minigpt4.md tells how a checkpoint is put together from the published parts. Its chat
template says how Vicuna or Llama 2 is spoken to, and generation_config.json where it stops.
"""

from __future__ import annotations

from dataclasses import replace

from models.answer.chat import messages
from models.answer.decoding.clean_answer import tidy
from models.backends import Traits
from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.quantise import Quantise
from models.errors import ModelDamaged
from models.families.known_words import check_known
from models.families.qformer import Decoding, Qformer
from models.values import Answer, Conversation

TRAITS = Traits(describes=True)

PLACE = "<ImageHere>"
"""Where its prompts have the picture."""

# github.com/Vision-CAIR/MiniGPT-4, minigpt4/conversation/conversation.py; greedily, where the
# demonstration samples, so that a question has one answer.
_DECODING = Decoding(beams=1, most=200, repetition_penalty=1.05)


def takes(checkpoint: Checkpoint) -> bool:
    """BLIP-2's classes with a chat template."""
    return checkpoint.model_type == "blip-2" and checkpoint.has_chat_template


def load(checkpoint: Checkpoint, device: str, quantise: Quantise) -> MiniGpt4Answerer:
    """Ready on `device`. Blocking: seconds to minutes. Raises `ModelDamaged`."""
    return MiniGpt4Answerer(checkpoint, device, quantise)


class MiniGpt4Answerer:
    """Talks about one picture."""

    def __init__(self, checkpoint: Checkpoint, device: str, quantise: Quantise = "none") -> None:
        """Load the weights onto `device`. Raises `ModelDamaged`."""
        self._name = checkpoint.name
        self._qformer = Qformer(checkpoint, device, quantise)
        stops = self._qformer.model.generation_config.stop_strings or ()
        self._decoding = replace(_DECODING, stops=(stops,) if isinstance(stops, str) else stops)

    def answer(self, conversation: Conversation) -> Answer:
        """The answer, after the turns before it. Raises `NotUnderstood`, `ModelDamaged`."""
        check_known(self._qformer.tokenizer, conversation.question)
        talk = messages(conversation)
        prompt = self._qformer.tokenizer.apply_chat_template(
            talk, tokenize=False, add_generation_prompt=True
        )
        # The picture stands before the first words of a person, who may write anything.
        before, found, after = prompt.partition(PLACE)
        if not found:
            raise ModelDamaged(f"the template has no {PLACE}", model=self._name)
        (written,) = self._qformer.write([conversation.picture], after, self._decoding, before)
        return Answer(tidy(written.text, written.ended), written.confidence)
