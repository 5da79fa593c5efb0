"""Model pool: models in memory, lent out, loaded once, and evicted when others need the room.

Nothing here knows torch. A model is whatever `load` returns; where it has a `close`, that is
called before it is dropped.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from models.backends import Closing
from models.concurrency.heartbeat import waiting

_log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True)
class Held:
    """A model in memory, as the choice of what goes sees it.

    size: bytes; used: when its last lease ended; free: ready, and lent to nobody.
    """

    key: str
    size: int
    used: float
    free: bool


def leaving(held: Sequence[Held], excess: int) -> list[str]:
    """Which models to let go of so that `excess` bytes come free: the longest unused first.

    Fewer than needed where the rest is lent out; none where nothing is in excess.
    """
    chosen = []
    for model in sorted((model for model in held if model.free), key=lambda model: model.used):
        if excess <= 0:
            break
        chosen.append(model.key)
        excess -= model.size
    return chosen


@dataclass
class _Entry:
    size: int
    state: Literal["loading", "ready", "unloading"] = "loading"
    model: Any = None
    leases: int = 0
    used: float = 0.0


class Pool:
    """Lends models to threads. A thread holds one lease at a time, or two could wait forever."""

    def __init__(
        self,
        budget: int | None,
        idle: float,
        clock: Callable[[], float] = time.monotonic,
        freed: Callable[[], None] = lambda: None,
    ) -> None:
        """Start empty.

        budget: bytes for all models together, None without a limit. A model that is larger by
        itself is tried all the same: sizes are estimates.
        idle: seconds after its last use until `unload_idle` takes a model; freed: called after
        a model was dropped, to hand its memory back.
        """
        self._budget = budget
        self._idle = idle
        self._clock = clock
        self._freed = freed
        self._entries: dict[str, _Entry] = {}
        self._changed = threading.Condition()
        # One load at a time: two would each count on the room that the other takes.
        self._loading = threading.Lock()
        self._short = False
        self._mine = threading.local()

    @contextmanager
    def lend(self, key: str, size: Callable[[], int], load: Callable[[], T]) -> Iterator[T]:
        """The model of this key, loaded if it isn't there, and kept for as long as the block runs.

        Blocks while another thread loads it, or where leases of others fill the budget; while one
        waits so, nobody is lent a model before it, or those who overlap would never let go. Raises
        what `size` and `load` raise; the next who asks then loads anew.
        """
        if getattr(self._mine, "key", None) is not None:
            raise RuntimeError(f"this thread asks for {key} and still holds {self._mine.key}")
        with waiting():
            entry = self._take(key) or self._load(key, size, load)
        self._mine.key = key
        try:
            yield entry.model
        finally:
            self._mine.key = None
            with self._changed:
                entry.leases -= 1
                entry.used = self._clock()
                self._changed.notify_all()

    def loaded(self) -> dict[str, int]:
        """The models in memory and their sizes in bytes."""
        with self._changed:
            return {key: entry.size for key, entry in self._entries.items()}

    def unload_idle(self) -> int:
        """Let go of what nobody has used for the idle time. Returns how many went."""
        now = self._clock()
        return self._unload(
            [model.key for model in self._held() if model.free and now - model.used >= self._idle]
        )

    def unload_free(self) -> int:
        """Let go of everything that isn't lent out. Returns how many went."""
        return self._unload([model.key for model in self._held() if model.free])

    def _take(self, key: str) -> _Entry | None:
        with self._changed:
            while (entry := self._entries.get(key)) and (entry.state != "ready" or self._short):
                self._changed.wait()
            if entry:
                entry.leases += 1
            return entry

    def _load(self, key: str, size: Callable[[], int], load: Callable[[], T]) -> _Entry:
        with self._loading:
            # Whoever had the lock before may have loaded it.
            if entry := self._take(key):
                return entry
            entry = _Entry(size())
            with self._changed:
                self._entries[key] = entry
            try:
                self._make_room()
                begun = time.monotonic()
                model = load()
            except BaseException:
                with self._changed:
                    del self._entries[key]
                    self._short = False
                    self._changed.notify_all()
                raise
            with self._changed:
                entry.model, entry.state, entry.leases = model, "ready", 1
                self._short = False
                entry.used = self._clock()
                self._changed.notify_all()
        _log.info("Loaded %s in %.1f s", key, time.monotonic() - begun)
        return entry

    def _make_room(self) -> None:
        if self._budget is None:
            return
        stuck: set[str] = set()
        while True:
            with self._changed:
                held = self._held()
                excess = sum(model.size for model in held) - self._budget
                chosen = [key for key in leaving(held, excess) if key not in stuck]
                if excess <= 0:
                    return
                if not chosen:
                    if not any(entry.leases for entry in self._entries.values()):
                        return
                    self._short = True
                    self._changed.wait()
                    continue
            self._unload(chosen)
            stuck |= set(chosen) & set(self.loaded())

    def _unload(self, keys: Sequence[str]) -> int:
        return sum(self._unload_one(key) for key in keys)

    def _unload_one(self, key: str) -> bool:
        with self._changed:
            entry = self._entries.get(key)
            if entry is None or entry.state != "ready" or entry.leases:
                return False
            entry.state = "unloading"
        gone = False
        try:
            if isinstance(entry.model, Closing):
                entry.model.close()
            gone = True
        except Exception:
            # It stays in the table: dropped from there, a second copy would be loaded beside it.
            _log.exception("Unloading %s failed; it is kept", key)
        finally:
            with self._changed:
                if gone:
                    entry.model = None
                    del self._entries[key]
                else:
                    entry.state, entry.used = "ready", self._clock()
                self._changed.notify_all()
        if gone:
            self._freed()
            _log.info("Unloaded %s", key)
        return gone

    def _held(self) -> list[Held]:
        with self._changed:
            return [
                Held(key, entry.size, entry.used, entry.state == "ready" and entry.leases == 0)
                for key, entry in self._entries.items()
            ]
