"""Simulated person at the other end of the stand-in: the page and the tests send as one."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from typing import Literal

from bot.trial.bot_api.call import Upload
from bot.trial.bot_api.pictures import NotAPicture, store_broken_photo, store_photo
from bot.trial.bot_api.state import BOT, Cloud, Json

FilmKind = Literal["video", "animation", "video_note", "live_photo"]
StickerKind = Literal["still", "video", "animated"]
_STICKERS = {
    "still": (".webp", "image/webp"),
    "video": (".webm", "video/webm"),
    "animated": (".tgs", "application/x-tgsticker"),
}


class SimulatedPerson:
    """One person in one chat: their own with the bot, or a group if the ids differ."""

    def __init__(
        self, cloud: Cloud, chat_id: int, user_id: int, language_code: str, name: str
    ) -> None:
        self._cloud = cloud
        self.chat_id = chat_id
        self._user = {
            "id": user_id,
            "is_bot": False,
            "first_name": name,
            "language_code": language_code,
        }
        private = {"id": chat_id, "type": "private", "first_name": name}
        group = {"id": chat_id, "type": "group", "title": "Group"}
        cloud.profiles.setdefault(chat_id, private if user_id == chat_id else group)

    @property
    def is_private(self) -> bool:
        """Whether they are alone with the bot."""
        return bool(self._user["id"] == self.chat_id)

    @property
    def messages(self) -> list[Json]:
        """Everything in the chat, oldest first."""
        return self._cloud.chats[self.chat_id]

    async def send_text(self, text: str, reply_to: Json | None = None) -> Json:
        """Write."""
        content: Json = {"text": text}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return await self._send(content, reply_to)

    async def send_photo(
        self, data: bytes, caption: str | None = None, reply_to: Json | None = None
    ) -> Json:
        """Send a picture as a photo: in several sizes, recompressed."""
        return await self._send({"photo": await self._photo(data), **_caption(caption)}, reply_to)

    async def send_album(self, pictures: Sequence[bytes], caption: str | None = None) -> list[Json]:
        """Send photos together; the caption comes with the first."""
        group = str(secrets.randbelow(10**15))
        messages = []
        for number, data in enumerate(pictures):
            content: Json = {"photo": await self._photo(data), "media_group_id": group}
            content |= _caption(caption if number == 0 else None)
            messages.append(self._cloud.new_message(self.chat_id, self._user, content))
        await self._cloud.from_person(*messages)
        return messages

    async def send_document(
        self, data: bytes, filename: str, mime: str, caption: str | None = None
    ) -> Json:
        """Send a file as it is."""
        file = self._cloud.store(data, "documents", "", mime, filename)
        document = {**file.described(), "file_name": filename, "mime_type": mime}
        return await self._send({"document": document, **_caption(caption)})

    async def send_voice(self, data: bytes, seconds: int = 1, reply_to: Json | None = None) -> Json:
        """Send a voice message, as a reply to another message if one is given."""
        file = self._cloud.store(data, "voice", ".oga", "audio/ogg")
        voice = {**file.described(), "duration": seconds, "mime_type": "audio/ogg"}
        return await self._send({"voice": voice}, reply_to)

    async def send_audio(
        self,
        sound: Upload,
        seconds: int,
        caption: str | None = None,
        reply_to: Json | None = None,
    ) -> Json:
        """Send a sound file."""
        file = self._cloud.store(sound.data, "music", "", sound.mime, sound.name)
        audio: Json = {**file.described(), "file_name": sound.name, "mime_type": sound.mime}
        return await self._send(
            {"audio": audio | {"duration": seconds}, **_caption(caption)}, reply_to
        )

    async def send_sticker(
        self, data: bytes, kind: StickerKind = "still", thumbnail: bytes | None = None
    ) -> Json:
        """Send a sticker. thumbnail: the still that Telegram keeps beside one that moves."""
        file = self._cloud.store(data, "stickers", *_STICKERS[kind])
        sticker = {**file.described(), "type": "regular", "width": 512, "height": 512}
        sticker |= {"is_animated": kind == "animated", "is_video": kind == "video"}
        if thumbnail is not None:
            still = self._cloud.store(thumbnail, "thumbnails", ".webp", "image/webp")
            sticker["thumbnail"] = {**still.described(), "width": 128, "height": 128}
        return await self._send({"sticker": sticker})

    async def send_video(
        self,
        data: bytes,
        kind: FilmKind = "video",
        caption: str | None = None,
        reply_to: Json | None = None,
    ) -> Json:
        """Send a moving picture. kind: as it came about on the phone."""
        file = self._cloud.store(data, "videos", ".mp4", "video/mp4")
        film: Json = {**file.described(), "duration": 3}
        film |= {"length": 240} if kind == "video_note" else {"width": 640, "height": 360}
        content: Json = {kind: film, **_caption(caption)}
        if kind == "animation":  # Telegram says so of an animation, for older bots
            content["document"] = {**film, "mime_type": "video/mp4"}
        return await self._send(content, reply_to)

    async def send_location(self) -> Json:
        """Send a place."""
        return await self._send({"location": {"latitude": 23.8, "longitude": 90.4}})

    async def press(self, message: Json, data: str) -> str:
        """Press a button under a message. Returns the query's id."""
        query_id = secrets.token_hex(8)
        self._cloud.answers[query_id] = {}
        query = {
            "id": query_id,
            "from": self._user,
            "message": message,
            "chat_instance": str(self.chat_id),
            "data": data,
        }
        await self._cloud.add_updates([{"callback_query": query}])
        return query_id

    async def reply(
        self, after: Json, kind: str | None = None, within: float = 60, count: int = 1
    ) -> Json:
        """The bot's message number `count` after one, of a kind ("text", "voice" …) if given.

        Raises `TimeoutError` with what is in the chat where none comes in `within` seconds.
        """

        def found() -> list[Json]:
            return [
                message
                for message in self.messages
                if message["message_id"] > after["message_id"]
                and message["from"]["id"] == BOT["id"]
                and (kind is None or kind in message)
            ]

        try:
            await asyncio.wait_for(self._cloud.until(lambda: len(found()) >= count), within)
        except TimeoutError:
            seen = [message.get("text", sorted(message)) for message in self.messages]
            raise TimeoutError(f"no {kind or 'message'} from the bot; the chat: {seen}") from None
        return found()[count - 1]

    async def until(self, condition: Callable[[], bool], within: float = 60) -> None:
        """Wait until something in the cloud has changed so that `condition()` holds."""
        await asyncio.wait_for(self._cloud.until(condition), within)

    async def _send(self, content: Json, reply_to: Json | None = None) -> Json:
        if reply_to is not None:
            content["reply_to_message"] = self._cloud.quoted(reply_to)
        message = self._cloud.new_message(self.chat_id, self._user, content)
        await self._cloud.from_person(message)
        return message

    async def _photo(self, data: bytes) -> list[Json]:
        try:
            return await store_photo(self._cloud, data)
        except NotAPicture:
            return store_broken_photo(self._cloud, data)


def _caption(caption: str | None) -> Json:
    return {"caption": caption} if caption else {}
