"""A secret never reaches the log, wherever it stands."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable
from io import StringIO
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.monitoring import logs
from bot.monitoring.logs import JsonFormatter, ScrubbingFormatter

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 -- made up
FILE = "https://api.telegram.org/file/bot{}/photos/file_12.jpg"
KEY = "k\"e\\y'ক+/"
SECRETS = [TOKEN, "webhook-word", KEY]

Wrap = Callable[[Any], Any]
WRAPS: list[Wrap] = [
    str,
    repr,
    json.dumps,
    lambda value: json.dumps(value, ensure_ascii=False),
    lambda value: quote(str(value), safe=""),
    lambda value: str(value).encode(),
    lambda value: {"url": [value, (value,)]},
    lambda value: f"https://api.telegram.org/bot{value}/getMe",
    FILE.format,
    ValueError,
    lambda value: OSError(5, "no", str(value)),
    lambda value: f"a\nb\t{value}{value}",
]
PLACES = ["message", "argument", "named", "bad argument", "error", "cause", "context", "group"]


def error(place: str, said: Any) -> Exception:
    """An error that has it in that place."""
    inner = KeyError(said)
    inner.add_note(str(said))
    if place == "error":
        return inner
    if place == "group":
        return ExceptionGroup("several", [inner, ValueError(said)])
    outer = RuntimeError("outer")
    setattr(outer, f"__{place}__", inner)
    return outer


def record(place: str, said: Any) -> logging.LogRecord:
    arguments: Any = ()
    message: Any = "a plain message"
    problem: Any = None
    if place == "message":
        message = said
    elif place == "argument":
        message, arguments = "%s and %r", (said, said)
    elif place == "named":
        message, arguments = "%(it)s", ({"it": said},)
    elif place == "bad argument":
        message, arguments = f"%d {said}", ("not a number", said)
    else:
        raised = error(place, said)
        problem = (type(raised), raised, None)
    made = logging.LogRecord("x", logging.ERROR, "f", 1, message, arguments, problem)
    made.fields = {"extra": [str(said)], str(said): 1}
    return made


@settings(max_examples=600)
@given(
    st.sampled_from(SECRETS),
    st.lists(st.sampled_from(WRAPS), max_size=1),
    st.sampled_from(PLACES),
    st.sampled_from([ScrubbingFormatter, JsonFormatter]),
)
def test_no_secret_is_written_wherever_it_stands(
    secret: str, wraps: list[Wrap], place: str, form: type[ScrubbingFormatter]
) -> None:
    said: Any = secret
    for wrap in wraps:
        said = wrap(said)
    line = form(SECRETS).format(record(place, said))
    for part in ("AAHdq", "webhook-word", 'k"e', 'k\\"e', "y'ক", "%22e", "file_12.jpg"):
        assert part not in line
    if form is JsonFormatter:
        json.loads(line)


def test_tokens_of_others_and_passwords_of_addresses_are_hidden() -> None:
    other = TOKEN.replace("AAHdq", "BBxyz")
    address = "postgresql://chokh:pass-word@db/chokh"  # pragma: allowlist secret
    for said in (other, quote(other), address):
        line = ScrubbingFormatter().format(record("message", f"GET {said} 1"))
        assert "BBxyz" not in line
        assert "pass-word" not in line
        assert "GET " in line
        assert line.endswith(" 1")


def test_what_ends_a_thread_or_the_program_goes_through_the_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = StringIO()
    for module, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "stderr")):
        monkeypatch.setattr(module, name, out if name == "stderr" else None)
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    before = root.level
    try:
        logs.start(SECRETS)

        def fails() -> None:
            raise ValueError(TOKEN)

        thread = threading.Thread(target=fails)
        thread.start()
        thread.join()
        sys.excepthook(RuntimeError, error("cause", KEY), None)
        logging.getLogger("elsewhere").error("%d", TOKEN)
    finally:
        root.setLevel(before)
    assert out.getvalue().count("[secret]") >= 3
    assert "AAHdq" not in out.getvalue()
    assert "y'ক" not in out.getvalue()
