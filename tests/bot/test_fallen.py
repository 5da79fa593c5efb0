"""What ends the bot itself is written down."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from bot.monitoring.crash_reports import FOLDER
from bot.monitoring.native_crash import ended_by_a_library
from tests.bot.line import TOKEN, a_standin
from tests.bot.pictures import photo, scene
from tests.bot.test_killed import ROOT
from tests.models.holes import CRASHES


async def test_where_a_library_ended_the_bot_is_written_down(tmp_path: Path) -> None:
    async with a_standin() as telegram:
        rina = telegram.person(1001, "en")
        command = (sys.executable, "-m", "tests.bot.crashing", telegram.url, str(tmp_path))
        bot = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
        data = photo(scene(31, shapes=1)) + CRASHES
        await rina.send_document(data, "scan.jpg", "image/jpeg")
        assert await asyncio.wait_for(bot.wait(), 60) == -signal.SIGSEGV
    assert ended_by_a_library(tmp_path)
    (report,) = (tmp_path / FOLDER).glob("*.txt")
    assert report.stat().st_mode & 0o077 == 0
    where = report.read_text()
    assert "crashing.py" in where
    assert TOKEN not in where
    # The life after that is one like any other.
    assert not ended_by_a_library(tmp_path)
