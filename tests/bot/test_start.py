"""A program that has just been started answers first, and fetches what is heavy only when asked."""

from __future__ import annotations

from pathlib import Path

from benchmarks.start import launch
from tests.bot.line import a_standin


async def test_a_start_is_answered_soon_and_without_what_is_heavy(tmp_path: Path) -> None:
    async with a_standin() as telegram:
        first = await launch(telegram, tmp_path)
        again = await launch(telegram, tmp_path)

    assert first.heavy == again.heavy == ()
    # On an idle machine 1.5 s; the tests beside this one keep both cores busy.
    assert again.seconds < 10
    assert again.resident < 150
