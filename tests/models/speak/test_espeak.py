import array

import pytest

from models.errors import SpeakerDown
from models.speak.voices.espeak import EspeakSpeaker

SENTENCE = "লাল বৃত্তের ওপরে একটি নীল বর্গক্ষেত্র আছে।"


def test_the_rate_is_followed_and_nothing_clips():
    slow, middle, fast = (EspeakSpeaker().speak(SENTENCE, "bn", rate) for rate in (80, 150, 300))
    assert slow.seconds > 1.6 * middle.seconds
    assert middle.seconds > 1.6 * fast.seconds
    samples = array.array("h", middle.samples)
    assert 5_000 < max(samples) < 32_767
    assert min(samples) > -32_768


@pytest.mark.parametrize("text", ["-5", "--help", "-v en", "<b>", "[[h@]]", "$(id)"])
def test_a_text_that_looks_like_an_option_is_spoken(text):
    assert EspeakSpeaker().speak(text, "en", 150).seconds > 0.2


def test_without_the_program_the_owner_is_told_what_to_install(monkeypatch, tmp_path, caplog):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SpeakerDown):
        EspeakSpeaker().speak(SENTENCE, "bn", 150)
    assert "apt-get install espeak-ng" in caplog.text


@pytest.mark.parametrize("script", ["exit 1", "sleep 30", "head -c 44 /dev/zero"])
def test_a_program_that_fails_hangs_or_says_nothing_is_down(tmp_path, script):
    program = tmp_path / "espeak-ng"
    program.write_text(f"#!/bin/sh\n{'exec ' if 'sleep' in script else ''}{script}\n")
    program.chmod(0o755)
    with pytest.raises(SpeakerDown):
        EspeakSpeaker(str(program), timeout=0.5).speak(SENTENCE, "bn", 150)
