"""The abilities as protocols, and the values that they pass.

Every backend of an ability is blocking: it runs on the engine's worker thread and
nowhere else. Languages are "bn" and "en" throughout; a backend maps them to its own codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from PIL.Image import Image

Language = Literal["bn", "en"]
Length = Literal["short", "long"]


@dataclass(frozen=True)
class Picture:
    """A decoded photo: upright, RGB, without metadata.

    image: 8-bit RGB; digest: SHA-256 of the file's bytes, hexadecimal, the key of every cache.
    """

    image: Image
    digest: str


@dataclass(frozen=True)
class Caption:
    """What a model says a picture shows, in English.

    confidence: geometric mean of the token probabilities, 0 to 1.
    """

    text: str
    confidence: float


@dataclass(frozen=True)
class Turn:
    """One question that was asked about a picture, and its answer, both in English."""

    question: str
    answer: str


@dataclass(frozen=True)
class Conversation:
    """A question in English about a picture, after the turns that came before it."""

    picture: Picture
    question: str
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class Answer:
    """An answer in English; confidence as in `Caption`."""

    text: str
    confidence: float


@dataclass(frozen=True)
class Translation:
    """A text in the language asked for, or as it was where nobody could translate it.

    translated: False when `text` is still the source; provider: who did it, "" for nobody.
    """

    text: str
    translated: bool
    provider: str


@dataclass(frozen=True)
class Sound:
    """A voice message: OGG/Opus, mono.

    data: the file's bytes; seconds: its duration.
    """

    data: bytes
    seconds: float


@dataclass(frozen=True)
class Speech:
    """What a speaker made, before it is encoded: 16-bit mono samples.

    samples: little-endian signed 16-bit PCM; rate: samples a second.
    """

    samples: bytes
    rate: int

    @property
    def seconds(self) -> float:
        """Duration in seconds."""
        return len(self.samples) / 2 / self.rate


class Captioner(Protocol):
    """Says what pictures show."""

    def caption(self, pictures: Sequence[Picture], prompt: str | None = None) -> list[Caption]:
        """One caption for each picture, in order."""
        ...


class Answerer(Protocol):
    """Answers questions about a picture."""

    def answer(self, conversation: Conversation) -> Answer:
        """The answer to the conversation's question."""
        ...


class Translator(Protocol):
    """Brings texts from one language into another."""

    name: str

    def translate(self, texts: Sequence[str], source: Language, target: Language) -> list[str]:
        """One text for each, in order. Raises `TranslatorDown` where it can't."""
        ...


class Speaker(Protocol):
    """Says a text aloud."""

    def speak(self, text: str, language: Language, rate: int) -> Speech:
        """The text's sound at `rate` words per minute. Raises `SpeakerDown` where it can't."""
        ...


class Abilities(Protocol):
    """All of it, as the handlers see it: awaited, never blocking the event loop.

    `Engine` runs them on this machine. Every method raises only `ChokhError`s.
    """

    async def open_picture(self, data: bytes) -> Picture:
        """Decode a file's bytes. Raises `BadPicture`."""
        ...

    async def caption(self, pictures: Sequence[Picture], length: Length = "short") -> list[Caption]:
        """What each picture shows, in English."""
        ...

    async def answer(self, conversation: Conversation) -> Answer:
        """The answer to the conversation's question, in English."""
        ...

    async def translate(
        self, texts: Sequence[str], source: Language, target: Language
    ) -> list[Translation]:
        """Each text in `target`, or untouched and marked so. Never raises `TranslatorDown`.

        Raises `NotUnderstood` where a text in `source` has words that no provider knows.
        """
        ...

    async def speak(self, text: str, language: Language, rate: int) -> Sound:
        """The text as a voice message at `rate` words per minute. Raises `SpeakerDown`."""
        ...
