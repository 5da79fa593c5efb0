import pytest

from models.errors import NothingToSay, SpeakerDown
from models.settings import ModelsSettings, SpeakSettings
from models.speak import load
from models.speak.voice import Voice
from models.speak.voices.espeak import EspeakSpeaker
from models.values import Speech
from tests.models.speak.duration import expected_seconds

TEXT = "দাম ৳২৫। লাল বৃত্তের ওপরে একটি নীল বর্গক্ষেত্র আছে। ছবিতে ১২,৫০০টি গাড়ি!"


class Failing:
    """Fails at the sentences that hold a word."""

    def __init__(self, word):
        self.word = word
        self.closed = False

    def speak(self, text, language, rate):
        if self.word in text:
            raise SpeakerDown("failing")
        return EspeakSpeaker().speak(text, language, rate)

    def close(self):
        self.closed = True


@pytest.mark.parametrize("name", ["pyttsx3", "espeak"])
@pytest.mark.parametrize("rate", [80, 150, 300])
def test_each_voice_of_the_settings_says_all_the_words_at_the_rate(name, rate):
    voice = load(ModelsSettings(speak=SpeakSettings(voice=name)))
    try:
        speech = voice.speak(TEXT, "bn", rate)
    finally:
        voice.close()
    assert speech.seconds == pytest.approx(expected_seconds(TEXT, "bn", rate), rel=0.05)


def test_what_one_speaker_fails_at_the_next_one_says_and_nothing_is_missing():
    voice = Voice([Failing("বৃত্ত"), EspeakSpeaker()])
    assert voice.speak(TEXT, "bn", 150).seconds == pytest.approx(
        expected_seconds(TEXT, "bn", 150), rel=0.02
    )
    assert (voice.sentences, voice.fallbacks) == (3, 1)


def test_half_a_message_is_no_message():
    with pytest.raises(SpeakerDown):
        Voice([Failing("বৃত্ত"), Failing("নীল")]).speak(TEXT, "bn", 150)


def test_nothing_to_say_is_the_texts_fault():
    with pytest.raises(NothingToSay):
        Voice([EspeakSpeaker()]).speak("☕ …", "bn", 150)


def test_a_rate_beyond_what_the_voice_follows_is_its_nearest():
    voice = Voice([EspeakSpeaker()])
    assert voice.speak("এক", "bn", 5) == voice.speak("এক", "bn", 80)


def test_closing_a_voice_closes_its_speakers():
    failing = Failing("x")
    Voice([EspeakSpeaker(), failing]).close()
    assert failing.closed


def test_sentences_keep_their_order():
    class Marked:
        def speak(self, text, language, rate):
            return Speech(text.encode("utf-16-le"), 22_050)

    said = Voice([Marked()]).speak("One. Two? Three!", "en", 150)
    assert said.samples.decode("utf-16-le") == "One.Two?Three!"


def test_a_number_after_an_english_word_is_heard_in_bangla():
    spoken = Voice((EspeakSpeaker(),))
    without = spoken.speak("Paracetamol। মিলিগ্রাম Tablet", "bn", 150).seconds
    number = EspeakSpeaker().speak("৫০০", "bn", 150).seconds
    heard = spoken.speak("Paracetamol 500 মিলিগ্রাম Tablet", "bn", 150).seconds
    assert heard > without + 0.5 * number
