"""The shapes world spoken: espeak-ng says its questions and the commands, in many voices.

Utterances are spoken once and kept as 16-bit samples; noise, loudness, silence around them and
a place in time are drawn for each batch. The held-out ones have pitches, rates and noise that
no training utterance has, and every one has been through Opus, as what a messenger sends has.
"""

from __future__ import annotations

import subprocess
import unicodedata
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from models.abilities import Language, Speech
from models.speak import opus
from models.speak.patterns import recomposed
from tests.shapes import bangla

RATE = 16_000
_FOLDER = Path("build/shapes/speech")
_ASKED = ("colour", "follow-up", "shape", "count", "is there", "side", "describe")
_COMMANDS: dict[Language, tuple[str, ...]] = {
    "bn": ("ভয়েস চালু", "ভয়েস বন্ধ", "সাহায্য", "আস্তে বলুন", "দ্রুত বলুন", "লেখা পড়ুন"),
    "en": ("voice on", "voice off", "help", "slower", "faster", "read the text"),
}
# Said, and none of the listener's business: it has to hear no word rather than a wrong one.
_OTHER: dict[Language, tuple[str, ...]] = {
    "bn": (
        "আজ আবহাওয়া কেমন", "আমার ভাই বাজারে গেছে", "দাম কত", "তুমি কেমন আছ", "ট্রেন কখন ছাড়বে",
        "ওষুধটার মেয়াদ দেখুন", "ধন্যবাদ", "একজন মানুষ হাঁটছে", "জানালা খোলো", "কাল স্কুল ছুটি",
    ),
    "en": (
        "will it rain tomorrow", "my brother went home", "how much does it cost", "thank you",
        "open the window please", "where did i put my keys", "the train leaves at nine",
        "a person walks by", "good morning", "i would like some tea",
    ),
}  # fmt: skip
_VOICES = ("", "", "+f1", "+f2", "+f4", "+m1", "+m3", "+m7")
UNHEARD_VOICES = ("+f3", "+m2")


@dataclass(frozen=True)
class Said:
    """What is said, and how. text: "" for what the listener should not write down."""

    language: Language
    spoken: str
    text: str
    voice: str
    pitch: int
    rate: int


@dataclass(frozen=True)
class Utterances:
    """samples: int16, one array for each of `said`."""

    said: list[Said]
    samples: list[NDArray[np.int16]]


@cache
def texts(language: Language) -> list[str]:
    """Every sentence of the world that one asks or commands, as it is written down when heard."""
    asked = [s for s in bangla.sentences() if s.kind in _ASKED]
    of = [s.bangla if language == "bn" else s.english for s in asked]
    return sorted({_bare(text) for text in (*of, *_COMMANDS[language])})


def words() -> list[str]:
    """Every word of both languages."""
    return sorted({word for of in ("bn", "en") for text in texts(of) for word in text.split()})


def load(count: int = 9000) -> Utterances:
    """Utterances to train with, spoken at the first call and kept. About 600 a minute a core."""
    file = _FOLDER / f"{count}.npz"
    said = _choose(np.random.default_rng(5), count, _VOICES, held_out=False)
    if not file.exists():
        with ProcessPoolExecutor(2) as pool:
            samples = list(pool.map(speak, said, chunksize=100))
        _FOLDER.mkdir(parents=True, exist_ok=True)
        ends = np.cumsum([len(each) for each in samples])
        np.savez(file, samples=np.concatenate(samples), ends=ends)
    kept = np.load(file)
    return Utterances(said, np.split(kept["samples"], kept["ends"][:-1]))


def held_out(count: int, seed: int = 0, voices: tuple[str, ...] = _VOICES) -> Utterances:
    """Newly spoken utterances of the world's sentences, noise and silence already in them."""
    rng = np.random.default_rng((77, seed))
    said = [s for s in _choose(rng, count * 2, voices, held_out=True) if s.text][:count]
    samples = []
    for each in said:
        wave = placed(speak(each), rng, snr=(9, 31))
        samples.append((np.clip(wave, -1, 1) * 32767).astype(np.int16))
    return Utterances(said, [_through_opus(each) for each in samples])


def speak(said: Said) -> NDArray[np.int16]:
    """16 kHz samples of it; every third has been through Opus, told by its pitch and rate."""
    name = f"{said.language}{said.voice}"
    options = ["-b", "1", "-v", name, "-p", str(said.pitch), "-s", str(said.rate), "-a", "100"]
    done = subprocess.run(
        ["espeak-ng", *options, "--stdin", "--stdout"],
        input=recomposed(said.spoken).encode(),
        capture_output=True,
        check=True,
    )
    # It speaks at 22,050 samples a second, after a header of 44 bytes.
    spoken = np.frombuffer(done.stdout[44 : len(done.stdout) // 2 * 2], dtype="<i2")
    wave = _resampled(spoken, 22_050)
    return _through_opus(wave) if (said.pitch + said.rate) % 3 == 0 else wave


def placed(
    samples: NDArray[np.int16], rng: Generator, snr: tuple[float, float], most: float = 0.6
) -> NDArray[np.float32]:
    """−1 to 1, with silence up to `most` seconds before and after it, as loud as may be, noisy.

    snr: the noise's least and greatest distance below the speech, in dB.
    """
    before, after = (int(rng.uniform(0.02, most) * RATE) for _ in range(2))
    wave = np.pad(samples.astype(np.float32) / 32768, (before, after))
    power = float(np.sqrt((wave**2).mean())) or 1e-3
    noise = rng.standard_normal(len(wave)).astype(np.float32)
    if rng.random() < 0.5:
        # Rooms and streets rumble: their noise falls with frequency.
        noise = np.convolve(noise, np.ones(8, np.float32) / 8**0.5, "same")
    level = power * 10 ** (-rng.uniform(*snr) / 20)
    return ((wave + level * noise) * rng.uniform(0.15, 1.2)).astype(np.float32)


def _choose(rng: Generator, count: int, voices: tuple[str, ...], held_out: bool) -> list[Said]:
    """Pitches and rates that leave one of five to the held-out utterances."""
    pitches = [p for p in range(15, 86) if (p % 5 == 2) == held_out]
    rates = [r for r in range(110, 221) if (r % 5 == 3) == held_out]
    chosen = []
    for _ in range(count):
        language: Language = "bn" if rng.random() < 0.5 else "en"
        other = rng.random() < 0.12
        every = _OTHER[language] if other else texts(language)
        spoken = str(rng.choice(every))
        pitch, rate = int(rng.choice(pitches)), int(rng.choice(rates))
        text = "" if other else spoken
        chosen.append(Said(language, spoken, text, str(rng.choice(voices)), pitch, rate))
    return chosen


def _bare(text: str) -> str:
    return unicodedata.normalize("NFC", text.rstrip("?.।"))


def _resampled(samples: NDArray[np.int16], rate: int) -> NDArray[np.int16]:
    times = np.arange(int(len(samples) * RATE / rate)) * (rate / RATE)
    # A short average first, or what lies above 8 kHz would fold back into the speech.
    smooth = np.convolve(samples.astype(np.float32), [0.2, 0.6, 0.2], "same")
    return np.interp(times, np.arange(len(samples)), smooth).astype(np.int16)


def _through_opus(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    sound = opus.encode(Speech(samples.astype("<i2").tobytes(), RATE))
    return np.frombuffer(opus.decode(sound.data).samples, dtype="<i2").astype(np.int16)
