"""Florence-2 (Xiao et al. 2023, arXiv 2311.06242): boxes for everything, or for a phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from models.abilities import Box, Picture
from models.checkpoint import Checkpoint
from models.heavy import set_threads
from models.loading import load_model, load_part, number_type

MAX_NEW_TOKENS = 256
_PLACES = 1000
_LABELLED = re.compile(r"([^<>]*)((?:<loc_\d+>){4,})")
_PLACE = re.compile(r"<loc_(\d+)>")
_MARKS = re.compile(r"</?(?:s|pad)>")
LEAST_SURE = 0.02
"""Geometric mean of the probabilities of a box's four places below which it is a guess. A place
is one of a thousand and its neighbours are as right, so a sure box has 0.05 to 0.5."""


@dataclass(frozen=True)
class Told:
    """What the model wrote: text with its marks, and each token's probability, 0 to 1."""

    tokens: tuple[str, ...]
    probabilities: tuple[float, ...]

    @property
    def text(self) -> str:
        """The tokens as one text."""
        return "".join(self.tokens)


def takes(checkpoint: Checkpoint) -> bool:
    """Florence-2 in transformers' own classes; the first releases brought code of their own."""
    return checkpoint.model_type == "florence2"


def load(checkpoint: Checkpoint, device: str) -> FlorenceLocator:
    """Ready on `device`. Blocking: seconds. Raises `ModelDamaged`."""
    return FlorenceLocator(Florence(checkpoint, device))


class Florence:
    """The model with its prompts, for each ability that it serves."""

    def __init__(self, checkpoint: Checkpoint, device: str) -> None:
        from transformers import (  # noqa: PLC0415 - heavy
            AutoProcessor,
            Florence2ForConditionalGeneration,
        )

        dtype = number_type(device)
        model = load_model(Florence2ForConditionalGeneration, checkpoint, dtype=dtype)
        self._model: Any = model.to(device)
        self._processor = load_part(AutoProcessor, checkpoint, backend="pil")

    def tell(self, picture: Picture, task: str) -> Told:
        """What it answers to a task, such as "<OD>", greedily."""
        import torch  # noqa: PLC0415 - heavy

        set_threads(self._model)
        model, tokenizer = self._model, self._processor.tokenizer
        inputs = self._processor(images=picture.image, text=task, return_tensors="pt")
        inputs = inputs.to(model.device)
        inputs["pixel_values"] = inputs["pixel_values"].to(model.dtype)
        with torch.inference_mode():
            out = model.generate(
                **inputs,
                do_sample=False,
                num_beams=1,
                max_new_tokens=MAX_NEW_TOKENS,
                return_dict_in_generate=True,
                output_scores=True,
            )
        logs = model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)
        new = out.sequences[0, -len(out.scores) :].tolist()
        said = [tokenizer.decode([token]) for token in new]
        # A word's token begins with the space before it, which decoding alone takes away.
        pieces = [
            f" {text}" if piece[:1] in "▁Ġ" else text
            for piece, text in zip(tokenizer.convert_ids_to_tokens(new), said, strict=True)
        ]
        return Told(tuple(pieces), tuple(logs[0].float().exp().tolist()))


class FlorenceLocator:
    """Implements `Locator`."""

    def __init__(self, florence: Florence) -> None:
        self._florence = florence

    def locate(self, picture: Picture, phrase: str | None = None) -> list[Box]:
        """Where what the English phrase names is, largest first; all that it finds without one.

        A box that it is not sure of is left out: asked for what isn't there, it guesses.
        """
        task = "<OD>" if phrase is None else f"<CAPTION_TO_PHRASE_GROUNDING>{plain(phrase)}"
        found = boxes(self._florence.tell(picture, task), picture.image.size)
        sure = [box for box in found if box.confidence is None or box.confidence >= LEAST_SURE]
        return sorted(sure, key=lambda box: -_area(box))


def plain(phrase: str) -> str:
    """The phrase without marks that the model or its processor would take for their own."""
    return " ".join(re.sub(r"[<>]", " ", phrase).split())


def boxes(told: Told, size: tuple[int, int]) -> list[Box]:
    """The boxes in what was told, in pixels of a picture of `size` (width, height)."""
    text = _MARKS.sub("", told.text)
    sure = iter(
        probability
        for token, probability in zip(told.tokens, told.probabilities, strict=True)
        if _PLACE.fullmatch(token.strip())
    )
    found: list[Box] = []
    for label, places in _LABELLED.findall(text.replace("> <", "><")):
        numbers = [int(number) for number in _PLACE.findall(places)]
        probabilities = [next(sure, 1.0) for _ in numbers]
        for at in range(0, len(numbers) - 3, 4):
            box = _box(numbers[at : at + 4], size)
            confidence = _mean(probabilities[at : at + 4])
            if box[0] < box[2] and box[1] < box[3]:
                found.append(Box(label.strip(), box, confidence))
    return found


def _box(numbers: list[int], size: tuple[int, int]) -> tuple[float, float, float, float]:
    width, height = size
    x0, y0, x1, y1 = ((number + 0.5) / _PLACES for number in numbers)
    return (x0 * width, y0 * height, x1 * width, y1 * height)


def _mean(probabilities: list[float]) -> float:
    product = 1.0
    for probability in probabilities:
        product *= probability
    return float(product ** (1 / len(probabilities)))


def _area(box: Box) -> float:
    x0, y0, x1, y1 = box.box
    return (x1 - x0) * (y1 - y0)
