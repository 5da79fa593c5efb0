"""Micro-batches: what several people wait for at the same moment, done in one go of a model."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from typing import Any, Generic, TypeVar

from models.lane import Lane
from models.retry import is_out_of_memory

_log = logging.getLogger(__name__)

I = TypeVar("I")  # noqa: E741 - what goes in
O = TypeVar("O")  # noqa: E741 - what comes out

MOST = 8
"""Items of a batch."""


class _Request(Generic[I, O]):
    """What one caller wants done. left: positions and items that no batch has taken yet."""

    def __init__(self, items: Sequence[I]) -> None:
        self.left = deque(enumerate(items))
        self.found: dict[int, O] = {}
        self.size = len(items)
        self.future: Future[list[O]] = Future()

    def settle(self, position: int, result: O | Exception) -> None:
        """Note one result; the first failure is the whole request's."""
        with suppress(InvalidStateError):  # it was given up, or has failed before
            if isinstance(result, Exception):
                self.left.clear()
                self.future.set_exception(result)
                return
            self.found[position] = result
            if len(self.found) == self.size:
                self.future.set_result([self.found[at] for at in range(self.size)])


class Gatherer(Generic[I, O]):
    """Brings what waits in a lane of one thread together, in batches of at most `MOST`.

    A batch is put together when the lane gets to it, so nothing ever waits for company: alone it
    starts at once, and while the lane is busy company comes by itself. Each caller in turn gives
    one item to a batch, so that an album doesn't push a single photo back.
    """

    def __init__(
        self,
        lane: Lane,
        together: Callable[[list[I]], list[O]],
        alone: Callable[[I], O],
        free: Callable[[], None],
    ) -> None:
        """Nothing starts before the first item.

        together: a result for each of several items, in order; alone: the result for one, tried
        in every way, when it has no company or a batch fails; free: makes room in memory.
        """
        self._lane = lane
        self._together = together
        self._alone = alone
        self._free = free
        self._waiting: list[_Request[I, O]] = []
        self._lock = threading.Lock()

    async def run(self, items: Sequence[I]) -> list[O]:
        """A result for each item, in order. Cancelled, what was not begun is never done.

        Raises what `alone` raises for one of these, whatever others' items do, and `Busy`.
        """
        if not items:
            return []
        request = _Request[I, O](items)
        result = asyncio.wrap_future(request.future)
        with self._lock:
            self._waiting.append(request)
        turn: asyncio.Future[None] | None = None
        try:
            while not result.done():
                turn = asyncio.wrap_future(self._lane.submit(self._batch))
                either: set[asyncio.Future[Any]] = {turn, result}
                await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
                if turn.done():
                    turn.result()
            return result.result()
        finally:
            result.cancel()
            if turn is not None:
                turn.cancel()
            with self._lock:
                if request in self._waiting:
                    self._waiting.remove(request)

    def _batch(self) -> None:
        taken = self._take()
        results = self._at_once([item for _, _, item in taken])
        if results is None:
            for request, position, item in taken:
                if not request.future.done():  # given up, or another of its items has failed
                    self._settle(request, position, self._attempt(item))
        else:
            for (request, position, _), result in zip(taken, results, strict=True):
                self._settle(request, position, result)

    def _take(self) -> list[tuple[_Request[I, O], int, I]]:
        taken: list[tuple[_Request[I, O], int, I]] = []
        with self._lock:
            while self._waiting and len(taken) < MOST:
                taken.extend(
                    (request, *request.left.popleft())
                    for request in self._waiting[: MOST - len(taken)]
                )
                self._waiting = [request for request in self._waiting if request.left]
        return taken

    def _at_once(self, items: list[I]) -> list[O] | None:
        """All the results; None where the items have to be done one by one."""
        if len(items) < 2:
            return None
        try:
            return self._together(items)
        except Exception as error:
            short = is_out_of_memory(error)
            _log.warning("a batch of %d is done one by one: %r", len(items), error)
        # Only past the except clause is the traceback gone whose frames hold the tensors.
        if short:
            self._free()
        return None

    def _attempt(self, item: I) -> O | Exception:
        try:
            return self._alone(item)
        except Exception as error:
            return error

    def _settle(self, request: _Request[I, O], position: int, result: O | Exception) -> None:
        with self._lock:
            request.settle(position, result)
            self._waiting = [request for request in self._waiting if request.left]
