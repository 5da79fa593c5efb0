"""The line between the bot and the stand-in for Telegram: a bot, a memory, updates that wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text
from telegram import Bot
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.telegram.client import Limits
from bot.trial.bot_api.server import Standin
from memory.settings import MemorySettings
from memory.store import Memory

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 -- the stand-in's own


@asynccontextmanager
async def a_standin(*middlewares: Any) -> AsyncIterator[Standin]:
    standin = Standin(TOKEN)
    standin.server.middlewares.extend(middlewares)
    await standin.start()
    try:
        yield standin
    finally:
        await standin.stop()


@asynccontextmanager
async def a_bot(url: str, token: str = TOKEN) -> AsyncIterator[Bot]:
    """A bot that has not yet said anything to Telegram."""
    bot = ExtBot(
        token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=HTTPXRequest(connection_pool_size=8),
        get_updates_request=HTTPXRequest(),
        rate_limiter=Limits(),
    )
    try:
        yield bot
    finally:
        for request in bot._request:
            await request.shutdown()


@asynccontextmanager
async def a_memory(folder: Path) -> AsyncIterator[Memory]:
    memory = await Memory.open(MemorySettings(), folder)
    try:
        yield memory
    finally:
        await memory.close()


async def fill_disk(memory: Memory) -> None:
    """Let the database grow no more, as on a full disk."""
    pages = await memory.database.run(lambda c: c.scalar(text("PRAGMA page_count")))
    await _limit(memory, pages)


async def empty_disk(memory: Memory) -> None:
    await _limit(memory, 1_000_000)


async def _limit(memory: Memory, pages: int) -> None:
    limit = text(f"PRAGMA max_page_count = {pages}")
    await memory.database.run(lambda c: c.execute(limit))


async def until(condition: Callable[[], bool], within: float = 30) -> None:
    """Wait for something that nothing announces. within: seconds."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 -- there is no event for it
            await asyncio.sleep(0.01)


def message(update_id: int, chat_id: int = 1, words: str = "hi", **more: Any) -> dict[str, Any]:
    """A text message, as Telegram sends it."""
    chat = {"id": chat_id, "type": "private", "first_name": "Rina"}
    content = {"message_id": update_id, "date": 1_700_000_000, "chat": chat, "text": words, **more}
    return {"update_id": update_id, "message": content}
