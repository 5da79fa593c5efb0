"""Telegram client with limits: who is told to wait waits alone, and silence comes to an end."""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from telegram.error import ChatMigrated, NetworkError, RetryAfter, TimedOut
from telegram.ext import AIORateLimiter
from telegram.request import HTTPXRequest, RequestData

from bot.telegram.exactly_once import Answer, Deliveries
from bot.telegram.validation import each_by_itself
from handlers.transport.sending import retry_seconds

READ_SECONDS = 30.0
"""Seconds of silence after which an answer is given up."""
# After so many seconds a call is given up even where a byte comes now and then. The largest file
# that a bot may fetch takes 160 at 1 Mbit/s, and one that it may send 400.
WHOLE_SECONDS, UPLOAD_SECONDS = 300.0, 1800.0
# What must wait longer waits in the inbox: answers that wait here take the place of others'.
_PATIENCE = 30.0  # seconds
_ACTION = "sendChatAction"
_LONG = "getUpdates"
_LAST_SECONDS = 1.0
"""For what is on its way when the bot ends."""


class Limits(AIORateLimiter):
    """Telegram's limits, and what it asks of one chat, kept for that chat alone.

    The library's own way holds up everybody while one chat is told to wait. A group that has moved
    to another id is written to there.
    """

    def __init__(self) -> None:
        super().__init__(max_retries=0)
        self._free_at: dict[object, float] = {}
        self._deliveries = Deliveries()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Answer:
        """Make the call, once its chat may. Raises `RetryAfter` where that takes too long."""

        if endpoint == _ACTION:
            return await self._shown(callback, args, kwargs, data["chat_id"])

        async def made() -> Any:
            # Returned, not raised: the library would log it with a traceback.
            try:
                return await self._made(callback, args, kwargs, endpoint, data)
            except RetryAfter as error:
                return error

        answer: Any = await super().process_request(made, (), {}, endpoint, data, rate_limit_args)
        if isinstance(answer, RetryAfter):
            raise answer
        return answer  # type: ignore[no-any-return]

    async def _shown(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        chat_id: object,
    ) -> Answer:
        """Show an action: it is no message, and must not take the place of one.

        Counted, "typing" took half of the thirty messages that all chats may have in a second, and
        of a group's twenty in a minute.
        """
        left = self._free_at.get(chat_id, 0.0) - time.monotonic()
        if left > 0:
            raise RetryAfter(math.ceil(left))
        return await callback(*args, **kwargs)

    async def _made(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
    ) -> Answer:
        patience = time.monotonic() + _PATIENCE
        while True:
            who = data.get("chat_id", endpoint)
            now = time.monotonic()
            free_at = self._free_at.get(who, now)
            if free_at > patience:
                raise RetryAfter(math.ceil(free_at - now))
            if free_at > now:
                await asyncio.sleep(free_at - now)
            try:
                answer = await self._deliveries.once(
                    endpoint, data, partial(callback, *args, **kwargs)
                )
            except RetryAfter as error:
                self._free_at[who] = time.monotonic() + retry_seconds(error)
            except ChatMigrated as error:
                if who == error.new_chat_id:
                    raise
                data["chat_id"] = error.new_chat_id  # `args` hold the same
            else:
                self._free_at.pop(who, None)
                return answer


class Request(HTTPXRequest):
    """The library's requests, each with an end.

    Who is cancelled leaves the request to itself: one that is cancelled at the wrong moment has its
    connection counted as taken by httpcore for good, and after some hours none would be left.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._under_way: set[asyncio.Task[tuple[int, bytes]]] = set()

    async def shutdown(self) -> None:
        """Let what is on its way get there, give up the rest, and close the connections."""
        if brief := [task for task in self._under_way if task.get_name() != _LONG]:
            await asyncio.wait(brief, timeout=_LAST_SECONDS)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await super().shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **named_timeouts: Any,
    ) -> tuple[int, bytes]:
        """One request. Raises `TimedOut` and `NetworkError`."""
        uploads = request_data is not None and bool(request_data.multipart_data)
        task = asyncio.create_task(
            super().do_request(url, method, request_data, *timeouts, **named_timeouts),
            name=url.rpartition("/")[2],
        )
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        try:
            async with asyncio.timeout(UPLOAD_SECONDS if uploads else WHOLE_SECONDS):
                return await asyncio.shield(task)
        except TimeoutError:
            task.cancel()
            raise TimedOut from None

    def _ended(self, task: asyncio.Task[tuple[int, bytes]]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # or the log would say that nobody asked

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What Telegram says. The library would log what it can't read: people's words.

        Raises `NetworkError`.
        """
        try:
            said: dict[str, Any] = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            # One poisoned update must not stop all that come with it, for good.
            if updates := each_by_itself(payload.decode("utf-8", "replace")):
                return {"ok": True, "result": updates}
            message = f"an answer of {len(payload)} bytes that is no JSON"
            raise NetworkError(message) from None
        return said
