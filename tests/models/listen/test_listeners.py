"""Each kind of listener through the code that loads the real ones; the trained one hears right."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import (
    Wav2Vec2Config,
    Wav2Vec2CTCTokenizer,
    Wav2Vec2FeatureExtractor,
    Wav2Vec2ForCTC,
    Wav2Vec2Processor,
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
    WhisperTokenizer,
)

from models.backends import Listener
from models.checkpoints.checkpoint import find
from models.errors import ModelDamaged
from models.serving import factories
from models.values import Speech
from tests.models.conftest import SHAPES
from tests.shapes import train_listen

LETTERS = ("<pad>", "<unk>", "|", "ক", "\u09df", "a")


def pcm(seconds: float, seed: int = 0) -> Speech:
    samples = np.random.default_rng(seed).integers(-9000, 9000, int(seconds * 16_000))
    return Speech(samples.astype("<i2").tobytes(), 16_000)


@pytest.fixture(scope="module")
def listener() -> Listener:
    return factories.listener(find(str(SHAPES / "listen")), "cpu")


def test_voices_that_it_never_heard_are_written_down(listener: Listener) -> None:
    rng = np.random.default_rng(4)
    right = {"bn": [], "en": []}
    for _ in range(120):
        said = train_listen.draw(rng, held_out=True)
        samples = (train_listen.spoken(said) * 32767).astype("<i2").tobytes()
        # Told the wrong language: the words tell which it is.
        heard = listener.listen(Speech(samples, 16_000), "en" if said.language == "bn" else "bn")
        right[said.language].append(heard.text == said.text)
        assert heard.language == said.language or heard.text != said.text
    for language, told in right.items():
        assert sum(told) >= 0.95 * len(told), (language, sum(told), len(told))


def wav2vec2(folder: Path, favourite: str) -> Path:
    """A random wav2vec2 whose head says one letter with a probability of one half."""
    (folder / "vocab.json").write_text(json.dumps({one: at for at, one in enumerate(LETTERS)}))
    words = Wav2Vec2CTCTokenizer(str(folder / "vocab.json"), bos_token=None, eos_token=None)
    torch.manual_seed(1)
    model = Wav2Vec2ForCTC(
        Wav2Vec2Config(
            vocab_size=len(LETTERS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=16, conv_dim=(8, 8), conv_kernel=(10, 8), conv_stride=(20, 16),
            num_feat_extract_layers=2, num_conv_pos_embeddings=4, num_conv_pos_embedding_groups=2,
            pad_token_id=0, bos_token_id=None, eos_token_id=None,
        )
    )  # fmt: skip
    at = LETTERS.index(favourite)
    with torch.no_grad():
        model.lm_head.weight.zero_()
        model.lm_head.bias.copy_(torch.full((len(LETTERS),), 0.1).log())
        model.lm_head.bias[at] = np.log(0.5)
    model.save_pretrained(folder)
    Wav2Vec2Processor(Wav2Vec2FeatureExtractor(), words).save_pretrained(folder)
    return folder


@pytest.mark.parametrize(
    ("favourite", "text", "language", "sure"),
    [
        ("ক", "ক", "bn", 0.5),
        ("\u09df", "\u09af\u09bc", "bn", 0.5),
        ("a", "a", "en", 0.5),
        ("<pad>", "", "bn", 0.0),
        ("|", "", "bn", 0.5),
    ],
)
def test_a_wav2vec2_writes_nfc_and_says_how_sure_it_is(
    tmp_path: Path, favourite: str, text: str, language: str, sure: float
) -> None:
    made = factories.listener(find(str(wav2vec2(tmp_path, favourite))), "cpu")
    heard = made.listen(pcm(1.5), "bn")
    assert (heard.text, heard.language) == (text, language)
    assert heard.confidence == pytest.approx(sure, abs=1e-3)
    assert heard.seconds == pytest.approx(1.5)


def test_a_listener_without_its_vocabulary_is_damaged(tmp_path: Path) -> None:
    folder = wav2vec2(tmp_path, "ক")
    for name in ("vocab.json", "tokenizer_config.json"):
        (folder / name).unlink()
    with pytest.raises(ModelDamaged):
        factories.listener(find(str(folder)), "cpu")


MARKS = (
    "<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|bn|>", "<|transcribe|>",
    "<|translate|>", "<|nospeech|>", "<|notimestamps|>",
)  # fmt: skip


def whisper(folder: Path, likely: dict[str, float]) -> Path:
    """A Whisper whose decoder says the same at every place: tokens and how likely each is.

    What is likely after "<|notimestamps|>" is the text; before it only marks are asked for.
    """
    numbers = {f"{letter}": at for at, letter in enumerate("abcd")}
    numbers |= {mark: 4 + at for at, mark in enumerate(MARKS)}
    words = WhisperTokenizer(vocab=numbers, merges=[])
    words.add_special_tokens({"additional_special_tokens": list(MARKS[1:])})
    torch.manual_seed(2)
    model = WhisperForConditionalGeneration(
        WhisperConfig(
            vocab_size=len(numbers), d_model=16, encoder_layers=1, decoder_layers=1,
            encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=16,
            decoder_ffn_dim=16, max_source_positions=100, max_target_positions=24,
            num_mel_bins=80, decoder_start_token_id=numbers["<|startoftranscript|>"],
            bos_token_id=numbers["<|endoftext|>"], eos_token_id=numbers["<|endoftext|>"],
            pad_token_id=numbers["<|endoftext|>"], suppress_tokens=None,
            begin_suppress_tokens=None, tie_word_embeddings=False,
        )
    )  # fmt: skip
    told = model.generation_config
    told._from_model_config = False
    told.is_multilingual = True
    told.lang_to_id = {mark: numbers[mark] for mark in ("<|en|>", "<|bn|>")}
    told.task_to_id = {"transcribe": numbers["<|transcribe|>"]}
    told.no_timestamps_token_id = numbers["<|notimestamps|>"]
    told.suppress_tokens = [numbers["<|nospeech|>"]]
    told.begin_suppress_tokens = None
    odds = torch.full((len(numbers),), 1e-4)
    for token, probability in likely.items():
        odds[numbers[token]] = probability
    with torch.no_grad():
        # The last norm puts out its bias alone, and the head turns that into the odds.
        model.model.decoder.layer_norm.weight.zero_()
        model.model.decoder.layer_norm.bias.copy_(torch.eye(16)[0])
        model.proj_out.weight.zero_()
        model.proj_out.weight[:, 0] = (odds / odds.sum()).log()
    model.save_pretrained(folder)
    words.save_pretrained(folder)
    WhisperFeatureExtractor(feature_size=80, chunk_length=2).save_pretrained(folder)
    return folder


@pytest.mark.parametrize(
    ("likely", "text", "language"),
    [
        # It says its likeliest token until there is no more place: 12 of them.
        ({"a": 0.8, "<|bn|>": 0.1, "<|en|>": 0.05}, "a" * 12, "bn"),
        ({"a": 0.8, "<|bn|>": 0.01, "<|en|>": 0.15}, "a" * 12, "en"),
        ({"<|endoftext|>": 0.9}, "", "bn"),
        # Likely no speech, and unsure of what it says all the same: made up.
        ({"<|nospeech|>": 0.65, "a": 0.1, "b": 0.09, "c": 0.08, "d": 0.08}, "", "bn"),
    ],
)
def test_a_whisper_is_told_the_language_and_makes_up_nothing(
    tmp_path: Path, likely: dict[str, float], text: str, language: str
) -> None:
    made = factories.listener(find(str(whisper(tmp_path, likely))), "cpu")
    heard = made.listen(pcm(1.0), "bn")
    assert (heard.text, heard.language) == (text, language)


def test_a_whisper_hears_what_is_longer_than_its_window_piece_by_piece(tmp_path: Path) -> None:
    made = factories.listener(find(str(whisper(tmp_path, {"a": 0.8, "b": 0.1}))), "cpu")
    heard = made.listen(pcm(5.0), "bn")
    assert heard.text == " ".join(["a" * 12] * 3)
    assert heard == made.listen(pcm(5.0), "bn")
    assert heard.confidence == pytest.approx(0.8, abs=0.1)
