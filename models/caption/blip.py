"""BLIP (Li et al. 2022, arXiv 2201.12086) as a captioner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.abilities import Caption, Picture
from models.caption.chance import seeded
from models.checkpoint import Checkpoint
from models.heavy import set_threads
from models.loading import load_model, load_part, number_type

# The reference decoding, github.com/salesforce/BLIP configs/caption_coco.yaml.
PROMPT = "a picture of"
BEAMS = 3
MIN_LENGTH = 5
MAX_NEW_TOKENS = 20


def takes(checkpoint: Checkpoint) -> bool:
    """BLIP."""
    return checkpoint.model_type == "blip"


def load(checkpoint: Checkpoint, device: str) -> BlipCaptioner:
    """Ready on `device`. Blocking: seconds. Raises `ModelDamaged`."""
    return BlipCaptioner(checkpoint, device)


class BlipCaptioner:
    """Writes a short caption with `BlipForConditionalGeneration`."""

    def __init__(self, checkpoint: Checkpoint, device: str) -> None:
        """Load the weights onto `device`. Raises `ModelDamaged`."""
        from transformers import (  # noqa: PLC0415 - heavy
            AutoImageProcessor,
            AutoTokenizer,
            BlipForConditionalGeneration,
        )

        dtype = number_type(device)
        self._model = load_model(BlipForConditionalGeneration, checkpoint, dtype=dtype).to(device)
        # Not AutoProcessor: BLIP's looks for torchvision first and warns of its absence.
        self._pixels = load_part(AutoImageProcessor, checkpoint, backend="pil")
        self._tokenizer = load_part(AutoTokenizer, checkpoint)

    def caption(self, pictures: Sequence[Picture], prompt: str | None = None) -> list[Caption]:
        """One caption for each picture, in order, in one batch.

        prompt: the caption's first words, left out of the result; None for the reference's own.
        """
        if not pictures:
            return []
        # With 1.0 a beam's score is the mean log-probability of its new tokens.
        best = {"num_beams": BEAMS, "do_sample": False, "length_penalty": 1.0}
        texts, scores = self._write(pictures, PROMPT if prompt is None else prompt, best)
        return [
            Caption(text, min(1.0, confidence))
            for text, confidence in zip(texts, scores.float().exp().tolist(), strict=True)
        ]

    def sample(self, pictures: Sequence[Picture], looks: int) -> list[list[str]]:
        """So many captions of each picture, drawn by chance from one seed, in one batch."""
        if not pictures or not looks:
            return [[] for _ in pictures]
        by_chance = {"num_beams": 1, "do_sample": True, "top_k": 0, "num_return_sequences": looks}
        with seeded(self._model):
            texts, _ = self._write(pictures, PROMPT, by_chance)
        return [texts[start : start + looks] for start in range(0, len(texts), looks)]

    def _write(
        self, pictures: Sequence[Picture], prompt: str, how: dict[str, Any]
    ) -> tuple[list[str], Any]:
        """What is written of the pictures, and the beams' scores, None without beams."""
        import torch  # noqa: PLC0415 - heavy

        set_threads(self._model)
        pixels = self._pixels([picture.image for picture in pictures], return_tensors="pt")
        words = self._tokenizer([prompt] * len(pictures), return_tensors="pt")
        model = self._model
        with torch.inference_mode():
            out = model.generate(
                pixel_values=pixels["pixel_values"].to(model.device, model.dtype),
                input_ids=words["input_ids"].to(model.device),
                attention_mask=words["attention_mask"].to(model.device),
                # The prompt counts in the least length, as in the reference: "a picture of a
                # red circle" may end there.
                min_length=MIN_LENGTH,
                max_new_tokens=MAX_NEW_TOKENS,
                return_dict_in_generate=True,
                output_scores=True,
                **how,
            )
        # The model takes the prompt without its closing [SEP] and gives it back in front.
        new = out.sequences[:, words["input_ids"].shape[1] - 1 :]
        texts = self._tokenizer.batch_decode(new, skip_special_tokens=True)
        return [text.strip(" .,:;") for text in texts], out.get("sequences_scores")
