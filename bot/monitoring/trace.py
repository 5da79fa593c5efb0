"""Trace of an update: its kind and the seconds of each stage. No content."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from memory.values import Waiting

Stage = Literal["download", "models", "send"]
_KINDS = (
    *("photo", "voice", "audio", "document", "video", "video_note", "animation", "sticker"),
    *("text", "contact", "location"),
)
_current: ContextVar[Journey | None] = ContextVar("journey", default=None)


@dataclass
class Journey:
    """One try at an update, or at an album.

    waited: seconds from its arrival until this try; attempt: 1 for the first; outcome: what
    became of it, "stopped" until that is known; error: the class of what went wrong.
    """

    update_id: int
    chat_id: int
    kind: str
    waited: float
    attempt: int
    count: int = 1
    outcome: str = "stopped"
    error: str = ""
    seconds: dict[Stage, float] = field(default_factory=dict)
    took: float = 0.0
    _began: float = field(default_factory=time.monotonic)
    _open: dict[Stage, tuple[int, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, bundle: Sequence[Waiting], now: float) -> Journey:
        """The way of what waited, from now on. now: seconds since the epoch."""
        first = bundle[0]
        waited = max(0.0, now - first.received_at)  # less where the clock was set back
        kind = kind_of(first.content)
        return cls(first.update_id, first.chat_id, kind, waited, first.attempts + 1, len(bundle))

    def enter(self, stage: Stage) -> None:
        """A part of the stage begins; parts side by side count once."""
        parts, since = self._open.get(stage, (0, time.monotonic()))
        self._open[stage] = parts + 1, since

    def leave(self, stage: Stage) -> None:
        """A part of the stage ends."""
        parts, since = self._open.pop(stage)
        if parts > 1:
            self._open[stage] = parts - 1, since
        else:
            spent = time.monotonic() - since
            self.seconds[stage] = self.seconds.get(stage, 0.0) + spent

    def end(self) -> None:
        """The try is over."""
        self.took = time.monotonic() - self._began

    def fields(self) -> dict[str, Any]:
        """What the log says of it: ids, names and seconds."""
        return {
            "update": self.update_id,
            "chat": self.chat_id,
            "kind": self.kind,
            "count": self.count,
            "attempt": self.attempt,
            "outcome": self.outcome,
            **({"error": self.error} if self.error else {}),
            "wait": round(self.waited, 3),
            "took": round(self.took, 3),
            **{stage: round(spent, 3) for stage, spent in sorted(self.seconds.items())},
        }

    def __str__(self) -> str:
        stages = "".join(
            f", {stage} {spent:.1f} s" for stage, spent in sorted(self.seconds.items())
        )
        error = f" ({self.error})" if self.error else ""
        return (
            f"update {self.update_id}, {self.kind}: {self.outcome}{error}, "
            f"waited {self.waited:.1f} s, took {self.took:.1f} s{stages}"
        )


def current() -> Journey | None:
    """The try that this task is a part of."""
    return _current.get()


@contextmanager
def followed(journey: Journey) -> Iterator[Journey]:
    """Within the block, and in the tasks that it starts, stages count for this journey."""
    token = _current.set(journey)
    try:
        yield journey
    finally:
        journey.end()
        _current.reset(token)


@contextmanager
def stage(name: Stage) -> Iterator[None]:
    """What is done within the block is a part of this stage of the update that it is done for."""
    journey = _current.get()
    if journey is None:
        yield
        return
    journey.enter(name)
    try:
        yield
    finally:
        journey.leave(name)


def kind_of(content: Mapping[str, Any]) -> str:
    """What an update is, by the names of its parts: "photo", "text", "callback_query" …"""
    message = content.get("message")
    if isinstance(message, dict):
        return next((kind for kind in _KINDS if kind in message), "message")
    return next((name for name in content if name != "update_id"), "none")
