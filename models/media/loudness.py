"""Loudness of speech: each sentence at -18 LUFS (ITU-R BS.1770-4), its peaks held down.

pyloudnorm measures the same and brings scipy, 35 MB, for two filters. Here they act on the spectrum
of each tenth of a second, four of which are one of the standard's blocks: within 0.1 LU of ffmpeg's
ebur128, and 13 ms for 15 s of speech, its peaks included.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Final

from models.values import Speech

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOUDNESS: Final = -18.0
"""LUFS: between a phone's own voices and what broadcasters send (-16 to -23)."""

# Opus takes 0.2 to 0.9 LU of speech away.
_AIM = LOUDNESS + 0.2
# -3 dBFS in the samples: what Opus makes of them rises up to 1.7 dB above.
_CEILING = 10 ** (-3 / 20)
# More would only lift a voice's own noise.
_MOST_GAIN = 10 ** (20 / 20)
_ROUNDS = 3
_STEPS = 10  # a second, the standard's
_BLOCK = 4  # steps
_SILENCE, _BELOW = -70.0, 10.0
_FULL = 32_768.0


def levelled(speech: Speech) -> Speech:
    """The speech at `LOUDNESS`; silence as it is.

    What is shorter than a block of 400 ms counts as a block that ends in silence.
    """
    import numpy as np

    samples = np.frombuffer(speech.samples, dtype="<i2").astype(np.float32) / _FULL
    step = speech.rate // _STEPS
    count = max(math.ceil(len(samples) / step), _BLOCK)
    steps = np.pad(samples, (0, count * step - len(samples))).reshape(count, step)
    spectra = np.fft.rfft(steps)
    powers = (spectra.real**2 + spectra.imag**2) @ _weights(speech.rate)
    frames = steps.reshape(-1, _frame(step))
    peaks = np.maximum(frames.max(1), -frames.min(1))
    gain = 1.0
    gains = np.ones(len(frames) + 1, np.float32)
    # Holding the peaks down takes some loudness away: the next round gives it back.
    for _ in range(_ROUNDS):
        energy = (peaks**2).reshape(count, -1) + 1e-12
        held = ((gains[:-1] ** 2).reshape(count, -1) * energy).sum(1) / energy.sum(1)
        loudness = _integrated(powers * held)
        if loudness is None:
            return speech
        gain = min(gain * 10 ** ((_AIM - loudness) / 20), _MOST_GAIN)
        gains = gain * _holding(peaks * gain)
    ramp = np.arange(frames.shape[1], dtype=np.float32) / frames.shape[1]
    level = frames * (gains[:-1, None] + np.diff(gains)[:, None] * ramp)
    level = (level.reshape(-1)[: len(samples)] * _FULL).round().astype("<i2")
    return Speech(level.tobytes(), speech.rate)


def _frame(step: int) -> int:
    """Samples, about a millisecond of them, that fill a step."""
    return max(size for size in range(1, step // 90) if step % size == 0)


def _integrated(powers: NDArray[np.float32]) -> float | None:
    """Integrated loudness in LUFS of the steps' weighted powers; None for silence."""
    import numpy as np

    blocks = np.convolve(powers, np.full(_BLOCK, 1 / _BLOCK, np.float32), "valid")
    blocks = blocks[_lufs(blocks) > _SILENCE]
    if not len(blocks):
        return None
    blocks = blocks[_lufs(blocks) > _lufs(blocks.mean()) - _BELOW]
    return float(_lufs(blocks.mean()))


def _lufs(power: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    return (10 * np.log10(np.maximum(power, 1e-12)) - 0.691).astype(np.float32)


@cache
def _weights(rate: int) -> NDArray[np.float32]:
    """What each frequency of a step counts for: the standard's shelf and its high-pass.

    Their coefficients at any rate: https://github.com/jiixyj/libebur128.
    """
    import numpy as np

    step = rate // _STEPS
    z = np.exp(-2j * np.pi * np.arange(step // 2 + 1) / step)
    k, q = math.tan(math.pi * 1681.974450955533 / rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    shelf = (high + middle * k / q + k * k) + 2 * (k * k - high) * z
    shelf = shelf + (high - middle * k / q + k * k) * z**2
    shelf = shelf / ((1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2)
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    passing = (1 - z) ** 2 * (1 + k / q + k * k)
    passing = passing / ((1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2)
    weights: NDArray[np.float32] = 2 * np.abs(shelf * passing).astype(np.float32) ** 2 / step**2
    return weights


def _holding(peaks: NDArray[np.float32]) -> NDArray[np.float32]:
    """The gain at each frame's edges that holds its peak down, smooth over 10 frames."""
    import numpy as np

    width = 5
    around = np.lib.stride_tricks.sliding_window_view
    gains = np.minimum(1.0, _CEILING / np.maximum(peaks, 1e-9))
    lowest = around(np.pad(gains, width, constant_values=1.0), 2 * width + 1).min(1)
    smooth = around(np.pad(lowest, width, mode="edge"), 2 * width + 1).mean(1)
    # Between two frames the lower of their gains, so that none rises above its own within one.
    edges: NDArray[np.float32] = np.minimum(np.append(smooth, 1.0), np.insert(smooth, 0, 1.0))
    return edges
