"""Speech: a text becomes sound, in Bangla or English."""

from __future__ import annotations

from typing import cast

from models.backends import Speaker
from models.checkpoints import discovery
from models.settings import ModelsSettings
from models.speak.voice import Voice
from models.speak.voices.espeak import EspeakSpeaker


def load(settings: ModelsSettings) -> Voice:
    """The voice that the settings name, and espeak-ng where that fails: never silence.

    Nothing starts before it first speaks.
    """
    name = settings.speak.voice
    speaker = cast("Speaker", discovery.named("models.speak.voices", name).load(settings))
    return Voice((speaker,) if name == "espeak" else (speaker, EspeakSpeaker()))
