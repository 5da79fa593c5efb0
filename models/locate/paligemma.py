"""PaliGemma (Beyer et al. 2024, arXiv 2407.07726): what is named, as boxes and outlines.

It writes a box as four places of 1,024, "<loc0102>" and so on, in the order y0, x0, y1, x1, and
an outline as sixteen codes "<seg005>" of a small decoder, which is a file of its own
(`models/locate/segmentation.py`).
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.abilities import Box, Picture
from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.loading import load_model, load_part, number_type
from models.concurrency.torch_threads import set_threads
from models.families import greedy
from models.locate.segmentation import Outliner

if TYPE_CHECKING:
    from models.checkpoints.quantise import Quantise

MAX_NEW_TOKENS = 200
OUTLINES = "vae-oid.npz"
"""Google's file of the decoder, looked for beside the checkpoint."""
EVERYTHING = "detect all objects"
_PLACES = 1024
_FOUND = re.compile(r"((?:<loc\d{4}>){4})((?:<seg\d{3}>){16})?\s*([^;<]*)")
_NUMBER = re.compile(r"<(?:loc|seg)(\d+)>")


def takes(checkpoint: Checkpoint) -> bool:
    """PaliGemma and PaliGemma 2."""
    return checkpoint.model_type == "paligemma"


def load(checkpoint: Checkpoint, device: str) -> PaliGemmaLocator:
    """Ready on `device`. Blocking: seconds to minutes. Raises `ModelDamaged`."""
    file = checkpoint.path / OUTLINES
    return PaliGemmaLocator(PaliGemma(checkpoint, device), file if file.is_file() else None)


class PaliGemma:
    """The model with its prompts, for each ability that it serves."""

    def __init__(self, checkpoint: Checkpoint, device: str, quantise: Quantise = "none") -> None:
        """Load the weights onto `device`. Raises `ModelDamaged`, `SettingWrong`."""
        from transformers import (  # noqa: PLC0415 - heavy
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
            from transformers import AutoModelForImageTextToText  # noqa: PLC0415 - heavy

            from models.checkpoints.quantise import load_quantised  # noqa: PLC0415 - imports torch

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


class PaliGemmaLocator:
    """Implements `Locator`. outlines: the decoder's file, None where it isn't there."""

    def __init__(self, model: PaliGemma, outlines: Path | None = None) -> None:
        self._model = model
        self._outliner = Outliner(outlines) if outlines else None

    def locate(self, picture: Picture, phrase: str | None = None) -> list[Box]:
        """Where what the English phrase names is, largest first; all that it finds without one.

        With the decoder's file there it is asked for outlines, otherwise for boxes alone.
        """
        verb = "segment" if self._outliner else "detect"
        prompt = EVERYTHING if phrase is None else f"{verb} {plain(phrase)}"
        told, confidence = self._model.tell(picture, prompt)
        return boxes(told, picture.image.size, confidence, self._outliner)


def plain(phrase: str) -> str:
    """The phrase without the marks that part one thing from the next."""
    return " ".join(re.sub(r"[<>;\n]", " ", phrase).split())


def boxes(
    told: str, size: tuple[int, int], confidence: float | None, outliner: Outliner | None = None
) -> list[Box]:
    """The boxes in what was told, in pixels of a picture of `size` (width, height)."""
    width, height = size
    found = []
    for places, codes, label in _FOUND.findall(told):
        y0, x0, y1, x1 = (min(int(n), _PLACES) / _PLACES for n in _NUMBER.findall(places))
        box = (x0 * width, y0 * height, x1 * width, y1 * height)
        if not (box[0] < box[2] and box[1] < box[3]):
            continue
        numbers = [int(number) for number in _NUMBER.findall(codes)]
        outline = outliner.outline(numbers, box) if outliner and numbers else ()
        found.append(Box(label.strip(), box, confidence, outline or _corners(box)))
    return sorted(found, key=lambda f: -(f.box[2] - f.box[0]) * (f.box[3] - f.box[1]))


def _corners(box: tuple[float, float, float, float]) -> tuple[tuple[float, float], ...]:
    x0, y0, x1, y1 = box
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def _unsaid(tokenizer: Any) -> set[int]:
    return {tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id}
