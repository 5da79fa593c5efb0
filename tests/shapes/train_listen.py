"""Trains the listener: Wav2Vec2BertForCTC on espeak-ng's speech of the shapes' questions.

It hears whole words: each is one CTC token, with the space that follows it, so a handful of
questions, of commands and of names can be told apart by a model of half a million parameters.
"""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import numpy as np
import torch
from numpy.random import Generator
from transformers import (
    SeamlessM4TFeatureExtractor,
    Wav2Vec2BertConfig,
    Wav2Vec2BertForCTC,
    Wav2Vec2BertProcessor,
    Wav2Vec2CTCTokenizer,
)

from models.media import opus
from models.values import Speech
from tests.shapes import bangla, training
from tests.shapes.scene import COLOURS, KINDS

RATE = 16_000
_SPECIAL = ("<pad>", "<s>", "</s>", "<unk>", "|")
_VARIANTS = ("", "+f1", "+f2", "+f3", "+f4", "+m1", "+m2", "+m3", "+m4", "+m6", "+m7")
_HELD_OUT = ("+f5", "+m5")
_COMMANDS = {
    "bn": (
        "ভয়েস চালু|ভয়েস বন্ধ|সাহায্য|লেখা পড়ুন|আস্তে|দ্রুত|ছোট করে|বিস্তারিত|বাংলা|ইংরেজি|"
        "বৃত্ত খুঁজুন|এরকম ছবি খুঁজুন|আবার বলুন|রাজি|রাজি না"
    ),
    "en": (
        "voice on|voice off|help|read it|slower|faster|short|long|bangla|english|"
        "find the circle|say it again|agree|disagree"
    ),
}


@dataclass(frozen=True)
class Utterance:
    """What is said and how: pitch 0 to 99, rate in words per minute, noise in decibels below."""

    text: str
    language: str
    variant: str
    pitch: int
    rate: int
    noise: float
    through_opus: bool
    seed: int


def sentences(language: str) -> list[str]:
    """Everything that the listener knows, as it writes it: without marks, NFC, lower case."""
    asked = [s for s in bangla.sentences() if s.english[-1] in "?."]
    said = [(s.bangla if language == "bn" else s.english).rstrip("?।.") for s in asked]
    names = [f"a {colour} {kind}" for colour in COLOURS for kind in KINDS]
    if language == "bn":
        names = [bangla.to_bangla(name).replace("একটি ", "") for name in names]
        said += [f"{name} কোথায়" for name in names] + [f"{name} খুঁজুন" for name in names]
    else:
        names = [name.removeprefix("a ") for name in names]
        said += [f"where is the {name}" for name in names] + [f"find a {name}" for name in names]
    said += _COMMANDS[language].split("|")
    return [normalize("NFC", text) for text in said]


def draw(rng: Generator, held_out: bool = False) -> Utterance:
    """Samples an utterance; held out: with voices, and a seed, that training never uses."""
    language = "bn" if rng.random() < 0.55 else "en"
    known = sentences(language)
    return Utterance(
        text=known[int(rng.integers(len(known)))],
        language=language,
        variant=str(rng.choice(_HELD_OUT if held_out else _VARIANTS)),
        pitch=int(rng.integers(25, 76)),
        rate=int(rng.integers(100, 211)),
        noise=float(rng.uniform(12, 40)),
        through_opus=bool(rng.random() < 0.4),
        seed=int(rng.integers(2**31)),
    )


