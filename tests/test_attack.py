"""A few of the hostile files of `make attack`, and that the bot ends while it decodes them."""

from __future__ import annotations

import asyncio
import io
import sys
import time
from pathlib import Path

from PIL import Image

from models.sandbox.sandbox import Sandbox
from tests.attack.files import files
from tests.attack.run import attack, usual_photo
from tests.bot.line import a_standin, until
from tests.bot.test_killed import ROOT
from tests.models.holes import FOR_EVER

_SHORT = (
    "jpeg: 500 scans",
    "jpeg: as many scans as are allowed",
    "video: frames of 7,000²",
    "video: a session",
    "pdf: forms within forms",
)


def test_no_hostile_file_takes_more_than_it_may_or_holds_others_up() -> None:
    made = Sandbox()
    made.start()
    usual = min(usual_photo(made) for _ in range(3))
    took = [attack(made, name, *files()[name], usual, senders=2) for name in _SHORT]
    made.close()
    assert [each for each in took if each.too_much] == []


async def test_the_bot_ends_soon_whatever_is_being_decoded(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("RGB", (320, 240), "red").save(file, "PNG")
    async with a_standin() as telegram:
        command = (sys.executable, "-m", "tests.bot.stuck", telegram.url, str(tmp_path))
        bot = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
        for number in range(3):
            person = telegram.person(1001 + number, "en")
            await person.send_document(file.getvalue() + FOR_EVER, "scan.png", "image/png")
        await until((tmp_path / "unsafe-files.txt").exists, 60)
        for number in range(3):
            person = telegram.person(1001 + number, "en")
            await person.send_document(
                file.getvalue() + bytes([number]) + FOR_EVER, "scan.png", "image/png"
            )
        await asyncio.sleep(1)
        began = time.monotonic()
        bot.terminate()
        await asyncio.wait_for(bot.wait(), 60)
    assert time.monotonic() - began < 15
