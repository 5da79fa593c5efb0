"""Idempotent delivery: each message to a person once, as far as a killed program can tell.

Telegram knows no way to send a message only where it has not come yet. What it has taken is
therefore noted at once, with the update that it is said for; what is handled again after a kill
passes over what is noted. Between taking and note no other message is sent: so no kill has more
than one said twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any

from telegram import InputFile

from memory.errors import MemoryFault

logger = logging.getLogger(__name__)

Answer = bool | dict[str, Any] | list[dict[str, Any]]
Note = Callable[[Mapping[str, int]], Awaitable[None]]

_SENDS = ("sendMessage", "sendVoice", "sendAudio", "sendPhoto", "sendVideo", "sendDocument")
# Such a file may take minutes on its way, and is seldom sent; nobody waits for it at the gate.
_LONG = ("sendVideo", "sendDocument")
_PATIENCE = 1.0  # seconds
_OPEN = 60.0  # seconds
_current: ContextVar[Delivery | None] = ContextVar("delivery", default=None)


class Gate:
    """Lets one through at a time, while nobody has to wait long for that.

    After somebody did, where Telegram is slow or silent, it stands open for a while: an answer that
    may come twice after a kill is better than one that comes late.
    """

    def __init__(self) -> None:
        self._free = asyncio.Lock()
        self._open_until = 0.0

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        """Within the block nobody else is, or the gate stands open."""
        if time.monotonic() < self._open_until:
            yield
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._free.acquire()
        except TimeoutError:
            self._open_until = time.monotonic() + _OPEN
            yield
            return
        try:
            yield
        finally:
            self._free.release()


class Delivery:
    """What one update or album has had sent.

    update_ids: all that are handled together; said: the ids of messages by what they were, of a
    handling that never came to its end; note: keeps all that was said.
    """

    def __init__(self, update_ids: Sequence[int], said: Mapping[str, int], note: Note) -> None:
        # Of an album that has grown since, nothing was said yet.
        self._about = " ".join(map(str, update_ids))
        self._before = said
        self._said: dict[str, int] = {}
        self._note = note

    def key(self, endpoint: str, data: Mapping[str, Any]) -> str:
        """What a message is: the first, second … that answers a certain message, or its content.

        An answer that the models word another way the second time is still the same answer.
        """
        what = hashlib.sha256(f"{self._about} {endpoint} {data.get('chat_id')} ".encode())
        answered = getattr(data.get("reply_parameters"), "message_id", None)
        if answered is None:
            for name, value in sorted(data.items()):
                what.update(f"{name} ".encode())
                what.update(_bytes_of(value))
        else:
            what.update(str(answered).encode())
        kind = what.hexdigest()[:16]
        count = sum(key.startswith(kind) for key in self._said)
        return f"{kind} {count}"

    def before(self, key: str) -> int | None:
        """The id of this message, where it was sent before a kill; it then counts as sent now."""
        message_id = self._before.get(key)
        if message_id is not None:
            self._said[key] = message_id
        return message_id

    async def sent(self, key: str, message_id: int) -> None:
        """Note the message. What was sent must not fail for it."""
        self._said[key] = message_id
        try:
            await self._note({**self._before, **self._said})
        except MemoryFault as error:
            logger.error("message %d is not noted: %s", message_id, error)


class Deliveries:
    """Where all calls to Telegram pass."""

    def __init__(self) -> None:
        self._gate = Gate()

    async def once(
        self, endpoint: str, data: Mapping[str, Any], call: Callable[[], Awaitable[Answer]]
    ) -> Answer:
        """Make the call, but for a message that the update in hand has had sent before.

        Raises what the call raises.
        """
        delivery = _current.get()
        if delivery is None or endpoint not in _SENDS:
            return await call()
        key = delivery.key(endpoint, data)
        message_id = delivery.before(key)
        if message_id is not None:
            logger.info("message %d was sent before the program ended", message_id)
            chat = {"id": data.get("chat_id"), "type": "private"}
            return {"message_id": message_id, "date": int(time.time()), "chat": chat}
        if endpoint in _LONG:
            return await _noted(delivery, key, call)
        async with self._gate.passed():
            return await _noted(delivery, key, call)


@contextmanager
def delivered(update_ids: Sequence[int], said: Mapping[str, int], note: Note) -> Iterator[None]:
    """What is sent within the block is sent for these updates. All as `Delivery` has it."""
    token = _current.set(Delivery(update_ids, said, note))
    try:
        yield
    finally:
        _current.reset(token)


async def _noted(delivery: Delivery, key: str, call: Callable[[], Awaitable[Answer]]) -> Answer:
    answer = await call()
    if isinstance(answer, dict) and "message_id" in answer:
        await delivery.sent(key, answer["message_id"])
    return answer


def _bytes_of(value: object) -> bytes:
    if isinstance(value, InputFile):
        content = value.input_file_content
        return content if isinstance(content, bytes) else b""
    return repr(value).encode()
