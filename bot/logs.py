"""The log: one line a record, on standard error, with every secret taken out.

The filter sits in the formatter, so that a token in a message, in its arguments or in a
traceback is gone whoever logged it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

# A bot token as Telegram makes them, wherever it stands: in a URL, in a traceback.
_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}")
_HIDDEN = "[secret]"


class ScrubbingFormatter(logging.Formatter):
    """Formats a record, then hides what must not be written.

    secrets: exact strings to hide besides everything that looks like a bot token.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        """The record's line, tracebacks included, without secrets."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, _HIDDEN)
        return _TOKEN.sub(_HIDDEN, line)


def start(secrets: Iterable[str] = (), level: int = logging.INFO) -> None:
    """Write the log to standard error, without `secrets`."""
    handler = logging.StreamHandler()
    handler.setFormatter(ScrubbingFormatter(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # A line for every request says nothing that our own lines don't.
    for noisy in ("httpx", "httpcore", "aiohttp.access", "alembic", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
