"""`chokh run`: the bot on Telegram, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import open_services, run
from bot.cli.shared.report import explained
from bot.cli.single_instance import alone
from bot.errors import Complaint
from bot.monitoring import crash_reports, logs
from bot.monitoring.native_crash import ended_by_a_library
from bot.settings import secrets
from bot.terminal import say
from handlers.chat.context import OwnerClaim
from models.concurrency.malloc import share_heaps

if TYPE_CHECKING:
    from bot.settings import Settings

logger = logging.getLogger(__name__)


def run_bot(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM; what is being answered then is finished first."""
    token = settings.telegram.token.get_secret_value()
    if not token:
        message = (
            "No token is set. Get one from @BotFather on Telegram, and write it into config.toml"
            ' as token = "…" under [telegram]; or type `make try`, which needs none.'
        )
        raise Complaint(message)
    share_heaps()
    logs.start(secrets(settings), form=settings.owner.log)
    keep_private(settings.folder)
    with explained("en"):
        try:
            asyncio.run(_run(settings))
        except Exception as error:
            if not crash_reports.is_foreseen(error):
                crash_reports.write(settings.folder, error, "the program ended")
            raise


def keep_private(folder: Path) -> None:
    """Let what the program writes be its user's alone, and say where the token is not."""
    os.umask(0o077)
    file = folder / "config.toml"
    if file.is_file() and file.stat().st_mode & 0o077:
        logger.warning("others on this machine can read %s; type: chmod 600 %s", file, file)


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    claim = OwnerClaim()
    with alone(settings.memory.url, settings.folder):
        ended_by_a_library(settings.folder)
        async with open_services(settings, claim) as services:
            if not settings.access.owners and not await services.memory.people.owners():
                say(f"No owner yet. Send this to your bot on Telegram:  /start {claim.code}")
            await run(settings, services, stop)
