"""Runs hostile files through the sandbox, and measures what they take and what others wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from models.concurrency.requester import requested_by
from models.errors import Busy, ChokhError
from models.sandbox.sandbox import Sandbox
from models.values import Document
from tests.attack.files import MEGABYTES, photo

SECONDS, MEMORY, WAITED = 10.0, 1024.0, 2.0
"""What a file may take at most, in any process, and what others may wait longer for a photo."""
_EVERY = 0.02


@dataclass(frozen=True)
class Took:
    """What became of a file. megabytes: of the largest process that decoded it; sockets: that it
    had besides the one by which it answers; waited: what others waited longer for a photo."""

    name: str
    size: int
    told: str
    seconds: float
    megabytes: float
    sockets: int
    waited: float

    @property
    def too_much(self) -> bool:
        """Whether it went over a bound."""
        return (
            self.seconds > SECONDS
            or self.megabytes > MEMORY
            or self.waited > WAITED
            or self.sockets > 0
        )


def attack(
    sandbox: Sandbox,
    name: str,
    job: str,
    make: Callable[[], bytes],
    usual: float,
    senders: int = 3,
) -> Took:
    """Have so many people send the file at once, while another sends photos. usual: what one takes
    when nobody does."""
    data, told = make(), list[str]()

    def send(who: int) -> None:
        # Different files, or the first that is ended would be the end of all.
        mine = data + b"\n" * who
        arguments: tuple[object, ...] = (mine, False) if job == "picture" else (mine,)
        if job == "page":
            arguments = (Document(mine, 1), 0)
        with requested_by(who):
            told.append(_outcome(sandbox, job, arguments))

    with _watched() as seen:
        sending = [threading.Thread(target=send, args=(who,)) for who in range(senders)]
        for sender in sending:
            sender.start()
        waited = 0.0
        while any(sender.is_alive() for sender in sending):
            waited = max(waited, usual_photo(sandbox) - usual)
        for sender in sending:
            sender.join()
    return Took(
        name, len(data), told[0], seen.longest, seen.megabytes, seen.sockets, max(waited, 0.0)
    )


def usual_photo(sandbox: Sandbox) -> float:
    """Seconds that another person's photo takes."""
    began = time.monotonic()
    with requested_by(99):
        sandbox.run("picture", _PHOTO, False)
    return time.monotonic() - began


_PHOTO = photo()


def _outcome(sandbox: Sandbox, job: str, arguments: tuple[object, ...]) -> str:
    for _ in range(2):
        try:
            sandbox.run(job, *arguments)
        except Busy:
            continue  # others waited: it is tried once more
        except ChokhError as error:
            return type(error).__name__
        return "opened"
    return "Busy"


class _Seen:
    """The most that was seen of any process that decoded."""

    def __init__(self) -> None:
        self.megabytes, self.longest, self.sockets = 0.0, 0.0, 0


@contextmanager
def _watched() -> Iterator[_Seen]:
    seen, over = _Seen(), threading.Event()
    here = psutil.Process()

    def watch() -> None:
        while not over.wait(_EVERY):
            for template in here.children():
                for fork in template.children():
                    with suppress(psutil.Error, OSError):
                        _look(fork, seen)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield seen
    finally:
        over.set()
        watching.join()


def _look(fork: psutil.Process, seen: _Seen) -> None:
    seen.megabytes = max(seen.megabytes, fork.memory_info().rss / MEGABYTES)
    seen.longest = max(seen.longest, time.time() - fork.create_time())
    opened = [str(each.readlink()) for each in Path(f"/proc/{fork.pid}/fd").iterdir()]
    # It comes with the one it answers by; before that one it may still have the template's.
    seen.sockets = max(seen.sockets, sum(each.startswith("socket:") for each in opened) - 2)
