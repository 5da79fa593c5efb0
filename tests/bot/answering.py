"""A small bot of its own process, for tests that kill it: intake, inbox, dispatch, one handler.

python -m tests.bot.answering URL FOLDER [stuck]: replies to each message with its words; `stuck`
replies to the first one and then never comes to an end.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from telegram import Update

from bot.telegram.dispatcher import Dispatcher
from bot.telegram.intake import Polling
from tests.bot.line import a_bot, a_memory


async def main(url: str, folder: Path, stuck: bool) -> None:
    async with a_memory(folder) as memory, a_bot(url) as bot:

        async def answer(update: Update) -> None:
            await bot.send_message(update.message.chat.id, f"you said {update.message.text}")
            if stuck:
                await asyncio.Event().wait()

        async def tell(_update: Any, error: Exception) -> None:
            raise error

        wake = asyncio.Event()
        application: Any = SimpleNamespace(bot=bot, process_update=answer)
        dispatcher = Dispatcher(application, memory.inbox, wake, tell)
        await asyncio.gather(Polling(bot, memory.inbox, wake).run(), dispatcher.run())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), "stuck" in sys.argv))
