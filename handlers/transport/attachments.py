"""Attachments: the picture in a message, whichever way it was sent, and its bytes."""

from __future__ import annotations

import asyncio
import logging
import math
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from telegram.error import BadRequest, InvalidToken, NetworkError

from handlers.transport.download_limit import DownloadTooLarge
from handlers.transport.topic import topic_in
from models.errors import BadPicture, PictureTooHeavy, SettingWrong
from models.media.image import MAX_BYTES

if TYPE_CHECKING:
    from telegram import (
        Animation,
        Bot,
        Document,
        ExternalReplyInfo,
        Message,
        Sticker,
        Video,
        VideoNote,
    )

logger = logging.getLogger(__name__)

# Phones send HEIC, and some desktops any picture, as application/octet-stream.
_EXTENSION = re.compile(
    r"\.(jpe?g|jpe|jfif|png|gif|webp|bmp|tiff?|hei[cf]|hif|avif|mpo|dng|cr2|nef|arw)$",
    re.IGNORECASE,
)
_MOVES = re.compile(r"\.(mp4|m4v|mov|3gp|3g2|mkv|webm|avi|wmv|flv|mts|m2ts)$", re.IGNORECASE)
_SOUNDS = re.compile(r"\.(og[ag]|opus|mp3|m4a|wav|flac|aac|amr|caf|aiff?|wma)$", re.IGNORECASE)
# Where the Bot API keeps files: "photos/file_12.jpg". Nothing that could lead elsewhere.
_PLACE = re.compile(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*")


class PhotoGone(BadPicture):
    """Telegram does not keep the photo any more."""


@dataclass(frozen=True)
class SentPicture:
    """Where Telegram keeps a picture or film. size: bytes, None where Telegram does not say.

    sticker: it was drawn, so there is nothing to advise on how to take it; still: it moves, but
    only a still picture of it can be opened; sender: the user id of who sent it, 0 for whoever
    is answered.
    """

    file_id: str
    size: int | None
    kind: Literal["photo", "video", "document"] = "photo"
    sticker: bool = False
    still: bool = False
    sender: int = 0


def picture_in(message: Message | ExternalReplyInfo) -> SentPicture | None:
    """The picture of a message, in the largest size; None where there is none."""
    if message.photo:
        largest = message.photo[-1]
        return SentPicture(largest.file_id, largest.file_size)
    document = message.document
    if document is not None and message.animation is None and _is(document, "image/", _EXTENSION):
        return SentPicture(document.file_id, document.file_size)
    return _still_in(message.sticker) if message.sticker else None


def film_in(message: Message | ExternalReplyInfo) -> SentPicture | None:
    """The moving picture of a message, whichever kind; None where there is none."""
    film: Video | Animation | VideoNote | Document | Sticker | None
    film = message.video or message.animation or message.video_note
    film = film or getattr(message, "live_photo", None)
    document = message.document
    # A forwarded file often says that it is application/octet-stream.
    if film is None and document is not None and _is(document, "video/", _MOVES):
        film = document
    sticker = message.sticker if message.sticker and message.sticker.is_video else None
    film = film or sticker
    if film is None:
        return None
    return SentPicture(film.file_id, film.file_size, "video", sticker=sticker is not None)


def pdf_in(message: Message | ExternalReplyInfo) -> SentPicture | None:
    """Where Telegram keeps the message's PDF; None where it has none."""
    document = message.document
    if document is None:
        return None
    named = (document.file_name or "").lower().endswith(".pdf")
    if document.mime_type != "application/pdf" and not named:
        return None
    return SentPicture(document.file_id, document.file_size, "document")


async def fetch(bot: Bot, picture: SentPicture) -> bytes:
    """The picture's bytes, from the Bot API's own host and nowhere else.

    Raises `PictureTooHeavy`, `PhotoGone`, `TelegramError`.
    """
    if picture.size is not None and picture.size > MAX_BYTES:
        raise _too_heavy(picture.size)
    try:
        file = await bot.get_file(picture.file_id)
    except BadRequest as error:
        if "too big" in str(error).lower():
            raise _too_heavy(picture.size or MAX_BYTES) from error
        raise PhotoGone(str(error)) from error
    base, place = bot.base_file_url + "/", file.file_path or ""
    if (local := local_file(bot, place.removeprefix(base))) is not None:
        return await asyncio.to_thread(_read, local)
    # The library would open a path of this machine, and follow one that climbs.
    if not place.startswith(base) or not _PLACE.fullmatch(place.removeprefix(base)):
        raise PhotoGone("the file lies where no file of Telegram's does")
    if file.file_size is not None and file.file_size > MAX_BYTES:
        raise _too_heavy(file.file_size)
    try:
        data = bytes(await file.download_as_bytearray())
    except InvalidToken as error:
        # So the library calls every 404, the one for a file that is gone as well.
        raise PhotoGone(str(error)) from error
    except NetworkError as error:
        if isinstance(error.__cause__, DownloadTooLarge):
            raise _too_heavy(MAX_BYTES) from error
        raise
    if len(data) < (file.file_size or 0):
        raise NetworkError(f"{len(data)} of {file.file_size} bytes came")
    return data


def local_file(bot: Bot, place: str) -> Path | None:
    """The file that a Bot API server of one's own names (`--local`), in its folder for this bot.

    None for a place at a server. Raises `PhotoGone` for any other path, and `SettingWrong` where
    the bot's own folder is not shared with this machine.
    """
    if not place.startswith("/"):
        return None
    file = Path(place).resolve()
    theirs = bot.base_file_url.startswith("https://api.telegram.org/")
    folders = {bot.token, bot.token.replace(":", "~")}
    if theirs or not folders & set(Path(place).parts):
        raise PhotoGone("a path of this machine that is none of the bot's")
    if not folders & set(file.parts[:-1]) or not file.is_file():
        logger.error("a file is not here: share the Bot API server's folder with the bot")
        raise SettingWrong("a file of the Bot API server", setting="telegram.api_url")
    return file


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise _too_heavy(file.stat().st_size)
        return file.read_bytes()
    except OSError as error:
        raise PhotoGone(str(error)) from error


async def send_again(bot: Bot, chat_id: int, sent: SentPicture, caption: str | None) -> Message:
    """Send what somebody sent. Raises `PhotoGone`, `TelegramError`."""
    topic = topic_in(chat_id)
    send = bot.send_video if sent.kind == "video" else bot.send_photo
    with suppress(BadRequest):
        return await send(chat_id, sent.file_id, caption=caption, message_thread_id=topic)
    # What came as a file or a sticker goes only as a file; the still of a sticker only anew.
    with suppress(BadRequest):
        return await bot.send_document(
            chat_id, sent.file_id, caption=caption, message_thread_id=topic
        )
    data = await fetch(bot, sent)
    return await send(chat_id, data, caption=caption, message_thread_id=topic)


def _still_in(sticker: Sticker) -> SentPicture | None:
    """A sticker's picture; of one that is drawn as it moves (.tgs) the still beside it."""
    if sticker.is_video:
        return None
    if not sticker.is_animated:
        return SentPicture(sticker.file_id, sticker.file_size, sticker=True)
    if sticker.thumbnail is None:
        return None
    still = sticker.thumbnail
    return SentPicture(still.file_id, still.file_size, sticker=True, still=True)


def _too_heavy(size: int) -> PictureTooHeavy:
    return PictureTooHeavy(f"{size} bytes", megabytes=math.ceil(size / 1024 / 1024))


def sound_file_in(message: Message) -> Document | None:
    """A sound that was sent as a file of any kind."""
    document = message.document
    return document if document is not None and _is(document, "audio/", _SOUNDS) else None


def _is(document: Document, kind: str, names: re.Pattern[str]) -> bool:
    """Whether it calls itself so, or else is named so."""
    told = document.mime_type or ""
    if told.startswith(("image/", "video/", "audio/")):
        return told.startswith(kind)
    return names.search(document.file_name or "") is not None
