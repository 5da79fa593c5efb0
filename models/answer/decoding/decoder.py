"""Continuous batching for chat models: several answers at once, a token of each in a step.

Whoever asks brings its own thread. The first that finds nobody at it drives the loop for all: it
takes in what has come meanwhile, piece by piece between the steps, so that those who are being
answered keep their pace; when its own answer is done, the next who waits goes on. The keys and
values of the running answers lie in one block with a slot for each that runs, so that a step
is one pass through the model whatever the number of slots. On a GPU it is a graph, and the next is
on its way before the tokens of the last have been read: the GPU never waits for Python.

It writes what `generate` writes greedily; `fits` tells for which models.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from contextvars import Context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.answer.decoding.prefill import Task, is_over, prefill
from models.answer.decoding.prefix_cache import croppable
from models.concurrency.cancellation import blocks, check, stoppable, stopped_by, wish
from models.concurrency.heartbeat import alive, waiting
from models.families.nan_guard import finite

if TYPE_CHECKING:
    import torch

    from models.answer.decoding.steps import Sent, Steps

SLOTS = 4
"""Answers at once: a household. Each has keys and values of its own, 0.5 MB a token for 7B."""
_BLOCKS = 2
"""Of the model's, between two steps of others: on a GPU a photo takes as long as many steps."""
_FEW = 32
"""Tokens that go through in about the time of a step."""
_REST = 60.0
"""Seconds that a GPU keeps graphs and empty rows for whoever asks next; the rows may be 0.5 GB."""


@dataclass
class Generated:
    """What was written.

    tokens: int64 (t,); logs: of their probabilities, float32 (t,); past: a cache of the prompt
    and what was written, but for the last token; delta: as the model keeps it beside that.
    """

    tokens: torch.Tensor
    logs: torch.Tensor
    past: Any = None
    delta: Any = None


def fits(model: Any) -> bool:
    """Whether the loop writes what `generate` would: full attention, and no rules on what follows.

    Rules other than a penalty on repeating, such as words that must not come, are `generate`'s.
    """
    chosen = model.generation_config
    rules = ("no_repeat_ngram_size", "bad_words_ids", "suppress_tokens", "begin_suppress_tokens",
             "forced_bos_token_id", "forced_eos_token_id", "min_new_tokens", "min_length",
             "sequence_bias", "encoder_repetition_penalty", "guidance_scale")  # fmt: skip
    return croppable(model) and not any(getattr(chosen, rule, None) for rule in rules)


