"""OGG/Opus encoding by PyAV: in memory, without an ffmpeg program."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

from models.media.containers import opened
from models.values import Sound, Speech

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler

RATE = 48_000
"""Samples a second inside Opus, whatever went in."""

BIT_RATE = 24_000
"""Bits a second: speech is clear, and 3 kB hold a second of it."""

# The voices have 22,050 samples a second at most. Opus takes 24,000 as they are: the encoder gives
# the same sound as from 48,000 (equally far from the original, equally loud) in a sixth less time,
# and bringing 16 s of speech there takes 2 ms instead of 24.
_ENOUGH = 24_000
# A messenger shows a longer file as an attachment instead of a voice message (Telegram:
# 1,000,000 bytes, 5.5 minutes at 24 kbit/s); a longer text is squeezed to stay one.
_MOST_BYTES = 950_000
_LEAST_BIT_RATE = 8_000


class Recording:
    """A mono OGG/Opus file that is encoded as its pieces come, and one file in the end.

    The same bytes come out whether a speech is added whole or in pieces of the same rate.
    """

    def __init__(self, bit_rate: int = BIT_RATE) -> None:
        """Opens nothing before the first piece."""
        self._bit_rate = bit_rate
        self._added: list[Speech] = []
        self._file = io.BytesIO()
        self._rate = _ENOUGH
        self._container: Any = None
        self._stream: Any = None
        self._resampler: Any = None

    @property
    def seconds(self) -> float:
        """How long it is so far."""
        return sum(speech.seconds for speech in self._added)

    def add(self, speech: Speech) -> None:
        """Encode what comes next; one without samples changes nothing."""
        if not speech.samples:
            return
        import av  # ffmpeg's libraries take 0.2 s to load

        if self._container is None:
            self._rate = _ENOUGH if speech.rate <= _ENOUGH else RATE
            self._container = av.open(self._file, "w", format="ogg")
            self._stream = self._container.add_stream(
                "libopus", rate=self._rate, layout="mono", options={"application": "voip"}
            )
            self._stream.bit_rate = self._bit_rate
        elif speech.rate != self._added[-1].rate:
            self._encode(self._resampler.resample(None))
            self._resampler = None
        self._resampler = self._resampler or _resampler(self._rate)
        self._added.append(speech)
        self._encode(self._resampler.resample(_frame(speech)))

    def finish(self) -> Sound:
        """The file, as long as what was added to within 10 ms (the codec's own delay).

        One that would be too large for a voice message is encoded again with fewer bits. Raises
        ValueError where nothing was added.
        """
        if self._container is None:
            raise ValueError("a recording of nothing")
        self._encode(self._resampler.resample(None))
        self._container.mux(self._stream.encode(None))
        self._container.close()
        fitting = max(int(_MOST_BYTES * 8 / self.seconds), _LEAST_BIT_RATE)
        if fitting < self._bit_rate:
            smaller = Recording(fitting)
            for speech in self._added:
                smaller.add(speech)
            return smaller.finish()
        return Sound(self._file.getvalue(), self.seconds)

    def _encode(self, frames: Sequence[AudioFrame]) -> None:
        for frame in frames:
            # Of two rates each would count from its own beginning.
            frame.pts = None
            self._container.mux(self._stream.encode(frame))


def encode(speech: Speech) -> Sound:
    """The speech as a file."""
    recording = Recording()
    recording.add(speech)
    return recording.finish()


def decode(data: bytes, rate: int = 16_000, longest: float = math.inf) -> Speech:
    """Any sound file's first audio stream as mono samples at `rate`.

    longest: seconds after which nothing more is decoded. Raises `av.error.FFmpegError` where the
    bytes are no sound, IndexError where the file holds none.
    """
    with opened(data) as container:
        pieces, length = [], 0
        for frame in _resampled(container.decode(audio=0), rate):
            pieces.append(frame.to_ndarray().tobytes())
            length += frame.samples
            if length > longest * rate:
                break
        return Speech(b"".join(pieces), rate)


def at_rate(speech: Speech, rate: int) -> Speech:
    """The same sound with so many samples a second."""
    if speech.rate == rate:
        return speech
    pieces = (frame.to_ndarray().tobytes() for frame in _resampled([_frame(speech)], rate))
    return Speech(b"".join(pieces), rate)


def _frame(speech: Speech) -> AudioFrame:
    import numpy as np
    from av.audio.frame import AudioFrame

    samples = np.frombuffer(speech.samples, dtype="<i2").reshape(1, -1)
    frame = AudioFrame.from_ndarray(samples, format="s16", layout="mono")
    frame.sample_rate = speech.rate
    return frame


def _resampled(frames: Iterable[AudioFrame], rate: int) -> Iterable[AudioFrame]:
    resampler = _resampler(rate)
    for frame in frames:
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _resampler(rate: int) -> AudioResampler:
    import av

    return av.AudioResampler(format="s16", layout="mono", rate=rate)
