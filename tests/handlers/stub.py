"""Abilities without models: a photo's bytes say what is in it, and a small table translates."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from models.errors import ModelMissing, NotUnderstood, PictureBroken, SoundBroken, SpeakerDown
from models.values import (
    Aim,
    Answer,
    Caption,
    Conversation,
    Heard,
    Language,
    Length,
    Page,
    Picture,
    Sound,
    Translation,
)

if TYPE_CHECKING:
    from models.values import Vectors

RED, BLUE = b"a red circle", b"a blue square"
BROKEN = b"broken"
COLOUR, COLOUR_EN = "বৃত্তটির রং কী?", "what colour is the circle?"
BANGLA = {
    "a red circle": "একটি লাল বৃত্ত",
    "a blue square": "একটি নীল বর্গক্ষেত্র",
    "a green triangle": "একটি সবুজ ত্রিভুজ",
    "nothing that i know": "আমার চেনা কিছু নেই",
    "red": "লাল",
    COLOUR_EN: COLOUR,
}


class Stub:
    """Sees what the bytes say. Set an attribute to make it err."""

    def __init__(self) -> None:
        self.confidence: float | None = 0.99
        self.away = ""
        self.answers: dict[str, str] = {}
        self.asked: list[Conversation] = []
        self.looks_at = 1
        self.spoken: list[tuple[str, Language, int]] = []
        self.begun: list[str] = []
        self.heard_in: list[Language] = []
        self.dumb = False
        self.written: Page | Exception = Page(())
        self.searches = False
        self.taken = Aim(light=0.9, blur=0.5, glare=0.0)
        self.fault: Exception | None = None
        self.lengths: list[Length] = []
        self.prepared: list[str] = []

    async def open_picture(self, data: bytes, rough: bool = False) -> Picture:
        if data == BROKEN:
            raise PictureBroken
        return Picture(Image.new("RGB", (1, 1)), data.decode())

    async def aim(self, picture: Picture) -> Aim:
        return self.taken

    async def slant(self, picture: Picture) -> float:
        return 0.0

    async def read(self, picture: Picture) -> Page:
        if isinstance(self.written, Exception):
            raise self.written
        return self.written

    async def prepare(self, picture: Picture) -> None:
        self.prepared.append(picture.digest)

    async def forget_pictures(self) -> None:
        self.prepared.clear()

    async def answers_at(self) -> str:
        return self.away

    async def caption(
        self, pictures: Sequence[Picture], length: Length = "short", away: bool = False
    ) -> list[Caption]:
        if self.fault:
            raise self.fault
        self.lengths.append(length)
        return [Caption(picture.digest, self.confidence) for picture in pictures]

    async def answer(self, conversation: Conversation) -> Answer:
        self.asked.append(conversation)
        seen = min(self.looks_at, 1 + len(conversation.others))
        return Answer(self.answers.get(conversation.question, "red"), self.confidence, seen)

    async def translate(
        self, texts: Sequence[str], source: Language, target: Language
    ) -> list[Translation]:
        table = BANGLA if target == "bn" else {bn: en for en, bn in BANGLA.items()}
        if source == "bn" and not table.keys() >= set(texts):
            raise NotUnderstood
        return [
            Translation(table[text], True, "table")
            if text in table
            else Translation(text, False, "")
            for text in texts
        ]

    async def embedder(self) -> str:
        if not self.searches:
            raise ModelMissing("embed", model="embed")
        return "stub"

    async def embed_pictures(self, pictures: Sequence[Picture]) -> Vectors:
        return _vectors([picture.digest for picture in pictures])

    async def embed_texts(self, texts: Sequence[str]) -> Vectors:
        back = {bn: en for en, bn in BANGLA.items()}
        return _vectors([back.get(text, text) for text in texts])

    async def listen(self, data: bytes, language: Language) -> Heard:
        if data == BROKEN:
            raise SoundBroken
        self.heard_in.append(language)
        return Heard(data.decode(), language, 0.99, 1.0)

    async def begin_speech(self, text: str, language: Language, rate: int, pitch: int = 50) -> None:
        if self.dumb:
            raise SpeakerDown
        self.begun.append(text)

    async def speak(self, text: str, language: Language, rate: int, pitch: int = 50) -> Sound:
        if self.dumb:
            raise SpeakerDown
        self.spoken.append((text, language, rate))
        return Sound(b"OggS" + text.encode(), 2.4)


def _vectors(texts: Sequence[str]) -> Vectors:
    """A text's words, each in a place of its own; what pictures show is written in their bytes."""
    rows = np.zeros((len(texts), 64), np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in set(text.split()) - {"a"}:
            row[zlib.crc32(word.encode()) % 64] = 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
