"""Abilities, the interface that handlers see; each engine implements it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from models.values import (
    Aim,
    Answer,
    Box,
    Caption,
    Colour,
    Conversation,
    Document,
    Film,
    Heard,
    Label,
    Language,
    Length,
    Light,
    Page,
    Picture,
    Sound,
    Translation,
)

if TYPE_CHECKING:
    from models.values import Vectors


@runtime_checkable
class Inventory(Protocol):
    """Abilities that know what lies in this machine's memory."""

    def loaded(self) -> dict[str, int]:
        """The models in memory, and the bytes that each is reckoned to take."""


class Abilities(Protocol):
    """All of it, as the handlers see it: awaited, never blocking the event loop.

    `Engine` runs them on this machine. Every method raises only `ChokhError`s.
    """

    async def open_picture(self, data: bytes, rough: bool = False) -> Picture:
        """Decode a file's bytes; roughly where it is only captioned or compared.

        Raises `BadPicture`.
        """

    async def open_film(self, data: bytes) -> Film:
        """The frames of a video that tell what happens in it. Raises `BadPicture`."""

    async def caption(
        self, pictures: Sequence[Picture], length: Length = "short", away: bool = False
    ) -> list[Caption]:
        """What each picture shows, in English.

        length: "long" asks the answerer to describe, where that can and is in the house, or
        outside and `away` lets the pictures go there; the captioner knows only the short form.
        """

    async def answer(self, conversation: Conversation) -> Answer:
        """The answer to the conversation's question, in English."""

    async def prepare(self, picture: Picture) -> None:
        """Get ready for questions about the picture, once nobody waits for anything."""

    async def forget_pictures(self) -> None:
        """Let go of what is kept of any picture, as when one is deleted."""

    async def answers_at(self) -> str:
        """The host that answers questions, where photos leave the house for it; "" otherwise."""

    async def classify(self, picture: Picture, labels: Sequence[str]) -> list[Label]:
        """How well each English label fits, best first; empty where none of them does."""

    async def shows(self, picture: Picture, things: Sequence[Sequence[str]]) -> list[float]:
        """How surely the picture shows each thing, 0 to 1; 0.5: as likely as not.

        things: each as English phrases that mean the same.
        """

    async def embed_pictures(self, pictures: Sequence[Picture]) -> Vectors:
        """A vector for each picture: float32 (n, d), rows of length 1."""

    async def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """A vector for each text in either language: float32 (n, d), rows of length 1.

        Bangla is translated first where the model knows only English.
        """

    async def embedder(self) -> str:
        """Which model makes the vectors; those of another one can't be compared with them."""

    async def locate(self, picture: Picture, phrase: str | None = None) -> list[Box]:
        """Where what the English phrase names is; all that is found without one."""

    async def aim(self, picture: Picture) -> Aim:
        """How the photo was taken, measured."""

    async def slant(self, picture: Picture) -> float:
        """By how many degrees, against the clock, turning would level its writing: -15 to 15."""

    async def colours(self, picture: Picture) -> list[Colour]:
        """The colours in the picture's middle, measured, the larger share first."""

    async def light(self, picture: Picture) -> Light:
        """How light the picture is, measured."""

    async def read(self, picture: Picture) -> Page:
        """What is written on the picture, and its barcodes."""

    async def open_document(self, data: bytes) -> Document:
        """Look into a PDF. Raises `BadDocument`s."""

    async def read_page(self, document: Document, number: int) -> Page:
        """What is written on a page of a PDF, and its barcodes. Raises `BadDocument`s."""

    async def listen(self, data: bytes, language: Language) -> Heard:
        """What is said in a voice message's bytes. Raises `BadSound`s."""

    async def translate(
        self, texts: Sequence[str], source: Language, target: Language
    ) -> list[Translation]:
        """Each text in `target`, or untouched and marked so. Never raises `TranslatorDown`.

        Raises `NotUnderstood` where a text in `source` has words that no provider knows.
        """

    async def speak(self, text: str, language: Language, rate: int, pitch: int = 50) -> Sound:
        """The text as a voice message at `rate` words per minute. Raises `SpeakerDown`.

        pitch: 0 to 99, 50 as the voice is; a voice that has but one pitch keeps it.
        """

    async def begin_speech(self, text: str, language: Language, rate: int, pitch: int = 50) -> None:
        """Begin the voice message of a text that will begin so, with whole sentences.

        `speak` goes on with it where its text does, in the same language, rate and pitch, and
        begins anew where it doesn't. Raises `SpeakerDown`.
        """


class OpenAbilities(Abilities, Protocol):
    """Abilities that whoever opened them closes again."""

    async def close(self) -> None:
        """Let go of all that they have."""
