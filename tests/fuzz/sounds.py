"""Sound recordings of every kind that the bot takes, made by code."""

from __future__ import annotations

import io
from typing import Any

import av
import numpy as np

_RATE = 16_000


def sounds() -> dict[str, bytes]:
    """Files by the names of their kinds."""
    return {
        "ogg-opus": _packed("ogg", "libopus"),
        "mp3": _packed("mp3", "libmp3lame", "s16p"),
        "m4a": _packed("mp4", "aac", "fltp"),
        "wav": _packed("wav", "pcm_s16le"),
        "flac": _packed("flac", "flac"),
        "webm-opus": _packed("webm", "libopus"),
        "ogg-long": _packed("ogg", "libopus", seconds=70),
    }


def _packed(form: str, codec: str, sample: str = "s16", seconds: float = 1.2) -> bytes:
    """Bursts of a tone, which count as speech."""
    places = np.arange(int(_RATE * seconds))
    tone = np.sin(places * 2 * np.pi * 300 / _RATE) * (places % (_RATE // 3) > _RATE // 8)
    samples = (tone * 12_000).astype(np.int16)
    file = io.BytesIO()
    with av.open(file, "w", format=form, options={"fflags": "+bitexact"}) as out:
        stream: Any = out.add_stream(codec, rate=_RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
        frame.sample_rate = _RATE
        for part in av.AudioResampler(sample, "mono", _RATE).resample(frame):
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))
    return file.getvalue()
