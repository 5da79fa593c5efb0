"""What a picture shows: a captioner for each kind of checkpoint."""

from __future__ import annotations

from models.abilities import Captioner
from models.caption.blip import BlipCaptioner
from models.checkpoint import Checkpoint
from models.errors import SettingWrong


def load(checkpoint: Checkpoint, device: str) -> Captioner:
    """The captioner for this checkpoint, ready on `device`. Blocking: seconds.

    Raises `ModelDamaged`, and `SettingWrong` for a kind of model that writes no captions.
    """
    if checkpoint.model_type == "blip":
        return BlipCaptioner(checkpoint, device)
    raise SettingWrong(
        f"{checkpoint.name} is a {checkpoint.model_type!r} model", setting="models.caption.model"
    )
