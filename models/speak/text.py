"""A text made ready for a voice."""

from __future__ import annotations

import unicodedata

from models.abilities import Language
from models.errors import TextEmpty


def speakable(text: str, language: Language) -> str:
    text = unicodedata.normalize("NFC", text)
    for a, b in (
        ("\u09af\u09bc", "\u09df"),
        ("\u09a1\u09bc", "\u09dc"),
        ("\u09a2\u09bc", "\u09dd"),
    ):
        text = text.replace(a, b)
    if not any(c.isalnum() for c in text):
        raise TextEmpty("nothing to say")
    return text
