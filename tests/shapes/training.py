"""What the trainers share: the vocabulary as a BERT tokenizer, the loop, the score by kind."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import torch
from torch import nn
from transformers import PreTrainedModel, ProcessorMixin

from tests.shapes.sentences import words

_NOT_HIDDEN = ("embed", "lm_head", "cls.predictions", "hints")
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def vocabulary() -> dict[str, int]:
    """Word → id, word by word; the special tokens come first."""
    return {word: number for number, word in enumerate([*SPECIAL, *words()])}


def train(
    model: nn.Module,
    loss_of: Callable[[int], torch.Tensor],
    steps: int,
    peak: float,
    check: Callable[[], None] | None = None,
    every: int = 500,
) -> None:
    """Muon, and AdamW for what is no hidden matrix, in one cycle that rises to `peak`.

    With AdamW alone the eyes had not told a circle from a square after 1,600 steps; with Muon
    they began to after 300.

    The products are in bfloat16 but for the last part, which takes half the time where the
    processor has it; the weights are float32 throughout.
    loss_of: the loss of one batch, given the step; check: called every `every` steps.
    """
    hidden = [
        weight
        for name, weight in model.named_parameters()
        if weight.requires_grad and weight.ndim == 2 and not any(n in name for n in _NOT_HIDDEN)
    ]
    those = {id(weight) for weight in hidden}
    others = [w for w in model.parameters() if w.requires_grad and id(w) not in those]
    optimisers: list[torch.optim.Optimizer] = [
        torch.optim.Muon(hidden, lr=peak, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=peak / 2.5, weight_decay=0.01, betas=(0.9, 0.98)),
    ]
    cycles = [
        torch.optim.lr_scheduler.OneCycleLR(
            optimiser, peak_of, total_steps=steps, pct_start=0.05, cycle_momentum=False
        )
        for optimiser, peak_of in zip(optimisers, (peak, peak / 2.5), strict=True)
    ]
    begun, losses = time.monotonic(), []
    model.train()
    for step in range(1, steps + 1):
        model.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=step < 0.85 * steps):
            loss = loss_of(step)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for part in (*optimisers, *cycles):
            part.step()
        losses.append(loss.item())
        if step % 100 == 0:
            spent = time.monotonic() - begun
            print(f"step {step}: loss {sum(losses[-100:]) / 100:.4f}, {spent:.0f} s", flush=True)
        if check and (step % every == 0 or step == steps):
            model.eval()
            check()
            model.train()
    model.eval()


def by_kind(results: Iterable[tuple[str, bool]]) -> dict[str, tuple[int, int]]:
    """(kind, right?) of each answer → kind: (right, all), and "overall"."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for kind, right in results:
        for name in (kind, "overall"):
            counts[name][0] += right
            counts[name][1] += 1
    return {kind: (right, of) for kind, (right, of) in counts.items()}


def table(score: dict[str, tuple[int, int]]) -> str:
    """One line: each kind with how many of how many were right."""
    return ", ".join(f"{kind} {right}/{of}" for kind, (right, of) in score.items())


def save(model: PreTrainedModel, parts: ProcessorMixin, folder: Path) -> None:
    """Saves both; the weights as float16, which halves the files, to be loaded as float32.

    The configuration says float32, as float16 is slow on a processor.
    """
    # What shares its numbers must go on sharing them, or it would be saved several times.
    halved: dict[int, torch.Tensor] = {}
    halves = {
        name: halved.setdefault(weight.data_ptr(), weight.half())
        for name, weight in model.state_dict().items()
    }
    model.save_pretrained(folder, state_dict=halves)
    parts.save_pretrained(folder)
    # The hub client writes for the owner alone.
    for file in folder.glob("*.safetensors"):
        file.chmod(0o644)
