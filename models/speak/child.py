"""The child process in which pyttsx3 speaks: `python -P child.py FD`.

It is run by path and imports nothing of ours, so it starts fast and pyttsx3 can take
nothing down with it. On the socket FD it is asked with one JSON message for each sentence
({"text", "language", "rate"}) and answers with one: a WAV file's bytes, or JSON ({"failed"}).
An empty JSON object, sent once, says that it is warmed up.

What pyttsx3 2.99 does, measured, and what is done about it here:
- a rate or a voice is put into a queue that stopping the last utterance empties, so one
  change in five is lost: it is set again until reading it back agrees;
- the first utterance of a process comes out short or not at all: it is spoken to nobody;
- it prints to standard output: that goes to nowhere;
- the file can be written a moment after `runAndWait` returns: it is waited for;
- it knows only file names: the file is one in memory, so what was said touches no disk.
"""

from __future__ import annotations

import json
import os
import select
import sys
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from typing import Any

_PATIENCE = 2.0
_WAV_HEADER = 44


class _Refused(Exception):
    """pyttsx3 did not do what it was asked."""


def _leave_with_parent(socket: int) -> None:
    """End this process when the other side of the socket is gone, even amid a sentence.

    PR_SET_PDEATHSIG is not used: it fires when the *thread* that started us ends.
    """
    poll = select.poll()
    poll.register(socket, select.POLLHUP)
    while not any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll()):
        pass
    os._exit(0)


def _memory_file() -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create("speech")
    return os.dup(tempfile.TemporaryFile().fileno())


def _settle(engine: Any, name: str, value: str | int, read: Any) -> None:
    """Set a property again until it has taken."""
    until = time.monotonic() + _PATIENCE
    while not read(engine.getProperty(name)):
        if time.monotonic() > until:
            raise _Refused(f"{name} {value} was not taken")
        engine.setProperty(name, value)
        time.sleep(0.001)


def _say(engine: Any, file: int, text: str, language: str, rate: int) -> bytes:
    """The text as a WAV file's bytes."""
    # "bn" becomes the voice file "inc/bn" and "en" becomes "gmw/en".
    _settle(engine, "voice", language, lambda voice: str(voice).split("/")[-1] == language)
    _settle(engine, "rate", rate, lambda taken: taken == rate)
    _write(engine, file, text)
    until = time.monotonic() + _PATIENCE
    while os.fstat(file).st_size <= _WAV_HEADER:
        if time.monotonic() > until:
            raise _Refused("no sound was written")
        time.sleep(0.001)
    return os.pread(file, os.fstat(file).st_size, 0)


def _write(engine: Any, file: int, text: str) -> None:
    os.ftruncate(file, 0)
    engine.save_to_file(text, f"/dev/fd/{file}")
    engine.runAndWait()


def _warm_up(engine: Any, file: int) -> None:
    """Before its first run pyttsx3 only queues what is set, so that one sets nothing."""
    _write(engine, file, "one")
    for language, text in (("bn", "এক"), ("en", "two")):
        _say(engine, file, text, language, 300)


def main() -> None:
    """Speak for as long as the other side asks."""
    link = Connection(int(sys.argv[1]))
    threading.Thread(target=_leave_with_parent, args=(link.fileno(),), daemon=True).start()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)

    # Loads libespeak-ng, which may crash: so not before the watch is set.
    import pyttsx3  # type: ignore[import-untyped]  # noqa: PLC0415 (it ships no types)

    engine = pyttsx3.init("espeak")
    file = _memory_file()
    _warm_up(engine, file)
    link.send_bytes(b"{}")
    while True:
        try:
            asked = json.loads(link.recv_bytes())
        except EOFError:
            return
        try:
            said = _say(engine, file, asked["text"], asked["language"], asked["rate"])
        except _Refused as refused:
            said = json.dumps({"failed": str(refused)}).encode()
        link.send_bytes(said)


if __name__ == "__main__":
    main()
