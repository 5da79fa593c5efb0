"""/export: everything that is kept of a person, with the photos themselves, as zip files.

The photos are fetched from Telegram again. What can't be fetched is counted, and the rest goes on.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from telegram.constants import ChatAction
from telegram.error import BadRequest, NetworkError, TelegramError

from handlers.privacy.archive import PAGE, files, picture_name
from handlers.privacy.zip_volumes import Zips
from handlers.transport.attachments import SentPicture, fetch
from handlers.transport.chat_action import shown
from handlers.transport.sending import insist
from handlers.transport.topic import topic_in
from memory.export import everything
from models.errors import BadPicture

if TYPE_CHECKING:
    from telegram import Bot, Message

    from handlers.chat.session import Talk
    from memory.export import Everything, Row

logger = logging.getLogger(__name__)

_MANY = 20
"""Photos from which on the wait is worth a word."""
_AT_ONCE = 4
_TRIES = 2
_SAID_FOR = 600.0  # seconds
# Telegram answers once it has stored the file.
_PATIENCE = 300.0  # seconds
_ALWAYS_THERE = {"chats", "threads", "people"}


class _Cut(Exception):
    """Telegram took some of the zips and then no more. files: how many it took."""

    def __init__(self, files: int) -> None:
        super().__init__(f"{files} files were sent")
        self.files = files


async def export(talk: Talk, argument: str, message: Message) -> None:  # noqa: ARG001 -- there is nothing to choose
    """Send the person all that is kept of them.

    Raises `TelegramError` while nothing was sent, and `MemoryFault`.
    """
    services = talk.services
    waited = time.time() - message.date.timestamp()
    # A chat's messages are handled in order: one that came meanwhile is handled only now. Its
    # date is in whole seconds.
    if services.once.ago("export", talk.user.id) < waited - 1:
        await talk.say(talk.words("export-twice"), kept=False)
        return
    kept = await everything(services.memory.database, talk.user.id)
    if not kept.photos and kept.tables.keys() <= _ALWAYS_THERE:
        await talk.say(talk.words("export-nothing"), kept=False)
        return
    if len(kept.photos) > _MANY:
        await talk.say_once("export-begun", every=_SAID_FOR, photos=len(kept.photos))
    try:
        async with shown(talk.bot, talk.chat_id, ChatAction.UPLOAD_DOCUMENT):
            with Zips() as zips:
                said = await _send(talk, kept, zips)
    except BadRequest as error:
        logger.warning("an export was refused: %s", error)
        await talk.say(talk.words("export-refused"), kept=False)
    except _Cut as cut:
        await talk.say(talk.words("export-cut", files=cut.files), kept=False)
    else:
        services.once.first("export", talk.user.id, every=0.0)
        await talk.aloud(said)


async def _send(talk: Talk, kept: Everything, zips: Zips) -> str:
    """Fetch, pack and send, a zip at a time. Returns what was written with the last one."""
    post = _Post(talk)
    pictures: list[str | None] = []
    async for data in _fetched(talk.bot, kept.photos):
        number = len(pictures) + 1
        name = picture_name(number, data, kept.photos[number - 1]["kind"]) if data else None
        pictures.append(name)
        if name and data:
            await post.send(await asyncio.to_thread(zips.add, name, data))
    for name, text in files(talk, kept, pictures).items():
        await post.send(await asyncio.to_thread(zips.add, name, text))
    said = talk.words("export-done", files=post.sent + 1, page=PAGE)
    if missing := pictures.count(None):
        said = " ".join([said, talk.words("export-missing", photos=missing)])
    said = "\n".join(filter(None, [talk.heard, said]))
    await post.send(await asyncio.to_thread(zips.close), said)
    return said


class _Post:
    """Sends zips to the person, numbered where there are several. sent: how many were."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self.sent = 0

    async def send(self, data: bytes | None, last: str = "") -> None:
        """Send a zip, where there is one; with the last of them goes a text."""
        if data is None:
            return
        number = self.sent + 1
        name = "chokh.zip" if last and number == 1 else f"chokh-{number}.zip"
        send = partial(self._document, data, name, last)
        if not self.sent:
            await send()
        else:
            # Handled again from the beginning, they would all come twice.
            try:
                await insist(send)
            except TelegramError as error:
                raise _Cut(self.sent) from error
        self.sent = number

    async def _document(self, data: bytes, name: str, caption: str) -> int:
        message = await self._talk.bot.send_document(
            self._talk.chat_id,
            data,
            filename=name,
            caption=caption or None,
            message_thread_id=topic_in(self._talk.chat_id),
            read_timeout=_PATIENCE,
        )
        return message.message_id


async def _fetched(bot: Bot, photos: Sequence[Row]) -> AsyncIterator[bytes | None]:
    """Each photo's file, None for one that can't be had; once the line is down, for all others."""
    down = False
    for begin in range(0, len(photos), _AT_ONCE):
        batch = photos[begin : begin + _AT_ONCE]
        if down:
            for _ in batch:
                yield None
            continue
        found = await asyncio.gather(*(_file(bot, photo["file_id"]) for photo in batch))
        down = len(batch) == _AT_ONCE and all(isinstance(each, NetworkError) for each in found)
        for each in found:
            yield each if isinstance(each, bytes) else None


async def _file(bot: Bot, file_id: str) -> bytes | Exception:
    """A file's bytes, or why there are none."""
    failed: Exception
    for _ in range(_TRIES):
        try:
            return await fetch(bot, SentPicture(file_id, None))
        except BadPicture as error:
            failed = error
            break
        except TelegramError as error:
            failed = error
    logger.info("a file of an export can't be fetched: %s", type(failed).__name__)
    return failed
