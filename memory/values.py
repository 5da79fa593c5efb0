"""Values that the memory gives and takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Role = Literal["owner", "guest"]
CompanionState = Literal["asked", "agreed", "refused", "ended"]
"""`ended`: by who asked, before there was an answer."""
ErrandState = Literal["open", "late", "answered"]
AnsweredBy = Literal["model", "rule", "person"]


@dataclass(frozen=True)
class Consent:
    """Whether a person lets their photos go to a host outside the house; of that host alone."""

    host: str
    given: bool


@dataclass(frozen=True)
class Chat:
    """How one person wants to be answered.

    rate: words per minute; warnings: names of what they want to be warned of; consent: None where
    they were never asked; register: the words of Bangladesh or of West Bengal; address: how they
    are spoken to; numbers: the digits that Bangla is written with; pitch: of the voice, 0 to 99;
    zone: the name of their time zone, "" for the bot's.
    """

    id: int
    language: Literal["bn", "en"]
    voice: Literal["on", "off", "ask", "questions"]
    rate: int
    length: Literal["short", "long"]
    warnings: tuple[str, ...] = ()
    consent: Consent | None = None
    register: Literal["bd", "wb"] = "bd"
    address: Literal["apni", "tumi"] = "apni"
    numbers: Literal["bangla", "latin"] = "bangla"
    pitch: int = 50
    zone: str = ""


@dataclass(frozen=True)
class AwaitsPhoto:
    """The bot waits for the photo that a question is about."""

    question: str


@dataclass(frozen=True)
class AwaitsDeletion:
    """The bot waits for the word to delete; which: "" until that is said; photos: their ids."""

    which: str
    photos: tuple[int, ...] = ()


@dataclass(frozen=True)
class Thread:
    """Where the talk with one person in one chat stands.

    said: what they were last told; waits: what the bot waits for from them, None for nothing;
    waits_at: since when, in seconds since the epoch.
    """

    said: str = ""
    waits: AwaitsPhoto | AwaitsDeletion | None = None
    waits_at: float = 0.0


@dataclass(frozen=True)
class Companion:
    """Whom a person may ask about a photo, once `state` is "agreed".

    user_id: the person; name: the companion's; minutes: how long an answer is waited for;
    refused_at: when they last refused, in seconds since the epoch, 0 for never; invitation_id: the
    message in their private chat that asks them, 0 for none; asker: the person's name.
    """

    user_id: int
    companion_id: int
    name: str
    state: CompanionState
    minutes: int
    refused_at: float = 0.0
    invitation_id: int = 0
    asker: str = ""


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
    kind: Literal["photo", "video", "document"] = "photo"


@dataclass(frozen=True)
class NewPhoto:
    """A photo as it is remembered first; `user_id` sent it, 0 where that is not known."""

    chat_id: int
    message_id: int
    file_id: str
    caption_en: str
    caption: str
    language: str
    kind: Literal["photo", "video", "document"] = "photo"
    user_id: int = 0


@dataclass(frozen=True)
class Exchange:
    """A question and its answer, in English and as the person wrote and heard them.

    question_en, answer_en: "" where a rule answered: it was measured, read or looked up; by: who
    answered. The text alone does not tell: a model may say nothing.
    """

    question_en: str
    answer_en: str
    question: str
    answer: str
    by: AnsweredBy = "model"


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
