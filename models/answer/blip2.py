"""BLIP-2 (Li et al. 2023, arXiv 2301.12597): short answers, from an OPT or a Flan-T5."""

from __future__ import annotations

from models.answer.decoding.clean_answer import tidy
from models.backends import Traits
from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.quantise import Quantise
from models.families.known_words import check_known
from models.families.qformer import Decoding, Qformer
from models.values import Answer, Conversation

# The paper, section 4.2: 5 beams and a length penalty of -1, which favours short answers; at
# most 10 tokens in github.com/salesforce/LAVIS, lavis/projects/blip2/eval/vqav2_zeroshot_*.yaml.
DECODING = Decoding(beams=5, most=10, length_penalty=-1.0)
_MOST_TURNS = 8

TRAITS = Traits()


def takes(checkpoint: Checkpoint) -> bool:
    """BLIP-2; one with a chat template is MiniGPT-4."""
    return checkpoint.model_type == "blip-2" and not checkpoint.has_chat_template


def load(checkpoint: Checkpoint, device: str, quantise: Quantise) -> Blip2Answerer:
    """Ready on `device`. Blocking: seconds to minutes. Raises `ModelDamaged`."""
    return Blip2Answerer(checkpoint, device, quantise)


class Blip2Answerer:
    """Answers in a few words."""

    def __init__(self, checkpoint: Checkpoint, device: str, quantise: Quantise = "none") -> None:
        """Load the weights onto `device`. Raises `ModelDamaged`."""
        self._qformer = Qformer(checkpoint, device, quantise)

    def answer(self, conversation: Conversation) -> Answer:
        """The answer to the question, told after the turns before it. Raises `NotUnderstood`."""
        check_known(self._qformer.tokenizer, conversation.question)
        asked = prompt(conversation, short=self._qformer.in_two_parts)
        (written,) = self._qformer.write([conversation.picture], asked, DECODING)
        return Answer(tidy(written.text), written.confidence)


def prompt(conversation: Conversation, short: bool) -> str:
    """The paper's prompt; Flan-T5 (`short`) is asked for a "Short answer"."""
    turns = conversation.history[-_MOST_TURNS:]
    told = [f"Question: {turn.question} Answer: {turn.answer}." for turn in turns]
    asked = f"Question: {conversation.question} {'Short answer' if short else 'Answer'}:"
    return " ".join([*told, asked])
