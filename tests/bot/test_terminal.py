"""The terminal is told words, and obeys none: not a file's name, nor what a model says."""

from __future__ import annotations

import ast
import io
import json
import logging
from pathlib import Path

import pytest

import bot
from bot.monitoring.logs import JsonFormatter, ScrubbingFormatter
from bot.terminal import printable, say
from tests.bot.command import started
from tests.bot.pictures import photo, scene

CLIPBOARD = "\x1b]52;c;cm0gLXJm\x07"
OBEYED = [CLIPBOARD, "\x1b[2J", "\x9b31m", "\x07", "\r", "\x7f", "\u202e", "\u2066", "\x00", "\b"]


@pytest.mark.parametrize("mark", OBEYED)
def test_no_control_character_is_printed_or_logged(mark: str) -> None:
    out = io.StringIO()
    say(f"a{mark}b", file=out)
    record = logging.LogRecord("x", logging.ERROR, "", 0, "a%sb", (mark,), None)
    lines = [
        out.getvalue(),
        *(each().format(record) for each in (ScrubbingFormatter, JsonFormatter)),
    ]
    assert not [line for line in lines if set(mark) & set(line) - set("[]52;cm0gLXJ31")]
    assert json.loads(lines[2])["message"].startswith("a")


def test_bangla_stays_whole() -> None:
    for text in ("র\u200dয‌াব, ক্ষ, হ্যাঁ", "two\nlines\tand a tab", "👁"):
        assert printable(text) == text


def test_json_stays_what_it_says() -> None:
    said = json.dumps({"name": "a\x9b\x7f\u202e"}, ensure_ascii=False)
    assert json.loads(printable(said)) == json.loads(said)


def test_a_file_by_a_hostile_name_is_described_and_the_name_is_not_obeyed(tmp_path: Path) -> None:
    good = tmp_path / f"one{CLIPBOARD}.jpg"
    good.write_bytes(photo(scene(1)))
    bad = tmp_path / f"two{CLIPBOARD}.jpg"
    bad.write_bytes(b"no photo")
    done = started("--preset", "shapes", "describe", str(good), str(bad), folder=tmp_path, code=1)
    said = done.stdout + done.stderr
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "one\\u001b]52;c;cm0gLXJm\\u0007.jpg" in said


def test_nothing_of_the_program_prints_but_by_say() -> None:
    """So that no new command forgets it."""
    wrong = [
        f"{file.name}:{node.lineno}"
        for file in Path(bot.__file__).parent.rglob("*.py")
        if file.name != "terminal.py"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert wrong == []
