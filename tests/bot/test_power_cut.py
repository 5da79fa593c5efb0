"""The program ends while photos wait: every one of them is answered after the restart."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.cli.single_instance import alone
from bot.trial.bot_api.server import Standin
from bot.trial.bot_api.state import BOT
from tests.bot.conftest import TOKEN
from tests.bot.pictures import photo, said, scene

CHOKH = str(Path(sys.executable).parent / "chokh")


@asynccontextmanager
async def program(
    folder: Path, api_url: str, before: Sequence[str] = ()
) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = os.environ | {
        "CHOKH_PRESET": "shapes",
        "CHOKH_TELEGRAM__TOKEN": TOKEN,
        "CHOKH_TELEGRAM__API_URL": api_url,
        "CHOKH_ACCESS__OPEN": "true",
        "CHOKH_REPLIES__VOICE": "off",
    }
    log = (folder / "log").open("ab")
    process = await asyncio.create_subprocess_exec(
        *before, CHOKH, "run", cwd=folder, env=environment, stdout=log, stderr=log
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        log.close()


async def test_after_kill_9_and_sigterm_with_five_photos_waiting_all_five_are_answered(
    tmp_path: Path, standin: Standin
) -> None:
    rina = standin.person()
    drawn = [scene(seed) for seed in range(50, 55)]
    async with program(tmp_path, standin.url) as process:
        first = await rina.send_text("/help")
        await rina.reply(first, within=120)
        for each in drawn:
            await rina.send_photo(photo(each))
        # The next poll's offset has confirmed all five: Telegram will not send them again.
        await rina.until(lambda: not standin.cloud.pending, within=60)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    answered_before = len(answers(standin))
    assert answered_before < 6, "the kill came too late to show anything"
    # Told to go while the first photo is looked at, it answers that one and leaves the others.
    async with program(tmp_path, standin.url) as process:
        await rina.until(lambda: len(answers(standin)) > answered_before, within=60)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 35) == 0
    async with program(tmp_path, standin.url) as process:
        wanted = {said(each) for each in drawn}
        await rina.until(lambda: wanted <= set(answers(standin)), within=180)
        async with program(tmp_path, standin.url) as second:
            assert await asyncio.wait_for(second.wait(), 60) == 1
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 35) == 0
    assert len(answers(standin)) <= 7, "at most one reply is said twice for one kill"
    assert "Another chokh is running on" in (tmp_path / "log").read_text()
    assert TOKEN not in (tmp_path / "log").read_text()


async def test_where_nothing_can_be_written_it_says_where_and_does_not_start(
    tmp_path: Path, standin: Standin
) -> None:
    # Whom everything is allowed gives that up.
    as_anyone = ("setpriv", "--bounding-set=-dac_override", "--") if os.geteuid() == 0 else ()
    log, database = tmp_path / "log", tmp_path / "chokh.db"
    log.touch()
    for what, others in ((tmp_path, 0o500), (database, 0o400)):
        mode = what.stat().st_mode
        what.chmod(others)
        async with program(tmp_path, standin.url, as_anyone) as process:
            assert await asyncio.wait_for(process.wait(), 60) == 1
        what.chmod(mode)
        said = log.read_text()
        assert said.startswith(f"{database} can't be written (Permission denied): let the user")
        assert said.count("\n") == 1
        log.write_text("")
        database.touch()


def test_a_database_in_a_new_folder_is_locked_and_what_is_none_is_left_to_who_opens_it(
    tmp_path: Path,
) -> None:
    for url in ("sqlite:///new/folder/chokh.db", "sqlite://", "mysql://x/y", "nonsense"):
        with alone(url, tmp_path):
            pass
    assert [each.name for each in tmp_path.rglob("*.lock")] == ["chokh.db.lock"]


def answers(standin: Standin) -> list[str]:
    return [
        message["text"]
        for message in standin.cloud.chats[1001]
        if message["from"]["id"] == BOT["id"] and "text" in message
    ]
