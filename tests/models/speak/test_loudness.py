"""Every voice equally loud, by ffmpeg's own measure of BS.1770."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from models.media.loudness import levelled
from models.media.opus import decode, encode
from models.speak.voice import Voice
from models.speak.voices.espeak import EspeakSpeaker
from models.speak.voices.mms import MmsSpeaker
from models.speak.voices.piper import PiperSpeaker
from models.speak.voices.pyttsx3 import Pyttsx3Speaker
from models.values import Speech
from tests.models.speak.test_mms import BANGLA
from tests.models.speak.test_mms import voice as mms_checkpoint

TEXT = "লাল বৃত্তের ওপরে একটি নীল বর্গক্ষেত্র আছে। পাশে একটি গাছ।"
# A far too quiet voice with one loud click in it.
PIPER = f"""#!{sys.executable}
import array, math, sys
sys.stdin.read()
tone = [int(3000 * math.sin(at / 9) * math.sin(at / 900)) for at in range(44100)]
tone[9000] = 30000
sys.stdout.buffer.write(array.array("h", tone).tobytes())
"""


def loudness(speech: Speech) -> float:
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=speech.rate, format="s16", layout="mono")
    meter, sink = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
    resampler = graph.add("aresample", "48000")
    source.link_to(resampler)
    resampler.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    samples = np.frombuffer(speech.samples, "<i2").reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
    frame.sample_rate = speech.rate
    source.push(frame)
    source.push(None)
    measured = -70.0
    while True:
        try:
            measured = float(sink.pull().metadata.get("lavfi.r128.I", measured))
        except (av.error.BlockingIOError, av.error.EOFError):
            return measured


def peak(speech: Speech) -> float:
    """In dBFS."""
    samples = np.frombuffer(speech.samples, "<i2").astype(float)
    return float(20 * np.log10(np.abs(samples).max() / 32_768))


VOICES = ["espeak", "pyttsx3", "mms", "piper"]


@pytest.fixture
def speaking(name: str, tmp_path: Path) -> Iterator[Voice]:
    if name == "mms":
        voice = Voice([MmsSpeaker({"bn": mms_checkpoint(tmp_path / "bn", BANGLA, "bn")})])
    elif name == "piper":
        (tmp_path / "piper").write_text(PIPER)
        (tmp_path / "piper").chmod(0o755)
        (tmp_path / "bn.onnx").write_bytes(b"onnx")
        (tmp_path / "bn.onnx.json").write_text(json.dumps({"audio": {"sample_rate": 22_050}}))
        program = str(tmp_path / "piper")
        voice = Voice([PiperSpeaker({"bn": str(tmp_path / "bn.onnx")}, program=program)])
    else:
        voice = Voice([EspeakSpeaker() if name == "espeak" else Pyttsx3Speaker()])
    yield voice
    voice.close()


@pytest.mark.parametrize("name", VOICES)
@pytest.mark.parametrize("rate", [80, 150, 450])
def test_each_voice_is_at_18_lufs_and_no_peak_is_above_1_dbfs(
    speaking: Voice, name: str, rate: int
) -> None:
    speech = speaking.speak(TEXT, "bn", rate)
    sent = decode(encode(speech).data, 48_000)
    assert loudness(speech) == pytest.approx(-18, abs=1)
    # Weights of chance make a noise, of which Opus, which keeps speech, takes 3 LU away.
    assert loudness(sent) == pytest.approx(-18, abs=4 if name == "mms" else 1)
    assert max(peak(speech), peak(sent)) < -1


@pytest.mark.parametrize("text", ["এক", "হ্যাঁ।", "কী?"])
@pytest.mark.parametrize("rate", [150, 450])
def test_a_word_of_less_than_a_block_is_as_loud_in_the_silence_after_it(
    text: str, rate: int
) -> None:
    speech = Voice([EspeakSpeaker()]).speak(text, "bn", rate)
    padded = Speech(speech.samples + bytes(2 * int(0.42 * speech.rate)), speech.rate)
    assert loudness(padded) == pytest.approx(-18, abs=3)
    assert peak(speech) < -1


@pytest.mark.parametrize("samples", [b"", bytes(2), bytes(44_100), b"\x01\x00" * 9])
def test_silence_stays_silence(samples: bytes) -> None:
    assert peak(Speech(levelled(Speech(samples, 22_050)).samples + b"\x01\x00", 22_050)) < -60


def test_450_words_a_minute_are_half_as_long_again_as_300() -> None:
    espeak = EspeakSpeaker()
    slower, faster = (espeak.speak(TEXT * 2, "bn", rate).seconds for rate in (300, 450))
    assert slower == pytest.approx(1.5 * faster, rel=0.1)
