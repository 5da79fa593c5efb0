"""The models' process with a captioner that falls ill: `python -m tests.models.sick FILE FD`.

Each time that it is asked, the captioner takes the first line out of FILE, and suffers that. With
several pictures at once it is not done for as long as there is a file named "slow" beside it, and
makes one named "begun".
"""

from __future__ import annotations

import ctypes
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from models.concurrency.cancellation import check
from models.provisioning.machine import Place
from models.remote import subprocess_main
from models.serving import leases
from models.serving.factories import Backends
from models.values import Caption, Picture

if TYPE_CHECKING:
    from models.values import Vectors

FAULTS: dict[str, Callable[[], object]] = {
    "well": lambda: None,
    "a crash in a library": lambda: ctypes.string_at(0),
    "killed by the system": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "a call that never returns": threading.Event().wait,
    # The GIL is held all the while: no other thread of the process does anything.
    "a loop in a library": lambda: re.match("(a+)+$", "a" * 99 + "b"),
    "no memory": lambda: bytearray(1 << 60),
}


class Captioner:
    """Sees a red circle, where it lives to say so."""

    def __init__(self, faults: Path) -> None:
        self._faults = faults

    def caption(self, pictures: Sequence[Picture], prompt: str | None = None) -> list[Caption]:
        now, _, later = self._faults.read_text().partition("\n")
        self._faults.write_text(later)
        FAULTS[now or "well"]()
        if len(pictures) > 1:
            self._faults.with_name("begun").touch()
        while len(pictures) > 1 and self._faults.with_name("slow").exists():
            check()
            time.sleep(0.02)
        return [Caption("a red circle", 0.9) for _ in pictures]


class Embedder:
    """All is alike."""

    name, size, multilingual = "alike", 2, True

    def embed_images(self, pictures: Sequence[Picture]) -> Vectors:
        return np.array([[1, 0]] * len(pictures), np.float32)

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        return np.array([[1, 0]] * len(texts), np.float32)

    def classify(self, picture: Picture, labels: Sequence[Sequence[str]]) -> list[float]:
        return [0.0 for _ in labels]


if __name__ == "__main__":
    # torch, asked how large a number is, takes longer to import than is waited for what is stuck.
    vars(leases)["number_type"] = lambda *_: np.dtype(np.float32)
    subprocess_main.main(
        Backends(
            place=lambda _: Place("cpu", 10**9),
            captioner=lambda *_: Captioner(Path(sys.argv[1])),
            embedder=lambda *_: Embedder(),
        )
    )
