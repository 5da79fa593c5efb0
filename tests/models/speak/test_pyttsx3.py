import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.errors import SpeakerDown
from models.speak.voices import pyttsx3 as pyttsx3_speaker
from models.speak.voices.espeak import EspeakSpeaker
from models.speak.voices.pyttsx3 import Pyttsx3Speaker

SENTENCE = "লাল বৃত্তের ওপরে একটি নীল বর্গক্ষেত্র আছে।"


@pytest.fixture(scope="module")
def speaker():
    speaker = Pyttsx3Speaker()
    yield speaker
    speaker.close()


@pytest.mark.parametrize("rate", [80, 300, 150])
@pytest.mark.parametrize(("text", "language"), [(SENTENCE, "bn"), ("a red circle", "en")])
def test_it_takes_as_long_as_the_program_at_every_rate(speaker, text, language, rate):
    expected = EspeakSpeaker().speak(text, language, rate).seconds
    made = speaker.speak(text, language, rate)
    assert made.rate == 22_050
    assert made.seconds == pytest.approx(expected, rel=0.05, abs=0.12)


def test_forty_calls_from_threads_all_get_their_own_sentence(speaker):
    texts = [f"{'লাল ' * (1 + count % 7)}বৃত্ত" for count in range(40)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda text: speaker.speak(text, "bn", 300), texts))
    expected = [EspeakSpeaker().speak(text, "bn", 300).seconds for text in texts[:7]]
    for count, speech in enumerate(made):
        assert speech.seconds == pytest.approx(expected[count % 7], rel=0.05, abs=0.12)


def test_nothing_runs_before_it_first_speaks_nor_after_it_is_closed():
    speaker = Pyttsx3Speaker()
    assert speaker.child is None
    speaker.speak("এক", "bn", 150)
    child = speaker.child
    assert child is not None
    speaker.close()
    assert speaker.child is None
    assert not alive(child)


def test_a_child_that_was_killed_is_started_again():
    speaker = Pyttsx3Speaker()
    try:
        speaker.speak("এক", "bn", 150)
        killed = speaker.child
        os.kill(killed, signal.SIGKILL)
        until(lambda: speaker.child is None)
        assert speaker.speak(SENTENCE, "bn", 150).seconds > 2
        assert speaker.child != killed
    finally:
        speaker.close()


def test_a_child_that_dies_or_hangs_amid_a_sentence_is_down_and_the_next_call_speaks(monkeypatch):
    monkeypatch.setattr(pyttsx3_speaker, "_SENTENCE_SECONDS", 0.5)
    speaker = Pyttsx3Speaker()
    try:
        for blow in (signal.SIGKILL, signal.SIGSTOP):
            speaker.speak("এক", "bn", 150)
            struck = speaker.child
            os.kill(struck, signal.SIGSTOP)
            # Stopped, it can't answer: the blow falls while the sentence waits.
            timer = threading.Timer(0.1, os.kill, (struck, blow))
            timer.start()
            with pytest.raises(SpeakerDown):
                speaker.speak(SENTENCE, "bn", 150)
            timer.join()
            assert not alive(struck)
        monkeypatch.undo()
        assert speaker.speak(SENTENCE, "bn", 150).seconds > 2
    finally:
        speaker.close()


@pytest.mark.parametrize("rate", [80, 130, 180, 300])
def test_a_sound_of_another_length_than_the_words_take_is_refused(rate):
    class Yardstick:
        """Takes the words at another rate than asked: as pyttsx3 does when it ignores one."""

        def speak(self, text, language, _):
            return EspeakSpeaker().speak(text, language, rate)

    speaker = Pyttsx3Speaker(Yardstick())
    try:
        with pytest.raises(SpeakerDown, match="of words"):
            speaker.speak(SENTENCE, "bn", 150)
    finally:
        speaker.close()


def test_without_the_espeak_program_it_still_speaks(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    speaker = Pyttsx3Speaker()
    try:
        assert speaker.speak(SENTENCE, "bn", 150).seconds > 2
    finally:
        speaker.close()


def test_a_child_that_can_not_start_is_not_asked_again_at_once(monkeypatch, tmp_path, caplog):
    broken = tmp_path / "child.py"
    broken.write_text("raise SystemExit(1)")
    monkeypatch.setattr(pyttsx3_speaker, "_CHILD", broken)
    speaker = Pyttsx3Speaker()
    with pytest.raises(SpeakerDown):
        speaker.speak("এক", "bn", 150)
    assert "libespeak-ng1" in caplog.text
    with pytest.raises(SpeakerDown, match="a moment ago"):
        speaker.speak("এক", "bn", 150)


def test_the_child_does_not_outlive_a_parent_that_was_killed():
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent("""
                import sys
                from models.speak.voices.pyttsx3 import Pyttsx3Speaker
                speaker = Pyttsx3Speaker()
                speaker.speak("এক", "bn", 150)
                print(speaker.child, flush=True)
                sys.stdin.read()
            """),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.kill()
    until(lambda: not alive(child))


def test_the_child_imports_neither_torch_nor_anything_of_ours():
    probe = "import runpy, sys; sys.argv = ['x']; runpy.run_path(sys.argv_path, run_name='probe')"
    probe = probe.replace(
        "sys.argv_path", repr(str(Path(pyttsx3_speaker.__file__).parents[1] / "pyttsx3_child.py"))
    )
    probe += "; print([name for name in ('torch', 'models', 'numpy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def until(true, seconds=10.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)
