"""Micro-batching: what several people wait for at the same moment, in one forward pass."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from typing import Any, Generic, TypeVar

from models.concurrency.cancellation import Stopped, stopped_by
from models.concurrency.lane import Lane
from models.concurrency.memory_retry import is_out_of_memory
from models.concurrency.requester import requester

_log = logging.getLogger(__name__)

I = TypeVar("I")  # noqa: E741 - what goes in
O = TypeVar("O")  # noqa: E741 - what comes out

MOST = 8
"""Items of a batch."""
_PATIENCE = 0.5
"""Seconds that others wait for a batch that is one person's alone, before it is put off."""


class _Request(Generic[I, O]):
    """What one caller wants done. left: positions and items that no batch has taken yet.

    person: for whom; preempted: whether a batch of it was put off, and none was done since.
    """

    def __init__(self, items: Sequence[I]) -> None:
        who = requester()
        self.person: object = self if who is None else who
        self.preempted = False
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


_Taken = tuple[_Request[I, O], int, I]


class Gatherer(Generic[I, O]):
    """Brings what waits in a lane of one thread together, in batches of at most `MOST`.

    A batch is put together when the lane gets to it, so nothing ever waits for company: alone it
    starts at once, and while the lane is busy company comes by itself.

    Nobody has the lane to themselves while others wait. Where several people's items wait, each
    gives one to a batch, and those go first who had none in the last. Where somebody comes while
    a batch is one person's alone, it is stopped and begun again later; after that one of its
    items is done by itself, so that it gets on however many come.
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
        self._last: set[object] = set()
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
        whose = {request.person for request, _, _ in taken}
        alone = whose.pop() if len(taken) > 1 == len(whose) else None
        with stopped_by(lambda: self._should_yield(taken, alone)):
            try:
                self._do(taken)
            except Stopped:
                self._put_back(taken)

    def _do(self, taken: list[_Taken[I, O]]) -> None:
        results = self._at_once([item for _, _, item in taken])
        if results is None:
            for request, position, item in taken:
                if not request.future.done():  # given up, or another of its items has failed
                    self._settle(request, position, self._attempt(item))
        else:
            for (request, position, _), result in zip(taken, results, strict=True):
                self._settle(request, position, result)

    def _take(self) -> list[_Taken[I, O]]:
        taken: list[_Taken[I, O]] = []
        with self._lock:
            people = {request.person for request in self._waiting}
            if len(people) > 1:
                first: dict[object, _Request[I, O]] = {}
                for request in self._waiting:
                    first.setdefault(request.person, request)
                asked = [each for who, each in first.items() if who not in self._last]
                taken = [
                    (each, *each.left.popleft()) for each in (asked or [*first.values()])[:MOST]
                ]
            else:
                most = 1 if any(request.preempted for request in self._waiting) else MOST
                while len(taken) < most and (asked := [r for r in self._waiting if r.left]):
                    taken += [(each, *each.left.popleft()) for each in asked[: most - len(taken)]]
            for request, _, _ in taken:
                request.preempted = False
            self._last = {request.person for request, _, _ in taken}
            self._waiting = [request for request in self._waiting if request.left]
        return taken

    def _should_yield(self, taken: list[_Taken[I, O]], alone: object | None) -> bool:
        """Whether nobody waits for these any more, or somebody else has waited long enough.

        alone: who has several of them to themselves, if anyone.
        """
        if all(request.future.done() for request, _, _ in taken):
            return True
        return alone is not None and self._lane.others_waited(by=alone) > _PATIENCE

    def _put_back(self, taken: list[_Taken[I, O]]) -> None:
        with self._lock:
            for request, position, item in reversed(taken):
                if request.future.done() or position in request.found:
                    continue
                request.left.appendleft((position, item))
                request.preempted = True
                if request not in self._waiting:
                    self._waiting.insert(0, request)

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
