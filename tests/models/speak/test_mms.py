"""MMS through the real code: a tiny VITS of chance weights, saved and loaded as the real ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import VitsConfig, VitsModel, VitsTokenizer

from models.errors import SpeakerDown
from models.media.loudness import levelled
from models.settings import ModelsSettings, SpeakSettings
from models.speak import load
from models.speak.voices.espeak import EspeakSpeaker
from models.speak.voices.mms import MmsSpeaker

# As in facebook/mms-tts-ben: the letters that the texts of its language have, and no digit.
BANGLA = " অআইঈউঊএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহািীুূৃেৈোৌ্ংঃঁৎ়-"
ENGLISH = " abcdefghijklmnopqrstuvwxyz'-"
TEXT = "একটি লাল বৃত্ত"


def voice(folder: Path, letters: str, language: str) -> str:
    """A checkpoint of random weights; the parts' names as transformers 4 saved them."""
    torch.manual_seed(0)
    config = VitsConfig(
        vocab_size=len(letters) + 1,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        ffn_dim=16,
        flow_size=16,
        spectrogram_bins=9,
        prior_encoder_num_flows=1,
        prior_encoder_num_wavenet_layers=1,
        posterior_encoder_num_wavenet_layers=1,
        upsample_initial_channel=32,
        upsample_rates=[8, 8],
        upsample_kernel_sizes=[16, 16],
        resblock_kernel_sizes=[3],
        resblock_dilation_sizes=[[1]],
        duration_predictor_num_flows=1,
        duration_predictor_filter_channels=16,
        depth_separable_num_layers=1,
    )
    folder.mkdir()
    vocabulary = {letter: place for place, letter in enumerate(letters, 1)} | {"<pad>": 0}
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    VitsTokenizer(
        str(folder / "vocab.json"), language=language, phonemize=False, is_uroman=False
    ).save_pretrained(folder)
    VitsModel(config).save_pretrained(folder)
    weights = load_file(folder / "model.safetensors")
    old = {
        name.replace("parametrizations.weight.original0", "weight_g").replace(
            "parametrizations.weight.original1", "weight_v"
        ): tensor
        for name, tensor in weights.items()
    }
    assert old.keys() != weights.keys()
    save_file(old, folder / "model.safetensors", {"format": "pt"})
    return str(folder)


@pytest.fixture(scope="module")
def bangla(tmp_path_factory: pytest.TempPathFactory) -> str:
    return voice(tmp_path_factory.mktemp("mms") / "ben", BANGLA, "ben")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> str:
    return voice(tmp_path_factory.mktemp("mms") / "eng", ENGLISH, "eng")


@pytest.fixture(scope="module")
def speaker(bangla: str) -> MmsSpeaker:
    return MmsSpeaker({"bn": bangla})


def test_the_same_text_sounds_the_same_whatever_was_said_before(speaker: MmsSpeaker) -> None:
    first = speaker.speak(TEXT, "bn", 150)
    speaker.speak("নীল", "bn", 150)
    torch.manual_seed(99)
    assert speaker.speak(TEXT, "bn", 150) == first
    assert first.rate == 16_000
    assert any(first.samples)


def test_half_the_rate_takes_twice_as_long(speaker: MmsSpeaker) -> None:
    slow, fast = (speaker.speak(TEXT, "bn", rate).seconds for rate in (100, 200))
    assert slow / fast == pytest.approx(2, rel=0.1)


def test_digits_are_said_as_words(speaker: MmsSpeaker) -> None:
    assert speaker.speak("২৫টি বৃত্ত", "bn", 150) == speaker.speak("পঁচিশটি বৃত্ত", "bn", 150)


def test_a_letter_is_said_in_either_of_its_forms(speaker: MmsSpeaker) -> None:
    composed, decomposed = "গা\u09dcি", "গা\u09a1\u09bcি"
    assert speaker.speak(composed, "bn", 150) == speaker.speak(decomposed, "bn", 150)


@pytest.mark.parametrize("text", ["একটি Lamp বাতি", "日本", "…"])
def test_what_it_has_no_letters_for_is_left_to_the_next_voice(
    speaker: MmsSpeaker, text: str
) -> None:
    with pytest.raises(SpeakerDown):
        speaker.speak(text, "bn", 150)


def test_each_language_has_its_voice_and_espeak_says_the_rest(bangla: str, english: str) -> None:
    alone = load(ModelsSettings(speak=SpeakSettings(voice="mms", model=bangla)))
    both = load(ModelsSettings(speak=SpeakSettings(voice="mms", model=bangla, english=english)))
    espeak = levelled(EspeakSpeaker().speak("a red circle", "en", 150))
    assert alone.speak("a red circle", "en", 150) == espeak
    assert both.speak("a red circle", "en", 150).rate == 16_000
    # A sentence of each voice in one message: at one rate, none missing.
    mixed = alone.speak("একটি লাল বৃত্ত। Lamp বাতি জ্বলছে।", "bn", 150)
    assert mixed.rate == espeak.rate
    assert alone.fallbacks == 2
    parts = [alone.speak(text, "bn", 150).seconds for text in (TEXT, "Lamp বাতি জ্বলছে")]
    assert mixed.seconds == pytest.approx(sum(parts), abs=0.3)
    alone.close()
    both.close()


def test_a_checkpoint_that_is_not_there_is_named_and_espeak_speaks(
    caplog: pytest.LogCaptureFixture,
) -> None:
    voice = load(ModelsSettings(speak=SpeakSettings(voice="mms", model="no/such-voice")))
    assert voice.speak(TEXT, "bn", 150) == levelled(EspeakSpeaker().speak(TEXT, "bn", 150))
    assert "no/such-voice" in caplog.text
    assert "chokh download" in caplog.text
