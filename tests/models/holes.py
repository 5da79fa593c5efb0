"""The sandbox's template process with decoders that have holes: `python -m tests.models.holes FD`.

What a file does stands at its end, after what makes it a picture.
"""

from __future__ import annotations

import ctypes
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from models.errors import PictureUnknown
from models.media.image import open_picture
from models.sandbox import jobs, template
from models.values import Picture

PROGRAM = (sys.executable, "-m", "tests.models.holes")

CRASHES = b"and the library crashes"
FOR_EVER = b"and it never returns"
# Python's lock is held all the while, and no signal handler of Python's runs.
LOOPS = b"and the library loops"
GROWS = b"and it takes all the memory"


def _grow() -> None:
    held = []
    while True:
        held.append(b"x" * 50_000_000)


def _fork() -> None:
    if not os.fork():
        os._exit(0)


_DOES: dict[bytes, Callable[[], object]] = {
    CRASHES: lambda: ctypes.string_at(0),
    FOR_EVER: threading.Event().wait,
    LOOPS: lambda: re.match("(a+)+$", "a" * 99 + "b"),
    GROWS: _grow,
}
TRIES: dict[bytes, Callable[[], object]] = {
    b"reads": lambda: Path("/etc/passwd").read_text("ascii"),
    b"lists": lambda: list(Path("/").iterdir()),
    b"writes": lambda: Path("left").write_text("x", "ascii"),
    b"writes elsewhere": lambda: Path("/tmp/left").write_text("x", "ascii"),  # noqa: S108 - it can't
    b"opens a socket": socket.socket,
    b"opens a local socket": socket.socketpair,
    b"runs": lambda: subprocess.run(["/bin/true"], check=False),
    b"forks": _fork,
    b"kills": lambda: os.kill(os.getppid(), 0),
    b"sees others": lambda: Path("/proc/1/environ").stat(),
}
"""What nobody may do who decodes a file."""


def opened(data: bytes, rough: bool = False) -> Picture:
    """As `open_picture`, with a library that does what the file wants."""
    for ending, does in _DOES.items():
        if data.endswith(ending):
            does()
    for ending, does in TRIES.items():
        if data.endswith(b"tries:" + ending):
            try:
                does()
            except PermissionError:
                raise PictureUnknown("not permitted") from None
    return open_picture(data, rough)


if __name__ == "__main__":
    load = jobs.load
    vars(jobs)["load"] = lambda: load() | {"picture": opened}
    template.main()
