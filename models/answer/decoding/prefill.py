"""Prefill: an answer's prompt put through the model in pieces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.answer.decoding.prefix_cache import rope_of

if TYPE_CHECKING:
    import torch

PIECE = 256
"""Tokens of a prompt that go through the model between two steps of the others."""


@dataclass(eq=False)
class Task:
    """One prompt and what is written to it. most: tokens, its end included; past: a cache."""

    inputs: dict[str, Any]
    most: int
    stopped: Callable[[], bool]
    ids: torch.Tensor
    past: Any
    done: int
    """Tokens of the prompt that are in `past`."""
    delta: Any = None
    """How far positions are from the number of tokens, for models that count in three axes."""
    seen: Any = None
    """The tokens of the prompt, bool (1, words), where repeating them costs something."""
    tokens: list[int] = field(default_factory=list)
    logs: list[float] = field(default_factory=list)
    error: BaseException | None = None
    finished: bool = False


def prefill(model: Any, task: Task) -> bool:
    """One piece of the prompt. Returns whether it was the last: a first token is chosen."""
    import torch  # heavy
    from transformers import DynamicCache  # heavy

    from models.answer.decoding.steps import choose, penalty_of  # beside torch

    length = task.ids.shape[1]
    if task.past is None:
        task.past = DynamicCache(config=model.config.get_text_config())
    end = min(length, task.done + PIECE)
    given: dict[str, Any] = {}
    if task.done == 0:
        # The pictures go in whole.
        end = max(end, _after_pictures(model, task))
        given = {
            name: value[:, :end] if name.endswith("_ids") else value
            for name, value in task.inputs.items()
            if name != "attention_mask"
        }
    else:
        places = torch.arange(task.done, end, device=model.device)[None]
        if task.delta is not None:
            places = (places + task.delta.view(1, 1)).expand(3, -1, -1)
        given["position_ids"] = places
    given["input_ids"] = task.ids[:, task.done : end]
    mask = task.inputs["attention_mask"][:, :end]
    out = model(
        **given, attention_mask=mask, past_key_values=task.past, use_cache=True,
        logits_to_keep=1,
    )  # fmt: skip
    if task.done == 0:
        task.delta = rope_of(model)
    task.past, task.done = out.past_key_values, end
    if end < length:
        return False
    logits, penalty = out.logits[:, -1], penalty_of(model)
    if penalty != 1.0:
        task.seen = torch.zeros_like(logits, dtype=torch.bool).scatter_(1, task.ids, True)
    token, log = choose(logits, penalty, task.seen)
    task.tokens.append(int(token))
    task.logs.append(float(log))
    return True


def is_over(model: Any, task: Task) -> bool:
    """Whether its last token ends it, or there may be no more."""
    from models.answer.decoding.steps import ends_of  # beside torch

    return task.tokens[-1] in ends_of(model) or len(task.tokens) >= task.most


def _after_pictures(model: Any, task: Task) -> int:
    """Where in the prompt its pictures end; 0 where it has none."""
    found = (task.ids[0] == model.config.image_token_id).nonzero()
    return int(found[-1]) + 1 if len(found) else 0
