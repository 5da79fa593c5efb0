"""Speech: a text becomes sound, in Bangla or English."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.abilities import Speaker
from models.settings import SpeakSettings
from models.speak.espeak import EspeakSpeaker
from models.speak.pyttsx3_speaker import Pyttsx3Speaker
from models.speak.voice import Voice

_SPEAKERS: dict[str, Callable[[], Sequence[Speaker]]] = {
    "pyttsx3": lambda: (Pyttsx3Speaker(), EspeakSpeaker()),
    "espeak": lambda: (EspeakSpeaker(),),
}


def load(settings: SpeakSettings) -> Voice:
    """The voice that the settings name. Nothing starts before it first speaks."""
    return Voice(_SPEAKERS[settings.voice]())
