"""One decoding step: a token of each answer, all of it where the model runs.

What a step reads and writes lies in tensors that stay where they are, so that on a GPU its some
hundred kernels are recorded once as a CUDA graph and started as one: launched one by one from
Python they take longer than the GPU needs for them.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

    from models.answer.decoding.kv_slots import Slots

_log = logging.getLogger(__name__)
_WARM = 2
"""Times that a step runs before it is recorded: libraries make room for themselves at first."""


class Steps:
    """The steps of one model; each row's state lies at its number."""

    def __init__(self, model: Any, slots: Slots) -> None:
        """slots: where the answers' keys and values lie, on the model's device."""
        import torch  # heavy

        device, most = model.device, len(slots.places)
        self.slots = slots
        self._model = model
        self._penalty = penalty_of(model)
        self._ends = torch.tensor(ends_of(model), dtype=torch.long, device=device)
        self._tokens = torch.zeros((most, 1), dtype=torch.long, device=device)
        # How far positions are from places, for models that count in three axes.
        self._lag = torch.zeros((most, 1), dtype=torch.long, device=device)
        self._axes = hasattr(model.model, "rope_deltas")
        self._seen: torch.Tensor | None = None
        self._over = torch.ones(most, dtype=torch.bool, device=device)
        # Of each row the token, its probability's logarithm and whether it ends the answer: one
        # tensor, read back at once.
        self._told = torch.zeros((3, most), dtype=torch.float64, device=device)
        self._graphs: dict[tuple[int, int], Any] = {}
        self._recorded = 0
        self._records = slots.fixed and device.type == "cuda"
        # Graphs that share memory are recorded on one stream.
        self._aside: Any = _cuda().Stream(device) if self._records else None

    def put(self, row: int, token: int, lag: torch.Tensor | None, seen: Any) -> None:
        """Begin a row, whose keys are in its slot, with the first token of its answer.

        seen: the tokens of its prompt and answer, bool (1, words), where repeating costs something.
        """
        self._tokens[row] = token
        self._lag[row] = 0 if lag is None else lag.view(1)
        self._over[row] = False
        if seen is not None:
            if self._seen is None:
                self._seen = seen.new_zeros((len(self._tokens), seen.shape[1]))
            self._seen[row] = seen[0]

    def move(self, source: int, target: int) -> None:
        """Copy a row over another."""
        self.slots.move(source, target)
        for tensor in (self._tokens, self._lag, self._over, self._seen):
            if tensor is not None:
                tensor[target] = tensor[source]

    def end(self, row: int) -> None:
        """Nobody writes in a row any more: it stands still at its first place."""
        self._over[row], self.slots.places[row] = True, 0

    def run(self, running: int) -> Sent:
        """A token for each of the first rows. It is on its way when this returns."""
        shape = self.slots.begin(running)
        if self.slots.moved != self._recorded:
            self.forget()
            self._recorded = self.slots.moved
        if self._records and shape not in self._graphs:
            self._record(shape)
        graph = self._graphs.get(shape)
        if graph is None:
            self._step(shape[0])
        else:
            graph.replay()
        self.slots.advance(running)
        return Sent(self._told)

    def forget(self) -> None:
        """Let go of the graphs and what they have in memory."""
        import torch  # heavy

        if self._graphs:
            torch.cuda.synchronize(self._model.device)
        self._graphs.clear()

    def _step(self, rows: int) -> None:
        places = self.slots.places[:rows]
        positions = places[:, None]
        if self._axes:
            positions = (positions + self._lag[:rows]).expand(3, -1, -1)
        out = self._model(
            input_ids=self._tokens[:rows],
            attention_mask=self.slots.mask(self._model.dtype),
            position_ids=positions,
            past_key_values=self.slots,
            use_cache=True,
        )
        seen = None if self._seen is None else self._seen[:rows]
        chosen, logs = choose(out.logits[:, -1], self._penalty, seen)
        over = self._over[:rows]
        # What has ended stands still: whoever reads on is a step behind.
        places += ~over
        over |= (chosen == self._ends).any(-1)
        self._tokens[:rows] = chosen
        self._told[0, :rows], self._told[1, :rows], self._told[2, :rows] = (
            chosen[:, 0], logs[:, 0], over,
        )  # fmt: skip

    def _record(self, shape: tuple[int, int]) -> None:
        """Record the step of this shape. Where that fails, steps are launched one by one."""
        import torch  # heavy

        here = torch.cuda.current_stream()
        state = [part for part in (self.slots.places, self._tokens, self._over, self._seen)
                 if part is not None]  # fmt: skip
        before = [part.clone() for part in state]
        graph = torch.cuda.CUDAGraph()
        try:
            self._aside.wait_stream(here)
            with torch.cuda.stream(self._aside):
                for _ in range(_WARM):
                    self._step(shape[0])
                    _restore(state, before)
            here.wait_stream(self._aside)
            pool = next(iter(self._graphs.values())).pool() if self._graphs else None
            # Other threads may allocate meanwhile: only what this one does counts.
            with torch.cuda.graph(graph, pool, self._aside, capture_error_mode="thread_local"):
                self._step(shape[0])
            self._graphs[shape] = graph
        except RuntimeError as error:
            torch.cuda.set_stream(here)
            self._records = False
            self.forget()
            _log.warning("Steps are launched one by one: no CUDA graph of them (%s)", error)
            _restore(state, before)


def choose(
    logits: torch.Tensor, penalty: float, seen: torch.Tensor | None
) -> tuple[torch.Tensor, torch.Tensor]:
    """The likeliest next tokens, int64 (rows, 1), and their logarithms, float32 (rows, 1).

    logits: (rows, words); penalty: on repeating what is `seen`, bool (rows, words), to which they
    are added.
    """
    import torch  # heavy

    scores = logits.float()
    if seen is not None:
        told = torch.where(scores < 0, scores * penalty, scores / penalty)
        scores = torch.where(seen, told, scores)
    chosen = scores.argmax(-1, keepdim=True)
    if seen is not None:
        seen.scatter_(1, chosen, True)
    return chosen, scores.gather(-1, chosen) - scores.logsumexp(-1, keepdim=True)


def penalty_of(model: Any) -> float:
    """What repeating a token costs; 1: nothing."""
    return getattr(model.generation_config, "repetition_penalty", None) or 1.0


def ends_of(model: Any) -> list[int]:
    """The tokens that end an answer."""
    ends = model.generation_config.eos_token_id
    return [ends] if isinstance(ends, int) else list(ends or ())


def _restore(state: list[torch.Tensor], before: list[torch.Tensor]) -> None:
    for part, then in zip(state, before, strict=True):
        part.copy_(then)


def _cuda() -> Any:
    """`torch.cuda`, half of which has no types."""
    import torch  # heavy

    return torch.cuda


class Sent:
    """What a step has told, on its way to the CPU."""

    def __init__(self, told: torch.Tensor) -> None:
        """told: of each row the token, its logarithm and whether it ends, float64 (3, rows)."""
        import torch  # heavy

        self._event: Any = None
        if told.device.type != "cuda":
            self._here = told.clone()
            return
        self._here = torch.empty(told.shape, dtype=told.dtype, pin_memory=True)
        self._here.copy_(told, non_blocking=True)
        self._event = _cuda().Event()
        self._event.record()

    def read(self) -> Sequence[tuple[float, float, float]]:
        """Token, logarithm and end of each row, once they are there."""
        if self._event is not None:
            self._event.synchronize()
        return [tuple(row) for row in self._here.T.tolist()]
