"""State that Telegram would keep: messages, files, updates that wait for the bot."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

BOT = {"id": 424242, "is_bot": True, "first_name": "Chokh", "username": "chokh_trial_bot"}
# A bot may fetch no more, as with Telegram's own servers.
DOWNLOAD_LIMIT = 20_000_000

Json = dict[str, Any]


@dataclass(frozen=True)
class StoredFile:
    """A file that somebody sent. path: where the bot fetches it; name: what the sender says."""

    file_id: str
    data: bytes
    path: str
    mime: str
    name: str

    def described(self) -> Json:
        """The file as messages show it."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.file_id[:16],
            "file_size": len(self.data),
        }


@dataclass
class Cloud:
    """The state. All of it lives in memory and goes with the process."""

    files: dict[str, StoredFile] = field(default_factory=dict)
    chats: dict[int, list[Json]] = field(default_factory=lambda: defaultdict(list))
    profiles: dict[int, Json] = field(default_factory=dict)
    actions: list[Json] = field(default_factory=list)
    commands: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Json] = field(default_factory=dict)
    webhook: str = ""
    # Who has blocked the bot, and groups that have moved, by their old id.
    blocked: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)
    # The kinds of update that the bot wants to have; none named: all.
    allowed: tuple[str, ...] = ()
    # How many polls there have been; the newest is the one that is answered.
    polls: int = 0
    # Seconds that messages are dated after now, for what happens only when time has gone by.
    ahead: float = 0.0
    _updates: list[Json] = field(default_factory=list)
    _next_update: int = 1000
    _next_message: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _listeners: set[asyncio.Queue[Json]] = field(default_factory=set)

    def store(self, data: bytes, folder: str, ending: str, mime: str, name: str = "") -> StoredFile:
        """Keep a file's bytes under a new id."""
        file_id = secrets.token_urlsafe(24)
        path = f"{folder}/file_{len(self.files)}{ending}"
        file = StoredFile(file_id, data, path, mime, name or path.rpartition("/")[2])
        self.files[file_id] = file
        return file

    def message(self, chat_id: int, message_id: int) -> Json | None:
        """One message of a chat."""
        return next(
            (each for each in self.chats[chat_id] if each["message_id"] == message_id), None
        )

    def new_message(self, chat_id: int, sender: Json, content: Json) -> Json:
        """A message with its id and date, not yet in the chat."""
        self._next_message[chat_id] += 1
        return {
            "message_id": self._next_message[chat_id],
            "from": sender,
            "chat": self.profiles[chat_id],
            "date": int(time.time() + self.ahead),
            **content,
        }

    @staticmethod
    def quoted(message: Json) -> Json:
        """A message as a reply to it shows it: without what it replies to itself."""
        return {key: value for key, value in message.items() if key != "reply_to_message"}

    async def from_person(self, *messages: Json) -> None:
        """A person's messages: into the chat, and to the bot."""
        for message in messages:
            self.chats[message["chat"]["id"]].append(message)
        await self.add_updates([{"message": message} for message in messages])
        for message in messages:
            self._announce({"message": message})

    async def from_bot(self, message: Json) -> None:
        """A message of the bot: into the chat."""
        self.chats[message["chat"]["id"]].append(message)
        await self.changed({"message": message})

    async def add_updates(self, contents: Sequence[Json]) -> None:
        """Let updates wait for the bot."""
        for content in contents:
            if self.allowed and not content.keys() & set(self.allowed):
                continue
            self._next_update += 1
            self._updates.append({"update_id": self._next_update, **content})
        await self.changed(None)

    async def changed(self, event: Json | None) -> None:
        """Wake whoever waits; `event` goes to the pages that are open."""
        if event is not None:
            self._announce(event)
        async with self._changed:
            self._changed.notify_all()

    @property
    def pending(self) -> int:
        """How many updates wait for the bot."""
        return len(self._updates)

    def confirm(self, offset: int) -> None:
        """Forget the updates below `offset`; a negative one keeps only that many last ones."""
        if offset < 0:
            self._updates = self._updates[offset:]
        else:
            self._updates = [each for each in self._updates if each["update_id"] >= offset]

    def drop(self) -> None:
        """Forget all updates that wait."""
        self._updates.clear()

    async def poll(self, limit: int, seconds: float) -> list[Json] | None:
        """Updates that wait, at once where there are some, else after `seconds` at most.

        None where another poll has begun meanwhile: of two, Telegram ends the older one.
        """
        self.polls += 1
        number = self.polls
        await self.changed(None)
        if not self._updates and seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(
                    self.until(lambda: bool(self._updates) or self.polls != number), seconds
                )
        return self._updates[:limit] if self.polls == number else None

    async def end_poll(self) -> None:
        """Let a poll that waits come back with nothing."""
        self.polls += 1
        await self.changed(None)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something has changed so that `condition()` holds."""
        async with self._changed:
            await self._changed.wait_for(condition)

    def listen(self) -> asyncio.Queue[Json]:
        """A queue of everything that happens from now on."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._listeners.add(queue)
        return queue

    def ignore(self, queue: asyncio.Queue[Json]) -> None:
        """Stop filling a queue."""
        self._listeners.discard(queue)

    def _announce(self, event: Json) -> None:
        for queue in self._listeners:
            queue.put_nowait(event)
