"""A voice message's bytes as 16 kHz mono speech, within limits."""

from __future__ import annotations

from models.abilities import Heard, Speech
from models.errors import SoundSilent
from models.speak import opus


def decode(data: bytes) -> Speech:
    """Decode any sound that PyAV knows. Raises `SoundBroken`, `SoundSilent`, `SoundTooLong`."""
    return opus.decode(data)


def checked(heard: Heard) -> Heard:
    """What was heard. Raises `SoundSilent` where that is no word."""
    if not heard.text.strip():
        raise SoundSilent("no word was heard")
    return heard
