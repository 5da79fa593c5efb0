"""What is no question is told apart before any model hears it."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest

from models.errors import SoundBroken, SoundSilent, SoundTooLong
from models.media import opus
from models.media.voice_note import RATE, checked, decode, is_silent
from models.speak.voices.espeak import EspeakSpeaker
from models.values import Heard, Speech

VOICE = EspeakSpeaker().speak("বৃত্তটির রং কী?", "bn", 150)


def pcm(samples: np.ndarray, rate: int = RATE) -> Speech:
    return Speech((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes(), rate)


def packed(samples: np.ndarray, form: str, codec: str, rate: int = 44_100) -> bytes:
    """int16 stereo samples (2, n) in another container."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=form) as file:
        stream = file.add_stream(codec, rate=rate, layout="stereo")
        interleaved = np.ascontiguousarray(samples.T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(interleaved, format="s16", layout="stereo")
        frame.sample_rate = rate
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return buffer.getvalue()


def test_a_voice_message_becomes_16_khz_mono() -> None:
    speech = decode(opus.encode(VOICE).data)
    assert speech.rate == RATE
    assert speech.seconds == pytest.approx(VOICE.seconds, abs=0.05)


@pytest.mark.parametrize(("form", "codec"), [("wav", "pcm_s16le"), ("mp3", "libmp3lame")])
def test_other_files_open_too(form: str, codec: str) -> None:
    tone = np.sin(np.arange(44_100) / 20) * (np.arange(44_100) % 9000 > 4000)
    both = (np.stack([tone, tone / 2]) * 20_000).astype(np.int16)
    assert decode(packed(both, form, codec)).seconds == pytest.approx(1, abs=0.1)


def test_silence_and_the_hiss_of_a_microphone_are_not_speech() -> None:
    rng = np.random.default_rng(1)
    for level in (0, 0.001, 0.02, 0.3):
        assert is_silent((rng.standard_normal(3 * RATE) * level).astype(np.float32)), level
    with pytest.raises(SoundSilent):
        decode(opus.encode(pcm(np.zeros(2 * RATE))).data)
    with pytest.raises(SoundSilent):
        decode(opus.encode(pcm(np.ones(RATE // 20) * 0.1)).data)


@pytest.mark.parametrize("decibels", [10, 20, 40])
@pytest.mark.parametrize("loudness", [0.05, 1.0])
def test_speech_is_heard_over_a_hiss_and_when_it_is_soft(decibels: int, loudness: float) -> None:
    rng = np.random.default_rng(2)
    speech = opus.decode(opus.encode(VOICE).data, RATE).array()
    quiet = np.concatenate([np.zeros(RATE), speech, np.zeros(RATE)]).astype(np.float32)
    level = float(np.sqrt((speech**2).mean())) * 10 ** (-decibels / 20)
    noisy = (quiet + rng.standard_normal(len(quiet)) * level) * loudness
    assert not is_silent(noisy.astype(np.float32))


def test_what_is_longer_than_a_minute_is_refused_without_decoding_it_all() -> None:
    long = np.zeros((2, 44_100 * 62), np.int16)
    with pytest.raises(SoundTooLong) as caught:
        decode(packed(long, "wav", "pcm_s16le"))
    assert caught.value.arguments["limit"] == 60


@pytest.mark.parametrize(
    "data",
    [b"", b"OggS", b"\xff\xd8\xff no sound at all", opus.encode(VOICE).data[:100]],
    ids=["nothing", "a beginning", "a photo", "cut short"],
)
def test_what_does_not_open_is_broken(data: bytes) -> None:
    with pytest.raises(SoundBroken):
        decode(data)


def test_marks_alone_are_no_words() -> None:
    with pytest.raises(SoundSilent):
        checked(Heard(" … ", "bn", 0.9, 1.0))
    assert checked(Heard("রং কী", "bn", 0.9, 1.0)).text == "রং কী"
