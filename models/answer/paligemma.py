"""PaliGemma as an answerer: a word or two to a question, in English; it knows no history."""

from __future__ import annotations

from models.answer.decoding.clean_answer import tidy
from models.backends import Traits
from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.quantise import Quantise
from models.families.known_words import check_known
from models.families.paligemma import PaliGemma
from models.values import Answer, Conversation

TRAITS = Traits()


def takes(checkpoint: Checkpoint) -> bool:
    """PaliGemma and PaliGemma 2, which bring no chat template."""
    return checkpoint.model_type == "paligemma" and not checkpoint.has_chat_template


def load(checkpoint: Checkpoint, device: str, quantise: Quantise) -> PaliGemmaAnswerer:
    """Ready on `device`. Blocking: seconds to minutes. Raises `ModelDamaged`, `SettingWrong`."""
    return PaliGemmaAnswerer(PaliGemma(checkpoint, device, quantise))


class PaliGemmaAnswerer:
    """Answers with the prompt that it was trained on: "answer en" and the question."""

    def __init__(self, model: PaliGemma) -> None:
        self._model = model

    def answer(self, conversation: Conversation) -> Answer:
        """The answer to the question alone. Raises `NotUnderstood`."""
        question = " ".join(conversation.question.split())
        check_known(self._model.tokenizer, question)
        text, confidence = self._model.tell(conversation.picture, f"answer en {question}")
        return Answer(tidy(text), confidence)
