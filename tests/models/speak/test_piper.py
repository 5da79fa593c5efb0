"""Piper: our side of the pipe, with a program that stands in for it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from models.errors import SpeakerDown
from models.media.loudness import levelled
from models.settings import ModelsSettings, SpeakSettings
from models.speak import load
from models.speak.voices.espeak import EspeakSpeaker
from models.speak.voices.piper import PiperSpeaker

RATE = 22_050
# It writes down how it was called, and says each letter in 10 ms at length 1.
STANDIN = f"""#!{sys.executable}
import json, pathlib, sys
text = sys.stdin.buffer.read().decode()
pathlib.Path(__file__).with_name("called").write_text(json.dumps([sys.argv[1:], text]))
scale = float(sys.argv[sys.argv.index("--length-scale") + 1])
sys.exit(3) if "broken" in text else None
sys.stdout.buffer.write(b"\\x01\\x00" * int(len(text.strip()) * {RATE} * 0.01 * scale))
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    file = tmp_path / "piper"
    file.write_text(STANDIN)
    file.chmod(0o755)
    return file


@pytest.fixture
def voice(tmp_path: Path) -> str:
    (tmp_path / "bn.onnx").write_bytes(b"onnx")
    (tmp_path / "bn.onnx.json").write_text(json.dumps({"audio": {"sample_rate": RATE}}))
    return str(tmp_path / "bn.onnx")


def test_the_text_goes_through_the_pipe_and_its_sound_comes_back(program: Path, voice: str) -> None:
    speaker = PiperSpeaker({"bn": voice}, program=str(program))
    speech = speaker.speak("একটি লাল\nবৃত্ত", "bn", 150)
    assert (speech.rate, speech.seconds) == (RATE, pytest.approx(0.14 + 0.3, abs=0.02))
    arguments, text = json.loads(program.with_name("called").read_text())
    assert arguments == ["--model", voice, "--output-raw", "--length-scale", "1.000"]
    assert text == "একটি লাল বৃত্ত\n"
    assert speaker.speak("একটি লাল\nবৃত্ত", "bn", 75).seconds == pytest.approx(
        2 * speech.seconds, rel=0.01
    )


def test_what_goes_wrong_is_left_to_the_next_voice(program: Path, voice: str) -> None:
    with pytest.raises(SpeakerDown, match="ended with 3"):
        PiperSpeaker({"bn": voice}, program=str(program)).speak("broken", "bn", 150)
    with pytest.raises(SpeakerDown, match="en"):
        PiperSpeaker({"bn": voice}, program=str(program)).speak("red", "en", 150)
    Path(f"{voice}.json").unlink()
    with pytest.raises(SpeakerDown, match="can't be read"):
        PiperSpeaker({"bn": voice}, program=str(program)).speak("লাল", "bn", 150)
    with pytest.raises(SpeakerDown, match="no voice file"):
        PiperSpeaker({"bn": "/nowhere.onnx"}, program=str(program)).speak("লাল", "bn", 150)


def test_without_the_program_it_says_what_to_install_and_espeak_speaks(
    voice: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    espeak = levelled(EspeakSpeaker().speak("লাল", "bn", 150))
    monkeypatch.setattr("models.speak.voices.piper.shutil.which", lambda _: None)
    monkeypatch.setattr("models.speak.voices.piper.sys.executable", "/nowhere/python")
    loaded = load(ModelsSettings(speak=SpeakSettings(voice="piper", model=voice)))
    assert loaded.speak("লাল", "bn", 150) == espeak
    assert "pip install piper-tts" in caplog.text
