"""Cancellation of work on a thread once nobody waits for it.

A thread can't be ended from outside. It looks by itself: the lane says on which thread whose wish
counts, and what computes for long asks between its steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from models.concurrency.heartbeat import alive

_wished: ContextVar[Callable[[], bool] | None] = ContextVar("wished", default=None)


class Stopped(BaseException):
    """Nobody waits for this work. Not an `Exception`: nothing on its way may try once more."""


@contextmanager
def stopped_by(wished: Callable[[], bool]) -> Iterator[None]:
    """Let what this thread does within the block be stopped as soon as `wished()`."""
    token = _wished.set(wished)
    try:
        yield
    finally:
        _wished.reset(token)


def wish() -> Callable[[], bool]:
    """Asks whether this thread's work is to stop; for another thread that does it, too."""
    return _wished.get() or _never


def check() -> None:
    """A sign of life. Raise `Stopped` where nobody waits for this thread's work any more."""
    alive()
    if wish()():
        raise Stopped


@contextmanager
def stoppable(model: Any) -> Iterator[None]:
    """Let the model look before each of its blocks, of the eyes and of the language model.

    So it ends within a token, and within the long first step that reads the prompt as well.
    Raises `Stopped`. model: a torch module.
    """
    if _wished.get() is None:
        yield
        return
    hooks = [block.register_forward_pre_hook(lambda *_: check()) for block in blocks(model)]
    try:
        check()
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _never() -> bool:
    return False


def blocks(model: Any) -> list[Any]:
    """The model's blocks, of its eyes and of the language model, each once."""
    from torch.nn import ModuleList  # heavy

    lists = [part for part in model.modules() if isinstance(part, ModuleList)]
    return [block for part in lists for block in part]
