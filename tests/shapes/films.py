"""Films made of pictures, as files that phones and messengers send."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction

import av
import numpy as np
from PIL import Image

_RATE = 10  # frames a second


def film(
    pictures: Sequence[Image.Image],
    seconds_each: float = 1.0,
    speech: np.ndarray | None = None,
    rate: int = 48_000,
) -> bytes:
    """An MP4 that shows the pictures one after the other, all of one size.

    speech: what is said meanwhile, int16 mono at `rate` samples a second; None for no sound.
    """
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as out:
        shown = out.add_stream("libx264", rate=_RATE)
        shown.width, shown.height = pictures[0].size
        shown.pix_fmt = "yuv420p"
        heard = out.add_stream("aac", rate=rate, layout="mono") if speech is not None else None
        for picture in pictures:
            for _ in range(round(seconds_each * _RATE)):
                out.mux(shown.encode(av.VideoFrame.from_image(picture)))
        out.mux(shown.encode())
        if heard is not None and speech is not None:
            sound = av.AudioFrame.from_ndarray(speech[None, :], "s16", "mono")
            sound.sample_rate, sound.pts, sound.time_base = rate, 0, Fraction(1, rate)
            resampler = av.AudioResampler("fltp", "mono", rate, heard.frame_size or 1024)
            for part in [*resampler.resample(sound), *resampler.resample(None)]:
                out.mux(heard.encode(part))
            out.mux(heard.encode())
    return file.getvalue()


def see_through(pictures: Sequence[Image.Image], seconds_each: float = 1.0) -> bytes:
    """A video sticker, WEBM with VP9, of RGBA pictures one after the other, all of one size."""
    file = io.BytesIO()
    with av.open(file, "w", format="webm") as out:
        shown = out.add_stream("libvpx-vp9", rate=_RATE)
        shown.width, shown.height = pictures[0].size
        shown.pix_fmt = "yuva420p"
        for picture in pictures:
            for _ in range(round(seconds_each * _RATE)):
                frame = av.VideoFrame.from_ndarray(np.asarray(picture), "rgba")
                out.mux(shown.encode(frame.reformat(format="yuva420p")))
        out.mux(shown.encode())
    return file.getvalue()
