"""The template process: `python -m models.sandbox.template FD`. It forks for each file.

It has all decoders loaded and one thread, so that a fork takes milliseconds. On the socket FD come
a job's number with its limits and a socket for it, or a number alone: that one is ended. On its own
socket a fork gets one question and gives one answer. It never sees another file, and nobody waits
for it: what takes too long is ended by the system.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import select
import signal
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from models.codec import pack, unpack
from models.errors import AbilityFailed, ChokhError
from models.sandbox import jobs
from models.sandbox.limits import Limits
from models.sandbox.seccomp import seal

Running = dict[int, tuple[int, float]]
"""By a job's number: its process, and when it began on the monotonic clock."""
Jobs = Mapping[str, Callable[..., Any]]

NUMBER = struct.Struct("!Q")
LENGTH = struct.Struct("!Q")
PARTS = 9
"""Of an answer at most: the value itself, and the pixels of a film's frames."""
LENGTHS = struct.Struct(f"!{PARTS}Q")

_SLOW = 0.5
"""Seconds after which a job gives way to others."""
_LESS = 15  # of niceness
_LOOK_EVERY = 0.25
_PARENT_ENDED = 1  # PR_SET_PDEATHSIG, linux/prctl.h


def main() -> None:
    """Fork for whoever has the other end of the socket that the last argument names."""
    # systemd tells every process of the bot's: what is under way is finished.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    doing = jobs.load()
    _leave_all_folders()
    gc.freeze()
    link = socket.socket(fileno=int(sys.argv[-1]))
    running: Running = {}
    with suppress(ConnectionError):
        while _take(link, running, doing):
            _look_after(running)
    for pid, _ in running.values():
        os.kill(pid, signal.SIGKILL)
    os._exit(0)


def _take(link: socket.socket, running: Running, doing: Jobs) -> bool:
    """Do what comes next, or nothing for a moment; False where nobody is there any more."""
    if not select.select([link], [], [], _LOOK_EVERY if running else None)[0]:
        return True
    message, fds, _, _ = socket.recv_fds(link, 1024, 1)
    if not message:
        return False
    (number,) = NUMBER.unpack_from(message)
    if not fds:
        if number in running:
            os.kill(running[number][0], signal.SIGKILL)
        return True
    pid = os.fork()
    if not pid:
        link.close()
        with socket.socket(fileno=fds[0]) as asked:
            _work(asked, Limits.of(message[NUMBER.size :]), doing)
    os.close(fds[0])
    running[number] = pid, time.monotonic()
    return True


def _look_after(running: Running) -> None:
    for number, (pid, began) in tuple(running.items()):
        if os.waitpid(pid, os.WNOHANG)[0]:
            del running[number]
        elif time.monotonic() - began > _SLOW:
            os.setpriority(os.PRIO_PROCESS, pid, _LESS)


def _work(asked: socket.socket, limits: Limits, doing: Jobs) -> None:
    """Answer one question, and end. Whatever goes wrong ends it, too."""
    try:
        _bound(limits)
        size = LENGTH.unpack(_received(asked, LENGTH.size))[0]
        question: Any = unpack(bytes(_received(asked, size)))
        job, arguments = question
        try:
            answer: object = doing[job](*arguments)
        except ChokhError as error:
            answer = error
        except MemoryError:
            os._exit(1)
        except Exception as error:
            # Where it happened, and no word of the file's.
            trace = error.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
            answer = AbilityFailed(f"{job}: {type(error).__name__} at {place}")
        aside: list[bytes] = []
        parts = [pack(answer, aside=aside), *aside]
        lengths = [len(part) for part in parts]
        asked.sendall(LENGTHS.pack(*lengths, *[0] * (PARTS - len(lengths))))
        for part in parts:
            asked.sendall(part)
    finally:
        os._exit(0)


def _bound(limits: Limits) -> None:
    """Set what the system ends this process by, and close everything else to it."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # Should the one who waits not end it: later than they do, so that they know why it ended.
    signal.alarm(limits.waiting + 2)
    computing = limits.computing
    resource.setrlimit(resource.RLIMIT_CPU, (computing, computing))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_ENDED, signal.SIGKILL)
        with open("/proc/self/statm", "rb") as told:  # noqa: PTH123 - before it is sealed, in no time
            taken = int(told.read().split()[0]) * resource.getpagesize()
        most = taken + limits.memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    seal()


def _received(asked: socket.socket, size: int) -> memoryview:
    whole = memoryview(bytearray(size))
    got = 0
    while got < size:
        if not (more := asked.recv_into(whole[got:])):
            raise ConnectionError
        got += more
    return whole


def _leave_all_folders() -> None:
    """Work in a folder that is nobody's: empty, and gone already."""
    folder = tempfile.mkdtemp(prefix="chokh-")
    os.chdir(folder)
    os.rmdir(folder)  # noqa: PTH106 - as above


if __name__ == "__main__":
    main()