def spoken(utterance: Utterance) -> np.ndarray:
    """Its sound: float32 mono at 16 kHz, -1 to 1, with silence around it and noise under it."""
    command = ["espeak-ng", "-v", utterance.language + utterance.variant, "--stdin", "--stdout"]
    command += ["-p", str(utterance.pitch), "-s", str(utterance.rate)]
    text = _recomposed(utterance.text).encode()
    done = subprocess.run(command, input=text, capture_output=True, check=True)
    rate = int.from_bytes(done.stdout[24:28], "little")
    speech = Speech(done.stdout[44 : 44 + len(done.stdout[44:]) // 2 * 2], rate)
    rng = np.random.default_rng(utterance.seed)
    if utterance.through_opus:
        samples = opus.decode(opus.encode(speech).data, RATE).samples
        sound = np.frombuffer(samples, "<i2").astype(np.float32) / 32768
    else:
        sound = np.frombuffer(speech.samples, "<i2").astype(np.float32) / 32768
        places = np.arange(0, len(sound), rate / RATE)
        sound = np.interp(places, np.arange(len(sound)), sound).astype(np.float32)
    before, after = (rng.integers(0, RATE // 2, size=2)).tolist()
    sound = np.concatenate([np.zeros(before), sound, np.zeros(after)]).astype(np.float32)
    loud = float(np.sqrt(np.mean(sound**2))) + 1e-6
    hiss = rng.normal(0, loud * 10 ** (-utterance.noise / 20), len(sound))
    return np.clip((sound + hiss) * rng.uniform(0.4, 1.2), -1, 1).astype(np.float32)


def _recomposed(text: str) -> str:
    """espeak-ng drops the vowel after a decomposed letter."""
    for letter in "\u09df\u09dc\u09dd":
        text = text.replace(normalize("NFD", letter), letter)
    return text


def processor(folder: Path) -> Wav2Vec2BertProcessor:
    """Log-mel features and words as CTC tokens."""
    known = sorted({word for code in ("bn", "en") for s in sentences(code) for word in s.split()})
    vocabulary = {token: i for i, token in enumerate([*_SPECIAL, *(f"{w} " for w in known)])}
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "vocab.json"
    file.write_text(json.dumps(vocabulary, ensure_ascii=False, indent=0), encoding="utf-8")
    return Wav2Vec2BertProcessor(
        SeamlessM4TFeatureExtractor(sampling_rate=RATE, padding_value=0.0),
        Wav2Vec2CTCTokenizer(str(file), pad_token="<pad>", word_delimiter_token="|"),  # noqa: S106 -- a token of a vocabulary
    )


def build(known: int) -> Wav2Vec2BertForCTC:
    """A w2v-BERT of about half a million parameters."""
    return Wav2Vec2BertForCTC(
        Wav2Vec2BertConfig(
            vocab_size=known,
            hidden_size=96,
            num_hidden_layers=4,
            num_attention_heads=4,
            intermediate_size=192,
            feature_projection_input_dim=160,
            conv_depthwise_kernel_size=15,
            position_embeddings_type="relative_key",
            left_max_position_embeddings=32,
            right_max_position_embeddings=8,
            hidden_dropout=0.0,
            activation_dropout=0.0,
            attention_dropout=0.0,
            feat_proj_dropout=0.0,
            final_dropout=0.0,
            layerdrop=0.0,
            conformer_conv_dropout=0.0,
            mask_time_prob=0.0,
            apply_spec_augment=False,
            ctc_loss_reduction="mean",
            ctc_zero_infinity=True,
            pad_token_id=0,
            bos_token_id=1,
            eos_token_id=2,
        )
    )


def make(folder: Path, steps: int = 1500, count: int = 6000) -> None:
    """Trains the listener, prints its accuracy with voices it never heard, saves it."""
    torch.manual_seed(6)
    rng = np.random.default_rng(6)
    parts = processor(folder)
    ids = parts.tokenizer.get_vocab()
    model = build(len(ids))
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters", flush=True)
    utterances = [draw(rng) for _ in range(count)]
    features = _features(parts, utterances)
    order = np.argsort([len(f) for f in features])
    print(f"{count} utterances, {sum(map(len, features)) / 50:.0f} s", flush=True)

    def loss(_step: int) -> torch.Tensor:
        # Alike lengths together waste little on padding.
        begin = int(rng.integers(0, count - 32))
        chosen = [int(at) for at in order[begin : begin + 32]]
        heard = _padded([features[at] for at in chosen])
        labels = [[ids[f"{w} "] for w in utterances[at].text.split()] for at in chosen]
        longest = max(map(len, labels))
        table = torch.tensor([row + [-100] * (longest - len(row)) for row in labels])
        return model(**heard, labels=table).loss

    def check() -> None:
        training.save(model, parts, folder)
        print(training.table(score(model, parts, 200)), flush=True)

    training.train(model, loss, steps, 3e-3, check, every=500)
    print(training.table(score(model, parts, 1000)), flush=True)


def score(
    model: Wav2Vec2BertForCTC, parts: Wav2Vec2BertProcessor, count: int
) -> dict[str, tuple[int, int]]:
    """How many utterances of voices that it never heard it writes down exactly."""
    rng = np.random.default_rng((99, 6))
    utterances = [draw(rng, held_out=True) for _ in range(count)]
    results = []
    for utterance, features in zip(utterances, _features(parts, utterances), strict=True):
        with torch.inference_mode():
            tokens = model(**_padded([features])).logits.argmax(-1)
        said = parts.batch_decode(tokens)[0].strip()
        results.append((utterance.language, said == utterance.text))
    return training.by_kind(results)


def _features(parts: Wav2Vec2BertProcessor, utterances: list[Utterance]) -> list[np.ndarray]:
    """Log-mel features of each, float16 (frames of 20 ms, 160)."""

    def one(utterance: Utterance) -> np.ndarray:
        made = parts(audio=spoken(utterance), sampling_rate=RATE, return_tensors="np")
        return np.asarray(made["input_features"][0], dtype=np.float16)

    with ThreadPoolExecutor(2) as workers:
        return list(workers.map(one, utterances))


def _padded(features: list[np.ndarray]) -> dict[str, torch.Tensor]:
    longest = max(map(len, features))
    table = torch.zeros(len(features), longest, features[0].shape[1])
    mask = torch.zeros(len(features), longest, dtype=torch.long)
    for row, each in enumerate(features):
        table[row, : len(each)] = torch.from_numpy(each.astype(np.float32))
        mask[row, : len(each)] = 1
    return {"input_features": table, "attention_mask": mask}


if __name__ == "__main__":
    torch.set_num_threads(1)
    make(Path("models/shapes/listen"))
