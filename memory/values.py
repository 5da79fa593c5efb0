"""The values that the memory gives and takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Role = Literal["owner", "guest"]
CompanionState = Literal["asked", "agreed", "refused"]
ErrandState = Literal["open", "late", "answered"]


@dataclass(frozen=True)
class Chat:
    """How one person wants to be answered.

    rate: words per minute; warn: names of what they want to be warned of, with commas between;
    agreed: the host outside the house that their photos may go to, "" for none; register: the
    words of Bangladesh or of West Bengal; address: how they are spoken to; numbers: the digits
    that Bangla is written with; pitch: of the voice, 0 to 99.
    """

    id: int
    language: Literal["bn", "en"]
    voice: Literal["on", "off", "ask", "questions"]
    rate: int
    length: Literal["short", "long"]
    warn: str = ""
    agreed: str = ""
    register: Literal["bd", "wb"] = "bd"
    address: Literal["apni", "tumi"] = "apni"
    numbers: Literal["bangla", "latin"] = "bangla"
    pitch: int = 50


@dataclass(frozen=True)
class Thread:
    """Where the talk with one person in one chat stands.

    said: what they were last told; waits: what the bot waits for from them, as JSON, None for
    nothing; waits_at: since when, in seconds since the epoch.
    """

    said: str = ""
    waits: dict[str, Any] | None = None
    waits_at: float = 0.0


@dataclass(frozen=True)
class Companion:
    """Whom a person may ask about a photo, once `state` is "agreed".

    user_id: the person; name: the companion's; minutes: how long an answer is waited for.
    """

    user_id: int
    companion_id: int
    name: str
    state: CompanionState
    minutes: int


@dataclass(frozen=True)
class Errand:
    """A question that a companion was sent.

    chat_id, message_id: where the person asked; photo_id: None where the photo is not remembered.
    """

    id: int
    user_id: int
    chat_id: int
    message_id: int
    photo_id: int | None
    companion_id: int
    question: str


@dataclass(frozen=True)
class Photo:
    """A photo that was described; its bytes stay with Telegram, under `file_id`.

    caption_en: what the model said; caption: what the person was told, in `language`; kind: what
    lies under `file_id`.
    """

    id: int
    chat_id: int
    message_id: int
    file_id: str
    caption_en: str
    caption: str
    language: str
    sent_at: datetime
    kind: Literal["photo", "video"] = "photo"


@dataclass(frozen=True)
class NewPhoto:
    """A photo as it is remembered first; `user_id` sent it, 0 where that is not known."""

    chat_id: int
    message_id: int
    file_id: str
    caption_en: str
    caption: str
    language: str
    kind: Literal["photo", "video"] = "photo"
    user_id: int = 0


@dataclass(frozen=True)
class Exchange:
    """A question and its answer, in English and as the person wrote and heard them.

    question_en, answer_en: "" where no model answered: it was measured, read or looked up.
    """

    question_en: str
    answer_en: str
    question: str
    answer: str


@dataclass(frozen=True)
class Waiting:
    """An update that has not been answered yet.

    content: Telegram's JSON; group: the album it belongs to; times: seconds since the epoch;
    said: ids of messages by what they are, sent for it when it was handled and nobody came to mark
    it.
    """

    update_id: int
    chat_id: int
    content: dict[str, Any]
    attempts: int
    group: str | None
    received_at: float
    said: Mapping[str, int] = field(default_factory=dict)
