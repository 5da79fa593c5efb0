"""Questions about a picture: an answerer for each kind of checkpoint."""

from __future__ import annotations

from models.abilities import Answerer
from models.answer.chat import ChatAnswerer, Quantise
from models.answer.vqa import BlipAnswerer
from models.checkpoint import Checkpoint


def is_chat(checkpoint: Checkpoint) -> bool:
    """Whether the checkpoint talks: it knows a conversation, and can describe at length."""
    return checkpoint.model_type != "blip"


def load(checkpoint: Checkpoint, device: str, quantise: Quantise = "none") -> Answerer:
    """The answerer for this checkpoint, ready on `device`. Blocking: seconds to minutes.

    Raises `ModelDamaged`, and `SettingWrong` for a kind of model that answers no questions.
    """
    if is_chat(checkpoint):
        return ChatAnswerer(checkpoint, device, quantise)
    return BlipAnswerer(checkpoint, device)
