"""BLIP fine-tuned on questions (Li et al. 2022, arXiv 2201.12086): answers in a word or two."""

from __future__ import annotations

from models.answer.decoding.clean_answer import tidy
from models.backends import Traits
from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.loading import load_model, load_part, number_type
from models.checkpoints.quantise import Quantise
from models.concurrency.torch_threads import set_threads
from models.families import greedy
from models.families.blip_attention import fuse_vision
from models.families.known_words import check_known
from models.values import Answer, Conversation

MAX_NEW_TOKENS = 12

TRAITS = Traits()


def takes(checkpoint: Checkpoint) -> bool:
    """BLIP, whichever way it was fine-tuned: loading tells one that only captions."""
    return checkpoint.model_type == "blip"


def load(checkpoint: Checkpoint, device: str, _quantise: Quantise) -> BlipAnswerer:
    """Ready on `device`; small enough as it is. Blocking: seconds. Raises `ModelDamaged`."""
    return BlipAnswerer(checkpoint, device)


class BlipAnswerer:
    """Answers with `BlipForQuestionAnswering`, which a CPU can carry. It knows no history."""

    def __init__(self, checkpoint: Checkpoint, device: str) -> None:
        """Load the weights onto `device`. Raises `ModelDamaged`."""
        from transformers import (  # heavy
            AutoImageProcessor,
            AutoTokenizer,
            BlipForQuestionAnswering,
        )

        dtype = number_type(device, checkpoint.parameters())
        self._model = load_model(BlipForQuestionAnswering, checkpoint, dtype=dtype).to(device)
        fuse_vision(self._model.vision_model)
        self._pixels = load_part(AutoImageProcessor, checkpoint, backend="pil")
        self._tokenizer = load_part(AutoTokenizer, checkpoint)

    def answer(self, conversation: Conversation) -> Answer:
        """The answer to the question alone; the turns before it are not looked at.

        Raises `NotUnderstood` for a question with a word outside its vocabulary.
        """
        check_known(self._tokenizer, conversation.question.lower())
        set_threads(self._model)
        model = self._model
        pixels = self._pixels(conversation.picture.image, return_tensors="pt")
        # The vocabulary is lower case. A question longer than its positions is cut.
        words = self._tokenizer(
            conversation.question.lower(),
            return_tensors="pt",
            truncation=True,
            max_length=model.config.text_config.max_position_embeddings,
        )
        inputs = {
            "pixel_values": pixels["pixel_values"].to(model.device, model.dtype),
            "input_ids": words["input_ids"].to(model.device),
            "attention_mask": words["attention_mask"].to(model.device),
        }
        new, logs = greedy.write(model, inputs, MAX_NEW_TOKENS, decoder=model.text_decoder)
        text = self._tokenizer.decode(new, skip_special_tokens=True)
        return Answer(tidy(text), float(logs.mean().exp()))
