"""Florence-2 (Xiao et al. 2023, arXiv 2311.06242): one model that captions, locates and reads.

It writes places among its words: "a red circle<loc_120><loc_64><loc_410><loc_350>", x before y,
in thousandths of the picture's width and height.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.loading import load_model, load_part, number_type
from models.concurrency.torch_threads import set_threads
from models.families import greedy
from models.families.known_words import check_known
from models.values import Picture

MAX_NEW_TOKENS = 256
_PLACES = 1000
_PLACE = re.compile(r"<loc_(\d+)>")


@dataclass(frozen=True)
class Piece:
    """A run of words and the run of places after it, as parts of the picture's sides, 0 to 1.

    sure: the places' probabilities, 0 to 1.
    """

    words: str
    places: tuple[float, ...] = ()
    sure: tuple[float, ...] = ()


@dataclass(frozen=True)
class FlorenceOutput:
    """What the model wrote. confidence: geometric mean of all its tokens' probabilities."""

    pieces: tuple[Piece, ...]
    confidence: float

    @property
    def words(self) -> str:
        """The words alone."""
        return " ".join(piece.words for piece in self.pieces if piece.words)


class Florence:
    """The model with its prompts, for each ability that it serves."""

    def __init__(self, checkpoint: Checkpoint, device: str) -> None:
        from transformers import (  # heavy
            AutoProcessor,
            Florence2ForConditionalGeneration,
        )

        dtype = number_type(device, checkpoint.parameters())
        model = load_model(Florence2ForConditionalGeneration, checkpoint, dtype=dtype)
        self._model: Any = model.to(device)
        self._processor = load_part(AutoProcessor, checkpoint, backend="pil")

    def check_known(self, phrase: str) -> None:
        """Raise `NotUnderstood` for a word that the model knows only as unknown."""
        check_known(self._processor.tokenizer, phrase)

    def tell(self, picture: Picture, task: str) -> FlorenceOutput:
        """What it answers to a task, such as "<OD>", greedily."""
        model = self._model
        set_threads(model)
        inputs = self._processor(images=picture.image, text=task, return_tensors="pt")
        inputs = inputs.to(model.device)
        inputs["pixel_values"] = inputs["pixel_values"].to(model.dtype)
        new, logs = greedy.write(model, inputs, MAX_NEW_TOKENS)
        return parse_output(self._processor.tokenizer, new.tolist(), logs.exp().tolist())


def parse_output(
    tokenizer: Any, ids: Sequence[int], probabilities: Sequence[float]
) -> FlorenceOutput:
    """The tokens as words and places. probabilities: one for each token, 0 to 1."""
    unsaid = {tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id}
    names = tokenizer.convert_ids_to_tokens(list(ids))
    tokens = [
        (_PLACE.fullmatch(name), token, probability)
        for name, token, probability in zip(names, ids, probabilities, strict=True)
        if token not in unsaid
    ]
    pieces: list[Piece] = []
    words = ""
    for is_place, run in groupby(tokens, key=lambda token: token[0] is not None):
        if not is_place:
            words = tokenizer.decode([token for _, token, _ in run]).strip()
            continue
        found = [((int(match[1]) + 0.5) / _PLACES, sure) for match, _, sure in run if match]
        places, sure = zip(*found, strict=True)
        pieces.append(Piece(words, places, sure))
        words = ""
    if words:
        pieces.append(Piece(words))
    return FlorenceOutput(tuple(pieces), _mean(probabilities))


def spans(answer: FlorenceOutput, size: int) -> list[tuple[str, tuple[float, ...], float]]:
    """Label, `size` places and how sure these are, for each; one label may have several."""
    return [
        (piece.words, piece.places[at : at + size], _mean(piece.sure[at : at + size]))
        for piece in answer.pieces
        for at in range(0, len(piece.places) - size + 1, size)
    ]


def _mean(probabilities: Sequence[float]) -> float:
    logs = [math.log(max(probability, 1e-12)) for probability in probabilities]
    return math.exp(sum(logs) / len(logs)) if logs else 0.0
