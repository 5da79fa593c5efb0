"""`make soak`, short: people of every kind on a line that fails; and what counts as growth."""

from __future__ import annotations

import json
import signal

from benchmarks.soak import Plan, soak
from benchmarks.vitals import complaints, slope

MEMORY = [500 + 0.02 * second + (second * 7919 % 13 - 6) for second in range(0, 1800, 5)]
"""MB, each 5 s for half an hour: 1.2 more a minute, and what comes and goes."""


async def test_people_of_every_kind_are_answered_while_the_line_fails() -> None:
    plan = Plan(minutes=0.1, people=6, pause=1.0, lives=((1.0, signal.SIGTERM),))
    found = {figure.name: figure for figure in await soak(plan)}
    assert found["answered"].value >= 12
    for name in ("lost", "complaints in the log", "told to end: longest"):
        assert found[name].holds, name


def test_a_leak_is_seen_through_what_comes_and_goes() -> None:
    points = list(enumerate(MEMORY))
    assert 1.15 < slope([(5.0 * at, memory) for at, memory in points]) < 1.25
    peaks = [(5.0 * at, 900.0 if at % 10 == 0 else 500.0) for at, _ in points]
    assert slope(peaks) == 0


def test_the_log_is_asked_for_what_nobody_foresaw() -> None:
    def line(level: str, message: str) -> str:
        return json.dumps({"level": level, "message": message, "logger": "bot.telegram.dispatcher"})

    traced = "update 7 failed\nTraceback (most recent call last):\n  File …\n"
    log = [
        line("info", "update 7, photo: done"),
        line("warning", f"{traced}telegram.error.NetworkError: Bad Gateway"),
        line("warning", f"{traced}KeyError: 'photo'"),
        line("error", "Task was destroyed but it is pending!"),
        "Fatal Python error: Segmentation fault",
    ]
    assert [each.splitlines()[-1] for each in complaints("\n".join(log))] == [
        "KeyError: 'photo'",
        "Task was destroyed but it is pending!",
        "Fatal Python error: Segmentation fault",
    ]
