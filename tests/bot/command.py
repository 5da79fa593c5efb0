"""The command line, as its user types it: in this process, or in one of its own."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from bot.cli.commands import app
from bot.cli.shared.report import guarded

CHOKH = str(Path(sys.executable).parent / "chokh")

Done = subprocess.CompletedProcess[str]


def chokh(*arguments: str, folder: Path, code: int = 0) -> Done:
    """What the program says in that folder; what it imports is imported once for all tests."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "argv", ["chokh", *arguments]),
        _log_as_before(),
    ):
        returned = guarded(app)
    return _checked(Done(arguments, returned, out.getvalue(), err.getvalue()), code)


def started(*arguments: str, folder: Path, code: int = 0) -> Done:
    """The same from its start, some seconds longer."""
    done = subprocess.run(
        [CHOKH, *arguments], cwd=folder, capture_output=True, text=True, timeout=180, check=False
    )
    return _checked(done, code)


def objects(output: str) -> list[dict[str, Any]]:
    """The JSON objects of its lines."""
    return [json.loads(line) for line in output.splitlines()]


def _checked(done: Done, code: int) -> Done:
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@contextlib.contextmanager
def _log_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
