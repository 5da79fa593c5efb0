"""Child process in which pyttsx3 speaks: `python -P pyttsx3_child.py FD`.

It is run by path and imports nothing of ours, so it starts fast and pyttsx3 can take
nothing down with it. On the socket FD it is asked with one JSON message for each sentence
({"text", "language", "rate"}) and answers with one: a WAV file's bytes, or JSON ({"failed"}).
An empty JSON object, sent once, says that it is warmed up.

What pyttsx3 2.99 does, measured, and what is done about it here:
- a rate or a voice is put into a queue that stopping the last utterance empties, so one
  change in five is lost: it is set again until reading it back agrees;
- the first utterance of a process comes out short or not at all: it is spoken to nobody;
- it prints to standard output: that goes to nowhere;
- `runAndWait` returns before the file is written, and a sentence that is begun before the
  last one is quite finished is never heard: the end of each is waited for, and one that
  wrote nothing is said again;
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
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

# Three tries of two seconds end before the parent's patience does.
_PATIENCE = 2.0
_TRIES = 3
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


class _Mouth:
    """pyttsx3's engine, made to do what it is told or to say that it did not."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._file = _memory_file()
        self._finished = threading.Event()
        engine.connect("finished-utterance", lambda **_: self._finished.set())
        # Before its first run pyttsx3 only queues what is set, so this one sets nothing.
        self._write("one")
        for language, text in (("bn", "এক"), ("en", "two")):
            self.say(text, language, 300)

    def say(self, text: str, language: str, rate: int) -> bytes:
        """The text as a WAV file's bytes. Raises `_Refused`."""
        # "bn" becomes the voice file "inc/bn" and "en" becomes "gmw/en".
        self._settle("voice", language, lambda voice: str(voice).split("/")[-1] == language)
        self._settle("rate", rate, lambda taken: taken == rate)
        if not any(self._write(text) for _ in range(_TRIES)):
            raise _Refused("no sound was written")
        return os.pread(self._file, os.fstat(self._file).st_size, 0)

    def _settle(self, name: str, value: str | int, taken: Callable[[Any], bool]) -> None:
        """Set a property again until it has taken."""
        until = time.monotonic() + _PATIENCE
        while not taken(self._engine.getProperty(name)):
            if time.monotonic() > until:
                raise _Refused(f"{name} {value} was not taken")
            self._engine.setProperty(name, value)
            time.sleep(0.001)

    def _write(self, text: str) -> bool:
        """Whether the text's sound lies in the file."""
        self._finished.clear()
        os.ftruncate(self._file, 0)
        self._engine.save_to_file(text, f"/dev/fd/{self._file}")
        self._engine.runAndWait()
        return self._finished.wait(_PATIENCE) and os.fstat(self._file).st_size > _WAV_HEADER


def main() -> None:
    """Speak for as long as the other side asks."""
    link = Connection(int(sys.argv[1]))
    threading.Thread(target=_leave_with_parent, args=(link.fileno(),), daemon=True).start()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)

    # Loads libespeak-ng, which may crash: so not before the watch is set.
    import pyttsx3  # type: ignore[import-untyped]  # it ships no types

    mouth = _Mouth(pyttsx3.init("espeak"))
    link.send_bytes(b"{}")
    while True:
        try:
            asked = json.loads(link.recv_bytes())
        except EOFError:
            return
        try:
            said = mouth.say(asked["text"], asked["language"], asked["rate"])
        except _Refused as refused:
            said = json.dumps({"failed": str(refused)}).encode()
        link.send_bytes(said)


if __name__ == "__main__":
    main()
