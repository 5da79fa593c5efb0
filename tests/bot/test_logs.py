"""A secret never reaches the log, wherever it stands."""

from __future__ import annotations

import logging
import sys

from bot.logs import ScrubbingFormatter

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 -- made up


def line(message: str, *arguments: object, error: Exception | None = None) -> str:
    information = None
    if error is not None:
        try:
            raise error
        except type(error):
            information = sys.exc_info()
    record = logging.LogRecord("x", logging.ERROR, "f", 1, message, arguments, information)
    return ScrubbingFormatter(["webhook-word"]).format(record)


def test_tokens_are_hidden_in_messages_arguments_and_tracebacks() -> None:
    written = [
        line(f"GET https://api.telegram.org/bot{TOKEN}/getMe"),
        line("asked %s", f"/file/bot{TOKEN}/photos/1.jpg"),
        line("failed", error=ValueError(f"bad url {TOKEN}")),
        line("the word is %s", "webhook-word"),
    ]
    assert all("AAHdq" not in text and "webhook-word" not in text for text in written)
    assert all("[secret]" in text for text in written)