class Decoder:
    """Writes with one model for as many threads as ask. See the module."""

    def __init__(self, model: Any, slots: int = SLOTS, fixed: bool | None = None) -> None:
        """model: one that `fits`, ready on its device; fixed: as on a GPU, where None decides."""
        self._model = model
        self._most_slots = slots
        self._fixed = model.device.type == "cuda" if fixed is None else fixed
        self._steps: Steps | None = None
        self._sent: tuple[list[Task], Sent] | None = None
        self._within = False
        self._failed: BaseException | None = None
        self._rested = 0.0
        self._running: list[Task] = []
        self._waiting: deque[Task] = deque()
        self._changed = threading.Condition()
        self._driven = False

    def write(
        self,
        inputs: Mapping[str, Any],
        most: int,
        past: Any = None,
        delta: Any = None,
    ) -> Generated:
        """What the model writes to one input: at most so many tokens, its end included.

        past: a cache of its own with the input's first tokens, all of its pictures' among them;
        delta: as its model kept it then. Raises `Stopped` within a token when nobody waits for
        it any more, `AbilityFailed` for NaN, and whatever the model does.
        """
        done = past.get_seq_length() if past is not None else 0
        task = Task(dict(inputs), most, wish(), inputs["input_ids"], past, done, delta)
        with self._changed:
            self._waiting.append(task)
            self._changed.notify_all()
            with waiting():
                while not task.finished and self._driven:
                    self._changed.wait()
            if not task.finished:
                self._driven = True
        if not task.finished:
            self._drive(task)
        if task.error is not None:
            raise task.error
        check()
        return self._written(task)

    def _drive(self, own: Task) -> None:
        """Run the loop until this thread's own answer is done, then leave it to another's."""
        import torch  # heavy

        device = self._model.device
        here = torch.cuda.device(device) if device.type == "cuda" else nullcontext()
        try:
            with torch.inference_mode(), here:
                while not own.finished:
                    alive()
                    self._take_in()
                    self._step()
        except BaseException as error:
            # One pass is everybody's: what breaks it breaks all that run.
            broken = [*self._running, own]
            self._running.clear()
            self._steps = self._sent = self._failed = None
            with self._changed:
                self._waiting = deque(task for task in self._waiting if task is not own)
                for task in broken:
                    task.error, task.finished = task.error or error, True
        finally:
            with self._changed:
                self._driven = False
                self._changed.notify_all()

    def _take_in(self) -> None:
        """Put the next piece of the first prompt that waits through the model."""
        if len(self._running) >= self._most_slots:
            return
        with self._changed:
            task = self._waiting[0] if self._waiting else None
        if task is None:
            return
        try:
            # The first piece has the pictures in it, and takes long: who is stopped ends within.
            with stopped_by(task.stopped), stoppable(self._model), self._in_turns(task):
                whole = prefill(self._model, task)
        except BaseException as error:
            task.error, whole = error, True
            self._end(task)
        if whole:
            with self._changed:
                self._waiting.popleft()
            if not task.finished and is_over(self._model, task):
                self._end(task)
            elif not task.finished:
                self._join(task)
        if self._failed is not None:
            raise self._failed

    @contextmanager
    def _in_turns(self, task: Task) -> Iterator[None]:
        """Let those who are being answered have steps while a prompt goes through the model."""
        few = task.ids.shape[1] - task.done <= _FEW
        if few or not (self._fixed and self._running):
            yield
            return
        passed = 0

        def step(*_: object) -> None:
            nonlocal passed
            passed += not self._within
            if self._within or passed % _BLOCKS:
                return
            self._within = True
            try:
                # Of its own: who wishes the prompt stopped does not stop the others.
                Context().run(self._step)
            except BaseException as error:
                self._failed = error
                raise
            finally:
                self._within = False

        hooks = [block.register_forward_pre_hook(step) for block in blocks(self._model)]
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()

    def _join(self, task: Task) -> None:
        from models.answer.decoding.kv_slots import Slots  # beside torch
        from models.answer.decoding.steps import Steps  # beside torch

        if self._steps is None:
            slots = Slots(task.past, self._most_slots, self._fixed)
            self._steps = Steps(self._model, slots)
        row = len(self._running)
        self._steps.slots.put(row, task.past, room=task.most)
        self._steps.put(row, task.tokens[-1], task.delta, task.seen)
        task.past = task.seen = None
        self._running.append(task)

    def _step(self) -> None:
        """A token for each answer that runs. Where it is fixed, they are read a step later."""
        for task in [task for task in self._running if task.stopped()]:
            self._leave(task)
        last, self._sent = self._sent, None
        under_way = last[0] if last else []
        if any(len(task.tokens) + (task in under_way) < task.most for task in self._running):
            assert self._steps is not None  # noqa: S101 - whoever runs has a slot
            self._sent = [*self._running], self._steps.run(len(self._running))
            if not self._fixed:
                last, self._sent = self._sent, None
        if last:
            self._read(*last)

    def _read(self, tasks: list[Task], sent: Sent) -> None:
        """Give the answers what a step told; those that are over leave."""
        for task, (token, log, _) in zip(tasks, sent.read(), strict=False):
            if task.finished:  # it has left since
                continue
            task.tokens.append(int(token))
            task.logs.append(log)
            if is_over(self._model, task):
                self._leave(task)

    def _leave(self, task: Task) -> None:
        """Free the task's slot: the last that runs moves into it."""
        place, last = self._running.index(task), len(self._running) - 1
        if self._steps is not None:
            # Its last token was chosen, and never read.
            task.past = self._steps.slots.taken(place, task.ids.shape[1] + len(task.tokens) - 1)
            if place != last:
                self._steps.move(last, place)
            self._steps.end(last)
        self._running[place] = self._running[last]
        self._running.pop()
        if not self._running:
            self._sent = None
            self._rest()
        self._end(task)

    def _rest(self) -> None:
        """Free the rows where nobody writes: a home's GPU has no room for them, but graphs cost."""
        if not self._fixed:
            self._steps = None
            return
        self._rested = time.monotonic()
        timer = threading.Timer(_REST, _release, [weakref.ref(self)])
        timer.daemon = True
        timer.start()

    def release(self) -> None:
        """Free the rows, and graphs, that nobody has written in for a while, or ever will."""
        with self._changed:
            if not (self._running or self._driven or self._steps is None):
                self._steps.forget()
                self._steps = self._sent = None

    def _end(self, task: Task) -> None:
        with self._changed:
            task.finished = True
            self._changed.notify_all()

    def _written(self, task: Task) -> Generated:
        import torch  # heavy

        logs = finite(torch.tensor(task.logs, dtype=torch.float32))
        return Generated(torch.tensor(task.tokens, dtype=torch.long), logs, task.past, task.delta)


def _release(loop: weakref.ref[Decoder]) -> None:
    decoder = loop()
    if decoder is not None and time.monotonic() >= decoder._rested + _REST:
        decoder.release()
