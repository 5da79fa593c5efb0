"""OGG/Opus, what a voice message is made of, by PyAV: in memory, without an ffmpeg program."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

from models.abilities import Sound, Speech

if TYPE_CHECKING:
    from collections.abc import Iterable

    from av.audio.frame import AudioFrame

RATE = 48_000
"""Samples a second inside Opus, whatever went in."""

BIT_RATE = 24_000
"""Bits a second: speech is clear, and 3 kB hold a second of it."""

# A messenger shows a longer file as an attachment instead of a voice message (Telegram:
# 1,000,000 bytes, 5.5 minutes at 24 kbit/s); a longer text is squeezed to stay one.
_MOST_BYTES = 950_000
_LEAST_BIT_RATE = 8_000


def encode(speech: Speech) -> Sound:
    """The speech as a mono OGG/Opus file, as long to within 10 ms (the codec's own delay)."""
    import av  # noqa: PLC0415 (ffmpeg's libraries take 0.2 s to load)

    bit_rate = min(BIT_RATE, int(_MOST_BYTES * 8 / max(speech.seconds, 1e-3)))
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="ogg") as container:
        stream = container.add_stream(
            "libopus", rate=RATE, layout="mono", options={"application": "voip"}
        )
        stream.bit_rate = max(bit_rate, _LEAST_BIT_RATE)
        for frame in _resampled(_frames(speech), RATE, "s16"):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return Sound(buffer.getvalue(), speech.seconds)


def decode(data: bytes, rate: int = 16_000, longest: float = math.inf) -> Speech:
    """Any sound file's first audio stream as mono samples at `rate`.

    longest: seconds after which nothing more is decoded. Raises `av.error.FFmpegError` where the
    bytes are no sound, IndexError where the file holds none.
    """
    import av  # noqa: PLC0415

    with av.open(io.BytesIO(data), "r") as container:
        pieces, length = [], 0
        for frame in _resampled(container.decode(audio=0), rate, "s16"):
            pieces.append(frame.to_ndarray().tobytes())
            length += frame.samples
            if length > longest * rate:
                break
        return Speech(b"".join(pieces), rate)


def at_rate(speech: Speech, rate: int) -> Speech:
    """The same sound with so many samples a second."""
    if speech.rate == rate:
        return speech
    pieces = (frame.to_ndarray().tobytes() for frame in _resampled(_frames(speech), rate, "s16"))
    return Speech(b"".join(pieces), rate)


def _frames(speech: Speech) -> Iterable[AudioFrame]:
    import numpy as np  # noqa: PLC0415
    from av.audio.frame import AudioFrame  # noqa: PLC0415

    samples = np.frombuffer(speech.samples, dtype="<i2").reshape(1, -1)
    frame = AudioFrame.from_ndarray(samples, format="s16", layout="mono")
    frame.sample_rate = speech.rate
    yield frame


def _resampled(frames: Iterable[AudioFrame], rate: int, form: str) -> Iterable[AudioFrame]:
    import av  # noqa: PLC0415

    resampler = av.AudioResampler(format=form, layout="mono", rate=rate)
    for frame in frames:
        yield from resampler.resample(frame)
    yield from resampler.resample(None)
