"""Parameters of one Bot API call, read as Telegram reads them, and its refusals."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.trial.bot_api.state import Cloud, StoredFile


class ApiError(Exception):
    """A refusal, as Telegram words it. code: the HTTP status too."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    data: bytes
    name: str
    mime: str


@dataclass(frozen=True)
class Call:
    """One call: its parameters as they came, the files that came along."""

    cloud: Cloud
    values: dict[str, Any]
    files: dict[str, Upload]

    def text(self, name: str) -> str:
        """A parameter as text, "" where it is not given."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            raise ApiError(400, f"Bad Request: invalid {name} specified") from None

    def data(self, name: str) -> Any:
        """A parameter that is JSON; None where it is not given."""
        value = self.values.get(name)
        if not value or not isinstance(value, str):
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise ApiError(400, f"Bad Request: can't parse {name} JSON object") from None

    def chat(self) -> int:
        """The chat that is meant. Refuses one that never wrote, has gone or takes nothing."""
        chat_id = self.text("chat_id")
        if not chat_id:
            raise ApiError(400, "Bad Request: chat_id is empty")
        if not chat_id.lstrip("-").isdigit() or int(chat_id) not in self.cloud.profiles:
            raise ApiError(400, "Bad Request: chat not found")
        if int(chat_id) in self.cloud.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if moved := self.cloud.moved.get(int(chat_id)):
            gone = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, gone, migrate_to_chat_id=moved)
        return int(chat_id)

    def file(self, name: str, folder: str, ending: str, mime: str) -> StoredFile:
        """The file that the parameter means: uploaded now, attached, or known by its id."""
        value = self.text(name)
        upload = self.files.get(value.removeprefix("attach://")) or self.files.get(name)
        if upload is not None:
            if not upload.data:
                raise ApiError(400, "Bad Request: file must be non-empty")
            return self.cloud.store(upload.data, folder, ending, upload.mime or mime, upload.name)
        if value in self.cloud.files:
            stored = self.cloud.files[value]
            if _type(stored.path.partition("/")[0]) != _type(folder):
                raise ApiError(400, f"Bad Request: can't use file of another type as {name}")
            return stored
        if value:
            raise ApiError(
                400,
                "Bad Request: wrong remote file identifier specified: "
                "can't unserialize it. Wrong last symbol",
            )
        raise ApiError(400, f"Bad Request: there is no {name} in the request")


Method = Callable[[Call], Awaitable[object]]


def _type(folder: str) -> str:
    """What files of a folder can be sent again as: photos and thumbnails only as what they are."""
    return folder if folder in ("photos", "thumbnails") else "documents"


def units(text: str) -> int:
    """A text's length as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
