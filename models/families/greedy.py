"""Greedy decoding with the probability of each token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from models.concurrency.cancellation import stoppable
from models.families.nan_guard import RejectNaN

if TYPE_CHECKING:
    import torch


def write(
    model: Any, inputs: Mapping[str, Any], most: int, decoder: Any = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """What the model writes to one input, without what it was given.

    most: new tokens at most; decoder: the part that writes, where that isn't the model itself.
    Returns the new tokens, int64 (t,), and the logarithms of their probabilities, float32 (t,).
    Raises `Stopped`, within a token, when nobody waits for it any more; `AbilityFailed` for NaN.
    """
    import torch  # heavy

    with torch.inference_mode(), stoppable(model):
        out = model.generate(
            **inputs,
            do_sample=False,
            num_beams=1,
            # A checkpoint's own sampling settings would be complained of in each call.
            temperature=None,
            top_p=None,
            top_k=None,
            max_new_tokens=most,
            return_dict_in_generate=True,
            output_scores=True,
            logits_processor=[RejectNaN()],
        )
    logs = (decoder or model).compute_transition_scores(
        out.sequences, out.scores, normalize_logits=True
    )
    return out.sequences[0, -len(out.scores) :], logs[0].float()
