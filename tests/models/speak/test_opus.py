import io

import av
import pytest

from models.media import opus
from models.speak.voices.espeak import EspeakSpeaker
from models.values import Speech


@pytest.mark.parametrize(
    ("text", "rate"), [("ক", 300), ("লাল বৃত্ত।", 150), ("একটি নীল বর্গক্ষেত্র আছে। " * 5, 80)]
)
def test_a_voice_message_is_mono_opus_of_the_same_duration(text, rate):
    speech = EspeakSpeaker().speak(text, "bn", rate)
    sound = opus.encode(speech)
    with av.open(io.BytesIO(sound.data), "r") as file:
        stream = file.streams.audio[0]
        assert (file.format.name, stream.codec_context.name) == ("ogg", "opus")
        assert (stream.codec_context.sample_rate, stream.codec_context.layout.name) == (
            48_000,
            "mono",
        )
        samples = sum(frame.samples for frame in file.decode(audio=0))
    # 10 ms: the codec's own delay, which the shortest word can't hide.
    assert samples / 48_000 == pytest.approx(speech.seconds, rel=0.02, abs=0.01)
    assert sound.seconds == pytest.approx(speech.seconds, rel=0.001)


def test_decoding_gives_back_the_loudness_and_the_length_at_the_rate_asked_for():
    speech = EspeakSpeaker().speak("লাল বৃত্ত।", "bn", 150)
    again = opus.decode(opus.encode(speech).data, rate=16_000)
    assert again.rate == 16_000
    assert again.seconds == pytest.approx(speech.seconds, rel=0.02)

    def loudness(sound: Speech) -> float:
        samples = memoryview(sound.samples).cast("h")
        return (sum(sample * sample for sample in samples) / len(samples)) ** 0.5

    assert loudness(again) == pytest.approx(loudness(speech), rel=0.15)


def test_a_long_message_is_squeezed_to_stay_a_voice_message(monkeypatch):
    speech = EspeakSpeaker().speak("একটি নীল বর্গক্ষেত্র আছে। " * 8, "bn", 150)
    plain = len(opus.encode(speech).data)
    monkeypatch.setattr(opus, "_MOST_BYTES", plain // 2)
    assert len(opus.encode(speech).data) < 0.6 * plain
