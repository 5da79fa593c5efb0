"""Voice messages: encoded piece by piece, begun early, and always what the whole text says."""

from __future__ import annotations

import threading

import pytest

from models.errors import SpeakerDown
from models.media import opus
from models.speak.voice import Voice
from models.speak.voice_messages import LEAD, Messages
from models.speak.voices.espeak import EspeakSpeaker
from models.values import Language, Speech

ONE, TWO, THREE = "একটি লাল বৃত্ত।", "পাশে একটি নীল বর্গক্ষেত্র।", "ছবিটি অন্ধকার।"


class Counting(Voice):
    """espeak-ng's voice, which notes what it says, and on which thread."""

    def __init__(self) -> None:
        super().__init__([EspeakSpeaker()])
        self.said: list[str] = []
        self.threads: set[int] = set()

    def say(self, piece: tuple[Language, str], rate: int, pitch: int = 50) -> Speech:
        self.said.append(piece[1])
        self.threads.add(threading.get_ident())
        return super().say(piece, rate, pitch)


def plain(text: str, rate: int = 150, pitch: int = 50) -> Speech:
    """What the message of a text holds, spoken and encoded the plain way."""
    speech = Voice([EspeakSpeaker()]).speak(text, "bn", rate, pitch)
    lead = bytes(2 * int(LEAD * speech.rate))
    return opus.decode(opus.encode(Speech(lead + speech.samples, speech.rate)).data)


@pytest.fixture
def voice() -> Counting:
    return Counting()


@pytest.fixture
def messages(voice: Counting) -> Messages:
    return Messages(voice)


def heard(messages: Messages, text: str, rate: int = 150, pitch: int = 50) -> Speech:
    return opus.decode(messages.speak(text, "bn", rate, pitch).data)


def test_a_message_is_the_plain_ones_sound_after_a_moment_of_silence(
    voice: Counting, messages: Messages
) -> None:
    text = f"{ONE}\n{TWO} {THREE}"
    said = heard(messages, text)
    assert said == plain(text)
    assert max(map(abs, memoryview(said.samples).cast("h")[: int(0.15 * said.rate)])) < 30
    assert voice.threads
    assert threading.get_ident() not in voice.threads


def test_what_was_begun_is_gone_on_with_and_sounds_the_same(
    voice: Counting, messages: Messages
) -> None:
    messages.begin(ONE, "bn", 150)
    messages.begin(f"{ONE}\n{TWO}", "bn", 150)
    assert voice.said == [ONE, TWO]
    text = f"{ONE}\n{TWO}\n{THREE}"
    assert heard(messages, text) == plain(text)
    assert voice.said == [ONE, TWO, THREE]


@pytest.mark.parametrize(
    ("text", "rate", "pitch"),
    [
        (f"{THREE}\n{ONE}\n{TWO}", 150, 50),
        (TWO, 150, 50),
        (ONE, 150, 50),
        (f"{ONE}\n{TWO}", 300, 50),
        (f"{ONE}\n{TWO}", 150, 80),
    ],
)
def test_words_that_were_begun_and_do_not_come_are_not_said(
    messages: Messages, text: str, rate: int, pitch: int
) -> None:
    messages.begin(f"{ONE}\n{TWO}", "bn", 150)
    assert heard(messages, text, rate, pitch) == plain(text, rate, pitch)


def test_each_of_two_people_with_the_same_beginning_gets_it_whole(messages: Messages) -> None:
    messages.begin(ONE, "bn", 150)
    for text in (f"{ONE}\n{TWO}", f"{ONE}\n{THREE}", ONE):
        assert heard(messages, text) == plain(text)


def test_no_more_than_sixteen_lie_begun(voice: Counting, messages: Messages) -> None:
    for rate in range(100, 118):
        messages.begin(ONE, "bn", rate)
    voice.said.clear()
    for rate in (117, 102):
        messages.speak(ONE, "bn", rate)
    assert voice.said == []
    messages.speak(ONE, "bn", 101)
    assert voice.said == [ONE]


def test_a_sentence_that_nobody_can_say_takes_the_message_with_it(
    voice: Counting, messages: Messages, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(voice, "_speakers", ())
        broken.setattr(voice, "_is_espeaks", False)
        with pytest.raises(SpeakerDown):
            messages.begin(ONE, "bn", 150)
        with pytest.raises(SpeakerDown):
            messages.speak(ONE, "bn", 150)
    assert heard(messages, ONE) == plain(ONE)
