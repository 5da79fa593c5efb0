"""Models that talk about a picture: LLaVA and its kin, through one class."""

from __future__ import annotations

from typing import Any

from models.abilities import Answer, Conversation
from models.answer.known import check_known
from models.answer.quantise import Quantise, load_quantised
from models.answer.tidy import tidy
from models.checkpoint import Checkpoint
from models.errors import SettingWrong
from models.heavy import set_threads
from models.loading import load_part

MAX_NEW_TOKENS = 200
_MOST_TURNS = 8
"""Turns of history that are told again; older ones are forgotten, or the prompt grows forever."""


DESCRIBES = True
"""It can also describe a picture at length."""


def takes(checkpoint: Checkpoint) -> bool:
    """Every checkpoint that brings a chat template."""
    return checkpoint.has_chat_template


def load(checkpoint: Checkpoint, device: str, quantise: Quantise) -> ChatAnswerer:
    """Ready on `device`. Blocking: seconds to minutes. Raises `ModelDamaged`, `SettingWrong`."""
    return ChatAnswerer(checkpoint, device, quantise)


class ChatAnswerer:
    """Answers with any checkpoint that `AutoModelForImageTextToText` knows, by its chat template.

    quantise: the language model's numbers: 4 bits ("nf4", bfloat16 in between), "int8" or "none".
    """

    def __init__(self, checkpoint: Checkpoint, device: str, quantise: Quantise = "none") -> None:
        """Load the weights onto `device`. Raises `ModelDamaged`, `SettingWrong`."""
        from transformers import (  # noqa: PLC0415 - heavy
            AutoModelForImageTextToText,
            AutoProcessor,
        )

        self._processor = load_part(AutoProcessor, checkpoint, backend="pil")
        if getattr(self._processor, "chat_template", None) is None:
            raise SettingWrong(f"{checkpoint.name} has no chat template", setting="models.answer")
        self._model = load_quantised(AutoModelForImageTextToText, checkpoint, device, quantise)

    def answer(self, conversation: Conversation) -> Answer:
        """The answer, greedily, in at most 200 tokens; one that runs over loses its last part.

        Raises `NotUnderstood` for a question with a word that its tokenizer can't even spell.
        """
        import torch  # noqa: PLC0415 - heavy

        check_known(self._processor.tokenizer, conversation.question)
        set_threads(self._model)
        model = self._model
        inputs = self._processor.apply_chat_template(
            messages(conversation),
            add_generation_prompt=True,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
        ).to(model.device)
        # Some tokenizers give them, and a language model refuses what it does not use.
        inputs.pop("token_type_ids", None)
        inputs["pixel_values"] = inputs["pixel_values"].to(model.dtype)
        with torch.inference_mode():
            out = model.generate(
                **inputs,
                do_sample=False,
                num_beams=1,
                # A checkpoint's own sampling settings would be complained of in each call.
                temperature=None,
                top_p=None,
                top_k=None,
                max_new_tokens=MAX_NEW_TOKENS,
                return_dict_in_generate=True,
                output_scores=True,
            )
        new = out.sequences[0, inputs["input_ids"].shape[1] :]
        logs = model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)
        text = self._processor.decode(new, skip_special_tokens=True)
        return Answer(
            tidy(text, ended=len(new) < MAX_NEW_TOKENS), float(logs[0].float().mean().exp())
        )


def messages(conversation: Conversation) -> list[dict[str, Any]]:
    """The conversation for a chat template: the picture stands before the first question."""
    talk: list[dict[str, Any]] = []
    for turn in conversation.history[-_MOST_TURNS:]:
        talk.append(_said("user", turn.question))
        talk.append(_said("assistant", turn.answer))
    talk.append(_said("user", conversation.question))
    talk[0]["content"].insert(0, {"type": "image", "image": conversation.picture.image})
    return talk


def _said(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "content": [{"type": "text", "text": text}]}
