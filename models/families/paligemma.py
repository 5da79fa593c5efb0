"""PaliGemma (Beyer et al. 2024, arXiv 2407.07726): one model that captions, answers and locates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.loading import load_model, load_part, number_type
from models.concurrency.torch_threads import set_threads
from models.families import greedy
from models.values import Picture

if TYPE_CHECKING:
    from models.checkpoints.quantise import Quantise

MAX_NEW_TOKENS = 200


class PaliGemma:
    """The model with its prompts, for each ability that it serves."""

    def __init__(self, checkpoint: Checkpoint, device: str, quantise: Quantise = "none") -> None:
        """Load the weights onto `device`. Raises `ModelDamaged`, `SettingWrong`."""
        from transformers import (  # heavy
            AutoProcessor,
            PaliGemmaForConditionalGeneration,
        )

        if quantise == "none":
            model = load_model(
                PaliGemmaForConditionalGeneration,
                checkpoint,
                dtype=number_type(device, checkpoint.parameters()),
            ).to(device)
        else:
            from transformers import AutoModelForImageTextToText  # heavy

            from models.checkpoints.quantise import load_quantised  # imports torch

            model = load_quantised(AutoModelForImageTextToText, checkpoint, device, quantise)
        self._model: Any = model
        self._processor = load_part(AutoProcessor, checkpoint, backend="pil")

    @property
    def tokenizer(self) -> Any:
        """Its tokenizer."""
        return self._processor.tokenizer

    def tell(self, picture: Picture, prompt: str) -> tuple[str, float]:
        """What it writes to a prompt, with its places, greedily, and how sure it is, 0 to 1."""
        set_threads(self._model)
        model = self._model
        inputs = self._processor(images=picture.image, text=f"<image>{prompt}")
        # Only for training, and made from lists: of tensors numpy complains.
        inputs.pop("labels", None)
        inputs = inputs.convert_to_tensors("pt").to(model.device)
        inputs["pixel_values"] = inputs["pixel_values"].to(model.dtype)
        new, logs = greedy.write(model, inputs, MAX_NEW_TOKENS)
        # Places are words of its vocabulary: only what marks the beginning and the end is not said.
        kept = [token for token in new.tolist() if token not in _unsaid(self.tokenizer)]
        text = self._processor.decode(kept, skip_special_tokens=False)
        return text.strip(), math.exp(float(logs.mean()))


def _unsaid(tokenizer: Any) -> set[int]:
    return {tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id}
