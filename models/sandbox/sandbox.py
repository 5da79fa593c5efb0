"""Opening files in the sandbox: one process each, within limits, none before another's turn."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from models.codec import pack, unpack
from models.concurrency.cancellation import check
from models.concurrency.requester import requester
from models.errors import Busy, ChokhError, DocumentUnsafe, PictureUnsafe, SoundUnsafe
from models.sandbox.ended import Ended, key_of
from models.sandbox.limits import LIMITS
from models.sandbox.template import LENGTH, LENGTHS, NUMBER

_log = logging.getLogger(__name__)

PROGRAM = (sys.executable, "-P", "-m", "models.sandbox.template")
_ROOMS = {"picture": ("pictures", 3)}
_OTHERS = ("others", 2)
"""Processes that decode at the same time: photos, and whatever else beside them."""
_ENOUGH = 1.0
"""Seconds after which who decodes a photo gives way to who waits, to be tried once more."""
_LOOK_EVERY = 0.1
_TIMES_LATE = 2
"""A file that took too long by the clock alone so many times is not tried again."""
_ERRORS: dict[str, type[ChokhError]] = {
    "sound": SoundUnsafe,
    "document": DocumentUnsafe,
    "page": DocumentUnsafe,
}
_BUFFER = 1024 * 1024
_MOST = 400 * 1024 * 1024
"""Bytes of an answer: the pixels of a picture, and some room."""
_Told = tuple[bytes, list[bytearray]]
_LEFT = {"LANG": "C.UTF-8", "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_ARENAS = {"MALLOC_ARENA_MAX": "2"}
"""One for each thread would count as memory of 64 MB that nobody uses."""


class _Gone(Exception):
    """The process ended before it answered."""


class _Late(_Gone):
    """It had not answered in time."""


class _PutOff(Exception):
    """Others waited for it."""


@dataclass(eq=False)
class _Job:
    room: str
    who: int | None
    number: int
    slow: bool
    began: float = field(default_factory=time.monotonic)
    put_off: bool = False


class Sandbox:
    """Runs `jobs` in processes of their own. For many threads; blocking. Raises `ChokhError`s."""

    def __init__(self, place: Path | None = None, program: Sequence[str] = PROGRAM) -> None:
        """Starts nothing. place: the file that remembers what can't be opened."""
        self._program = program
        self._ended = Ended(place)
        self._put_off: set[str] = set()
        self._late: Counter[str] = Counter()
        self._numbers = count(1)
        self._jobs: set[_Job] = set()
        self._turn = threading.Condition()
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._link: socket.socket | None = None
        self._closed = False

    def run(self, job: str, *arguments: object) -> Any:
        """What the job returns or raises.

        A file that comes to an end by its limits raises the `…Unsafe` of its kind, at once when it
        comes again. Raises `Busy` where others waited for a photo that takes long, once.
        """
        key = key_of(job, arguments)
        unsafe = _ERRORS.get(job, PictureUnsafe)
        if key in self._ended:
            raise unsafe(f"{job}: it was ended before")
        body = pack((job, arguments), effort=0)
        try:
            with self._turn_of(job, key in self._put_off) as mine:
                answer = self._asked(mine, LIMITS[job], body)
        except _PutOff:
            self._put_off.add(key)
            raise Busy(f"{job}: others wait") from None
        except _Gone as gone:
            if self._closed:
                raise Busy(f"{job}: the bot ends") from None
            _log.warning("a %s was ended by its limits, or ended its decoder", job)
            # By the clock alone, the machine may be at fault, not the file: no lasting mark.
            self._late[key] += 1
            if not isinstance(gone, _Late) or self._late[key] >= _TIMES_LATE:
                self._ended.add(key)
            self._put_off.discard(key)
            raise unsafe(f"{job}: ended by its limits") from None
        self._put_off.discard(key)
        value = unpack(answer[0], aside=answer[1])
        if isinstance(value, ChokhError):
            raise value
        return value

    def start(self) -> None:
        """Have the template process ready. Blocks for half a second, where it isn't."""
        with self._starting:
            if self._closed or (self._process is not None and self._process.poll() is None):
                return
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 - our own program
                    [*self._program, str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C means the bot
                    env=kept | _LEFT | _ARENAS,
                )
            if self._link is not None:
                self._link.close()
            self._link = ours

    def close(self) -> None:
        """End all of it, whatever is under way."""
        with self._starting:
            self._closed = True
            if self._link is not None:
                self._link.close()
            if self._process is not None:
                # Its forks end with it.
                self._process.kill()
                self._process.wait()

    @contextmanager
    def _turn_of(self, job: str, slow: bool) -> Iterator[_Job]:
        """Wait for a place: nobody has all of them, and a photo gives way after a while.

        slow: it has given way before. It has all its time now, but never the last place.
        """
        room, most = _ROOMS.get(job, _OTHERS)
        mine = _Job(room, requester(), next(self._numbers), slow)
        with self._turn:
            while not self._has_place(mine, most):
                self._turn.wait(_LOOK_EVERY)
                check()
            mine.began = time.monotonic()
            self._jobs.add(mine)
        try:
            yield mine
        finally:
            with self._turn:
                self._jobs.discard(mine)
                self._turn.notify_all()

    def _has_place(self, mine: _Job, most: int) -> bool:
        beside = [each for each in self._jobs if each.room == mine.room]
        theirs = [each for each in beside if each.who == mine.who]
        slow = sum(each.slow for each in beside)
        if (
            len(beside) < most
            and (mine.who is None or len(theirs) < most - 1)
            and not (mine.slow and slow >= most - 1)
        ):
            return True
        others = [each for each in beside if each.who != mine.who and not each.slow]
        if len(beside) >= most and others and mine.room == "pictures":
            longest = min(others, key=lambda each: each.began)
            if time.monotonic() - longest.began > _ENOUGH:
                longest.put_off = True
        return False

    def _asked(self, mine: _Job, limits: Any, body: bytes) -> _Told:
        for last in (False, True):
            try:
                return self._asked_once(mine, limits, body)
            except _Gone as gone:
                if isinstance(gone, _Late):
                    raise
                # Unless the template itself has gone, which is no fault of the file's.
                if last or self._closed or self._alive():
                    raise
        raise _Gone

    def _alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _asked_once(self, mine: _Job, limits: Any, body: bytes) -> _Told:
        self.start()
        ours, theirs = socket.socketpair()
        with ours:
            for end in (ours, theirs):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
            with theirs:
                self._tell(NUMBER.pack(mine.number) + limits.packed(), theirs)
            try:
                return self._answer(mine, ours, limits.waiting, body)
            except TimeoutError:
                raise _Late from None
            except ConnectionError:
                raise _Gone from None
            finally:
                with suppress(_Gone):
                    self._tell(NUMBER.pack(mine.number))

    def _tell(self, message: bytes, end: socket.socket | None = None) -> None:
        try:
            if self._link is None:
                raise _Gone
            socket.send_fds(self._link, [message], [end.fileno()] if end is not None else [])
        except OSError:
            raise _Gone from None

    def _answer(self, mine: _Job, ours: socket.socket, seconds: int, body: bytes) -> _Told:
        late = time.monotonic() + seconds
        ours.settimeout(seconds)
        ours.sendall(LENGTH.pack(len(body)))
        ours.sendall(body)
        lengths = LENGTHS.unpack(self._received(mine, ours, LENGTHS.size, late))
        if sum(lengths) > _MOST:
            raise ConnectionError
        value, *aside = [self._received(mine, ours, size, late) for size in lengths if size]
        return bytes(value), aside

    def _received(self, mine: _Job, ours: socket.socket, size: int, late: float) -> bytearray:
        ours.settimeout(_LOOK_EVERY)
        whole = bytearray(size)
        view, got = memoryview(whole), 0
        while got < size:
            try:
                more = ours.recv_into(view[got:])
            except TimeoutError:
                check()
                if mine.put_off:
                    raise _PutOff from None
                if time.monotonic() > late:
                    raise
                continue
            if not more:
                raise ConnectionError
            got += more
        return whole
