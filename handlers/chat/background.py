"""Background work that nobody waits for, such as indexing once the reply is sent."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine
from typing import Any

logger = logging.getLogger(__name__)

NOBODY = 0
"""Chat id for background work that belongs to no chat."""


class Later:
    """Runs coroutines beside the handlers; none of them can fail a reply.

    failed: told what ended one of them, and what that was; it must not raise.
    """

    def __init__(self) -> None:
        self.failed: Callable[[BaseException, str], None] = lambda *_: None
        self._tasks: defaultdict[int, set[asyncio.Task[Any]]] = defaultdict(set)

    def start(self, chat_id: int, work: Coroutine[Any, Any, object]) -> None:
        """Begin a chat's work. What it raises is logged."""
        task = asyncio.create_task(work, name=f"later-{chat_id}")
        self._tasks[chat_id].add(task)
        task.add_done_callback(lambda done: self._leave(chat_id, done))

    async def settled(self, chat_id: int) -> None:
        """Wait for the chat's work that has begun."""
        if tasks := self._tasks.get(chat_id):
            await asyncio.wait(set(tasks))

    async def close(self) -> None:
        """Give up what is not done."""
        tasks = [task for tasks in self._tasks.values() for task in tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _leave(self, chat_id: int, task: asyncio.Task[Any]) -> None:
        self._tasks[chat_id].discard(task)
        if not self._tasks[chat_id]:
            del self._tasks[chat_id]
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("what was left for later failed in chat %d", chat_id, exc_info=error)
            self.failed(error, f"later, {getattr(task.get_coro(), '__qualname__', '')}")
