"""pyttsx3 in a child process of its own: what it makes is checked before it is believed.

Called from threads it crashes the process, and it loses files and rates in silence. So it
lives apart, speaks one sentence at a time, and each sentence's duration is held against the
espeak-ng program's, which runs meanwhile and takes about 20 ms.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import socket
import subprocess
import sys
import threading
import time
import wave
from multiprocessing.connection import Connection
from pathlib import Path

from models.backends import Speaker
from models.errors import SpeakerDown
from models.settings import ModelsSettings
from models.speak.pronounce import respelled
from models.speak.voices.espeak import EspeakSpeaker
from models.values import Language, Speech

log = logging.getLogger(__name__)

_CHILD = Path(__file__).parents[1] / "pyttsx3_child.py"
_START_SECONDS = 20.0
_SENTENCE_SECONDS = 8.0
# A voice that can't start is not asked again for each sentence: starting takes a moment.
_REST_SECONDS = 60.0
# The same library speaks, so the two agree within a frame or two (0.11 s at most in 300);
# a rate that was ignored or a sentence cut short is far outside.
_SHORTER, _LONGER, _SLACK = 0.95, 1.05, 0.15
# Without the program to compare with: espeak-ng takes 9 to 17 letter-seconds / rate.
_LEAST = 5.0


def load(_settings: ModelsSettings) -> Pyttsx3Speaker:
    """Its child process starts when it first speaks."""
    return Pyttsx3Speaker()


class Pyttsx3Speaker:
    """Speaks through pyttsx3. Safe to call from any thread: sentences wait for each other."""

    def __init__(self, yardstick: Speaker | None = None) -> None:
        """`yardstick`: whose durations are believed; the espeak-ng program by default."""
        self._yardstick = yardstick or EspeakSpeaker()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._link: Connection | None = None
        self._rests_until = 0.0

    @property
    def child(self) -> int | None:
        """The child's process id while it lives."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def speak(self, text: str, language: Language, rate: int) -> Speech:
        """One sentence's sound at `rate` words per minute.

        Raises `SpeakerDown` where pyttsx3 crashed, hung, or made something of another
        length than it should have; the next call starts a fresh child.
        """
        with self._lock:
            link = self._started()
            try:
                said = respelled(text) if language == "bn" else text
                asked = {"text": said, "language": language, "rate": rate}
                link.send_bytes(json.dumps(asked).encode())
                expected = self._expected(text, language, rate)
                speech = _received(link)
                _check(speech, expected, text, rate)
            except (OSError, EOFError) as error:
                self._end()
                raise SpeakerDown(f"pyttsx3 fell silent ({error.__class__.__name__})") from error
            except SpeakerDown:
                self._end()
                raise
            return speech

    def close(self) -> None:
        """End the child. Speaking again starts another."""
        with self._lock:
            self._end()

    def _expected(self, text: str, language: Language, rate: int) -> float | None:
        try:
            return self._yardstick.speak(text, language, rate).seconds
        except SpeakerDown:
            return None

    def _started(self) -> Connection:
        if self._link is not None and self.child is not None:
            return self._link
        self._end()
        if time.monotonic() < self._rests_until:
            raise SpeakerDown("pyttsx3 did not start a moment ago")
        ours, theirs = socket.socketpair()
        with theirs:
            # -P: this folder's modules must not stand in for those that pyttsx3 imports.
            # A session of its own: Ctrl-C in the terminal is for the parent to handle.
            self._child = subprocess.Popen(  # noqa: S603 (our own interpreter and file)
                [sys.executable, "-P", str(_CHILD), str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._link = Connection(ours.detach())
        if not _ready(self._link):
            self._end()
            self._rests_until = time.monotonic() + _REST_SECONDS
            log.error(
                "pyttsx3 does not start; try: sudo apt-get install libespeak-ng1, "
                'or set speak = { voice = "espeak" }'
            )
            raise SpeakerDown("pyttsx3 does not start")
        return self._link

    def _end(self) -> None:
        if self._link is not None:
            with contextlib.suppress(OSError):
                self._link.close()
            self._link = None
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._child = None


def _ready(link: Connection) -> bool:
    try:
        return link.poll(_START_SECONDS) and link.recv_bytes() == b"{}"
    except (OSError, EOFError):
        return False


def _received(link: Connection) -> Speech:
    """The child's answer as samples. Raises `SpeakerDown` where there is none or no sound."""
    if not link.poll(_SENTENCE_SECONDS):
        raise SpeakerDown("pyttsx3 hung")
    answer = link.recv_bytes()
    if not answer.startswith(b"RIFF"):
        raise SpeakerDown(f"pyttsx3: {answer.decode(errors='replace')}")
    try:
        with wave.open(io.BytesIO(answer)) as file:
            return Speech(file.readframes(file.getnframes()), file.getframerate())
    except (wave.Error, EOFError) as error:
        raise SpeakerDown("pyttsx3 wrote a broken file") from error


def _check(speech: Speech, expected: float | None, text: str, rate: int) -> None:
    """Raise `SpeakerDown` where the speech is not as long as the words take."""
    if expected is None:
        letters = sum(letter.isalnum() for letter in text)
        if speech.seconds < _LEAST * letters / rate:
            raise SpeakerDown(f"pyttsx3 said {letters} letters in {speech.seconds:.2f} s")
    elif not expected * _SHORTER <= speech.seconds <= expected * _LONGER + _SLACK:
        raise SpeakerDown(f"pyttsx3 took {speech.seconds:.2f} s for {expected:.2f} s of words")
