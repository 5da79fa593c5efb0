"""Logging: one line a record on standard error, with every secret taken out.

The filter sits in the formatter, so that a token in a message, in its arguments or in a
traceback is gone whoever logged it.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Literal
from urllib.parse import quote

from bot.terminal import printable

# A bot token as Telegram makes them, wherever it stands: in a URL, in a traceback.
_TOKEN = r"\d{6,12}(?::|%3[Aa])[A-Za-z0-9_-]{30,}"  # noqa: S105 -- a pattern, no password
# Where a person's file lies, and the password of a database's address.
_FILE = r"[^\s'\"<>\\]*/file/bot[^\s'\"<>\\]*"
_PASSWORD = r"(?<=://)[^\s'\"<>\\/@:]*:[^\s'\"<>\\/@]+(?=@)"  # noqa: S105 -- a pattern, no password
_HIDDEN = "[secret]"


def hiding(secrets: Iterable[str]) -> Callable[[str], str]:
    """A function that takes out of a text what must not be written.

    secrets: exact strings, however they are quoted; besides everything that looks like a token.
    """
    told = {form for secret in secrets if secret for form in _forms(secret)}
    # Twice: an error's words are often quoted in another's.
    exact = {re.escape(again) for form in told for again in _forms(form)}
    longest_first = "|".join(sorted(exact, key=len, reverse=True))
    ours, anyones = re.compile(longest_first or "(?!)"), re.compile(f"{_FILE}|{_PASSWORD}|{_TOKEN}")
    return lambda text: anyones.sub(_HIDDEN, ours.sub(_HIDDEN, text))


def _forms(secret: str) -> Iterator[str]:
    """How a secret is written in a message, by repr(), in JSON and in a URL."""
    yield secret
    yield repr(secret)[1:-1]
    yield repr(secret.encode(errors="surrogatepass"))[2:-1]
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield quote(secret, safe="")


class ScrubbingFormatter(logging.Formatter):
    """Formats a record, then hides what must not be written.

    secrets: exact strings to hide besides everything that looks like a bot token.
    """

    layout = "%(asctime)s %(levelname)s %(name)s: %(message)s"

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__(self.layout)
        self._hide = hiding(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """The record's line, tracebacks included, without secrets."""
        try:
            line = super().format(record)
        except Exception as error:
            # logging would print the message and its arguments as they are.
            line = f"{record.levelname} {record.name}: {record.msg!r} ({type(error).__name__})"
        return printable(self._hide(line))


class JsonFormatter(ScrubbingFormatter):
    """One JSON object a record: what the text says, and the record's `fields` by name."""

    layout = "%(message)s"

    def format(self, record: logging.LogRecord) -> str:
        """The record's line, without secrets."""
        said = {
            "time": round(record.created, 3),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": super().format(record),
            **getattr(record, "fields", {}),
        }
        return printable(json.dumps(self._without(said), ensure_ascii=False))

    def _without(self, value: Any) -> Any:
        """The value with every text in it as it may be written."""
        if isinstance(value, dict):
            return {self._hide(str(key)): self._without(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self._without(each) for each in value]
        is_plain = value is None or isinstance(value, bool | int | float)
        return value if is_plain else self._hide(str(value))


def start(
    secrets: Iterable[str] = (),
    level: int = logging.INFO,
    form: Literal["text", "json"] = "text",
) -> None:
    """Write the log to standard error, without `secrets`."""
    handler = logging.StreamHandler()
    handler.setFormatter((JsonFormatter if form == "json" else ScrubbingFormatter)(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # A line for every request says nothing that our own lines don't.
    for noisy in ("httpx", "httpcore", "aiohttp.access", "alembic", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # It logs a response that it can't read whole, and with it what people wrote.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
    sys.excepthook = _unforeseen
    threading.excepthook = lambda raised: _unforeseen(
        raised.exc_type, raised.exc_value, raised.exc_traceback
    )


def _unforeseen(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    """Into the log, where secrets are hidden: Python would print it as it is."""
    logging.getLogger("chokh").critical("unforeseen", exc_info=(kind, error or kind(), trace))
