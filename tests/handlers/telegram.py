"""Telegram's side without a network: a request class that records, and a person who writes."""

from __future__ import annotations

import itertools
import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import Application
from telegram.request import BaseRequest, RequestData

from handlers.transport.album import Album

BOT = {"id": 1, "is_bot": True, "first_name": "Chokh", "username": "chokh_bot"}


FORWARDED: dict[str, Any] = {
    "forward_origin": {
        "type": "user",
        "date": 1,
        "sender_user": {"id": 99, "is_bot": False, "first_name": "Mallory"},
    }
}
"""What makes a message a forwarded one."""


@dataclass(frozen=True)
class Call:
    """One call of the Bot API."""

    method: str
    parameters: dict[str, Any]


class Telegram(BaseRequest):
    """Answers the Bot API's methods that the handlers call, and remembers the calls."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.message_ids: list[int] = []
        self.ids = itertools.count(1_000)

    @property
    def read_timeout(self) -> float | None:
        return 1.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        if "/file/" in url:
            return 200, self.files[name]
        parameters = dict(request_data.parameters) if request_data else {}
        self.calls.append(Call(name, parameters))
        if self.faults[name]:
            code, description = self.faults[name].pop(0)
            fault = {"ok": False, "error_code": code, "description": description}
            return code, json.dumps(fault).encode()
        return 200, json.dumps({"ok": True, "result": self._result(name, parameters)}).encode()

    def _result(self, name: str, parameters: dict[str, Any]) -> Any:
        if name == "getMe":
            return BOT
        if name == "getFile":
            file_id = parameters["file_id"]
            return {"file_id": file_id, "file_unique_id": file_id, "file_path": file_id}
        if name in {"sendMessage", "sendVoice", "sendAudio", "sendPhoto", "sendDocument"}:
            chat = {"id": parameters["chat_id"], "type": "private"}
            self.message_ids.append(next(self.ids))
            return {"message_id": self.message_ids[-1], "date": int(time.time()), "chat": chat}
        return True

    def sent(self, *methods: str) -> list[Call]:
        """What the bot sent, chat actions left out."""
        wanted = methods or ("sendMessage", "sendVoice", "sendAudio")
        return [call for call in self.calls if call.method in wanted]

    def texts(self) -> list[str]:
        return [call.parameters["text"] for call in self.sent("sendMessage")]


@dataclass
class Person:
    """Someone in a private chat with the bot; each method returns the message as JSON."""

    application: Application[Any, Any, Any, Any, Any, Any]
    telegram: Telegram
    id: int = 7
    language_code: str | None = "bn"
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def says(self, text: str, **more: Any) -> dict[str, Any]:
        return await self._send(text=text, **more)

    async def shows(self, photo: bytes, caption: str | None = None, **more: Any) -> dict[str, Any]:
        return await self._send(**self.photo(photo), **_given(caption=caption), **more)

    async def sends(self, **content: Any) -> dict[str, Any]:
        return await self._send(**content)

    async def shows_album(self, *items: dict[str, Any]) -> list[dict[str, Any]]:
        messages = [self.message(media_group_id="g1", **item) for item in items]
        updates = tuple(self._update(message=message) for message in messages)
        await self.application.process_update(Album(updates))
        return messages

    async def presses(self, data: str) -> None:
        message = self.message(text="…") | {"from": BOT}
        query = {"id": "1", "from": self.user(), "chat_instance": "1", "data": data}
        await self.application.process_update(
            self._update(callback_query=query | {"message": message})
        )

    def photo(self, data: bytes, **more: Any) -> dict[str, Any]:
        sizes = [{"width": side, "height": side, **self._file(data)} for side in (90, 1280)]
        return {"photo": sizes, **more}

    def document(self, data: bytes, name: str, mime: str, **more: Any) -> dict[str, Any]:
        return {"document": {"file_name": name, "mime_type": mime, **self._file(data), **more}}

    def user(self) -> dict[str, Any]:
        user = {"id": self.id, "is_bot": False, "first_name": "Rahima"}
        return user | _given(language_code=self.language_code)

    def message(self, **content: Any) -> dict[str, Any]:
        chat = content.pop("chat", {"id": self.id, "type": "private"})
        return {
            "message_id": next(self._numbers),
            "date": int(time.time()),
            "chat": chat,
            "from": self.user(),
            **content,
        }

    async def _send(self, **content: Any) -> dict[str, Any]:
        message = self.message(**content)
        await self.application.process_update(self._update(message=message))
        return message

    def _update(self, **content: Any) -> Update:
        update = {"update_id": next(self.telegram.ids), **content}
        return Update.de_json(update, self.application.bot)

    def _file(self, data: bytes) -> dict[str, Any]:
        file_id = f"file-{next(self.telegram.ids)}"
        self.telegram.files[file_id] = data
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(data)}


def _given(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
