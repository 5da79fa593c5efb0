"""Decoding of a voice message to 16 kHz mono speech, within limits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from models.errors import SoundBroken, SoundSilent, SoundTooLong
from models.media import opus
from models.values import Heard, Speech

if TYPE_CHECKING:
    import numpy as np

LONGEST = 60
"""Seconds of a question."""

RATE = 16_000
"""Samples a second, what every listener was trained on."""

_MOST_BYTES = 20 * 1024 * 1024
_SHORTEST = 0.2  # seconds
_FRAME = RATE // 50
# Speech stands 20 dB and more above what lies under it; an even hiss has no such peaks.
_QUIET = 0.003
_ABOVE = 2.0


def decode(data: bytes) -> Speech:
    """Decode any sound that PyAV knows. Raises `SoundBroken`, `SoundSilent`, `SoundTooLong`."""
    from av.error import FFmpegError  # ffmpeg's libraries take 0.2 s to load

    if len(data) > _MOST_BYTES:
        raise SoundTooLong(seconds=LONGEST + 1, limit=LONGEST)
    try:
        speech = opus.decode(data, RATE, longest=LONGEST + 1)
    # An IndexError: no sound stream in the file. The rest is what mutilated bytes raise.
    except (FFmpegError, IndexError, ValueError) as error:
        raise SoundBroken(f"{type(error).__name__} while decoding") from error
    if speech.seconds > LONGEST:
        raise SoundTooLong(seconds=math.ceil(speech.seconds), limit=LONGEST)
    if is_silent(speech.array()):
        raise SoundSilent("no louder than what lies under it")
    return speech


def is_silent(samples: np.ndarray) -> bool:
    """Whether nothing stands out. samples: float32 at 16 kHz, -1 to 1."""
    import numpy as np  # a seventh of a start

    count = len(samples) // _FRAME
    if len(samples) < _SHORTEST * RATE:
        return True
    loud = np.sqrt((samples[: count * _FRAME].reshape(count, _FRAME) ** 2).mean(axis=1))
    peak, floor = np.percentile(loud, 95), np.percentile(loud, 10)
    return bool(peak < _QUIET or peak < _ABOVE * floor)


def checked(heard: Heard) -> Heard:
    """What was heard. Raises `SoundSilent` where that is no word."""
    if not any(map(str.isalnum, heard.text)):
        raise SoundSilent("no word was heard")
    return heard
