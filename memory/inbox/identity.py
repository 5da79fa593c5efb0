"""Identity of this bot among others that share its database: the same again after a power cut."""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import re
from pathlib import Path
from uuid import uuid4

FILE = "bot-identity"


class Identity:
    """A name of this bot's own. What it had in hand when it was killed is then its own at once.

    name: 32 letters. It follows from the folder, where it lies and on which machine, so that a
    copy of the folder is another bot; so is a second bot in the same folder, and one that can't
    write there is another each time.
    """

    def __init__(self, folder: Path) -> None:
        """Be this folder's bot until `close`."""
        self.name = uuid4().hex
        self._held: int | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._held = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            secret = os.pread(self._held, 64, 0)
            if not re.fullmatch(rb"[0-9a-f]{32}", secret):
                secret = self.name.encode()
                os.ftruncate(self._held, 0)
                os.pwrite(self._held, secret, 0)
        except OSError:  # the next start waits until what this one had in hand is free
            return
        where = f"{platform.node()}\n{folder.resolve()}\n".encode()
        self.name = hashlib.sha256(where + secret).hexdigest()[:32]

    def close(self) -> None:
        """Let another bot be this folder's."""
        if self._held is not None:
            os.close(self._held)
