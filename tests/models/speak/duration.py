"""How long the words of a text take: the measure for every voice message."""

from __future__ import annotations

from models.speak.normalise.normalise import speakable
from models.speak.voices.espeak import EspeakSpeaker
from models.values import Language


def expected_seconds(text: str, language: Language, rate: int) -> float:
    """Seconds that the espeak-ng program takes for the text, made ready, at `rate`."""
    return EspeakSpeaker().speak(speakable(text, language), language, rate).seconds
