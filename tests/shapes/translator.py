"""Trains the translator: an M2M100 of NLLB's form, both ways between English and Bangla.

Its text is NFC (see `bangla.py`). Its vocabulary is the world's words and nothing smaller, so a
word from outside becomes <unk> instead of being pieced together from letters: whoever translates
can tell that this translator doesn't know the sentence.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from torch.nn.utils.rnn import pad_sequence
from transformers import (
    AddedToken,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    M2M100Config,
    M2M100ForConditionalGeneration,
    NllbTokenizer,
)

from tests.shapes import training
from tests.shapes.bangla import sentences, typed_bangla, typed_english, words
from tests.shapes.phrasings import Sentence

ENGLISH, BANGLA = "eng_Latn", "ben_Beng"
WIDTH = 96
# Sentences of these kinds name a colour with a shape, and some of the pairings are held out.
_PAIRED = ("one shape", "two shapes", "is there", "side", "absent")
# How many of 100 training sentences are of each kind; the rare kinds are small, not unimportant.
_SHARES = {
    "two shapes": 26,
    "side": 15,
    "is there": 12,
    "one shape": 7,
    "absent": 6,
    "colour": 8,
    "shape": 6,
    "count": 6,
    "follow-up": 4,
    "describe": 4,
    "answer": 5,
    "unknown": 1,
}

Example = tuple[str, str, str, str]
"""Text, its language, its translation, that one's language."""


def held_out(sentence: Sentence) -> bool:
    """Whether the training never sees the sentence, in any phrasing: 15% of those with pairings."""
    return sentence.kind in _PAIRED and zlib.crc32(sentence.english.encode()) % 100 < 15


def tokenizer() -> NllbTokenizer:
    """Words, marks and the space between as tokens; every other word is <unk>.

    NllbTokenizer rebuilds itself as a BPE, whose words need every letter in the vocabulary. So
    the BPE holds only the space, and the words are added tokens, found as whole words.
    """
    made = NllbTokenizer(
        vocab={"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "▁": 4},
        merges=[],
        extra_special_tokens=[ENGLISH, BANGLA],
        src_lang=ENGLISH,
        model_max_length=64,
    )
    made.add_tokens([AddedToken(w, single_word=w not in "?।.", normalized=False) for w in words()])
    return made


def examples(sentence: Sentence, rng: Generator) -> list[Example]:
    """The sentence both ways, as typed by someone; its translation is always the right one."""
    right = rng.random() < 0.4
    english = sentence.english if right else typed_english(sentence, rng)
    found = [(english, ENGLISH, sentence.bangla, BANGLA)]
    if not sentence.one_way:
        bangla = sentence.bangla if right else typed_bangla(sentence, rng)
        found.append((bangla, BANGLA, sentence.english, ENGLISH))
    return found


def translate(
    model: Any, words_of: Any, texts: Sequence[str], source: str, target: str
) -> list[str]:
    """The texts in the other language, as NLLB-200 is used; words_of: its tokenizer."""
    words_of.src_lang = source
    found: list[str] = []
    for start in range(0, len(texts), 256):
        inputs = words_of(list(texts[start : start + 256]), padding=True, return_tensors="pt")
        forced = words_of.convert_tokens_to_ids(target)
        with torch.inference_mode():
            ids = model.generate(**inputs, forced_bos_token_id=forced)
        found += words_of.batch_decode(ids, skip_special_tokens=True)
    return found


def score(model: Any, words_of: Any, of: Iterable[Example]) -> dict[str, tuple[int, int]]:
    """ "ben_Beng" and "eng_Latn", the source: (exact, all)."""
    counts: dict[str, tuple[int, int]] = {}
    every = list(of)
    for source, target in ((ENGLISH, BANGLA), (BANGLA, ENGLISH)):
        chosen = [(text, right) for text, language, right, _ in every if language == source]
        said = translate(model, words_of, [text for text, _ in chosen], source, target)
        exact = sum(was == right for was, (_, right) in zip(said, chosen, strict=True))
        counts[source] = (exact, len(chosen))
    return counts


def unseen(rng: Generator, phrasings: int = 2) -> list[Example]:
    """Every held-out sentence both ways: the right sentence, and that many other phrasings."""
    found: list[Example] = []
    for sentence in filter(held_out, sentences()):
        found.append((sentence.english, ENGLISH, sentence.bangla, BANGLA))
        found.append((sentence.bangla, BANGLA, sentence.english, ENGLISH))
        for _ in range(phrasings):
            found += examples(sentence, rng)
    return found


def make(folder: Path, steps: int = 800) -> None:
    """Trains, saves into the folder and prints the held-out accuracy both ways."""
    # Matrices this small gain nothing from a second thread, and lose much on a busy machine.
    torch.set_num_threads(1)
    torch.manual_seed(2026)
    words_of = tokenizer()
    model = M2M100ForConditionalGeneration(_config(len(words_of)))
    model.generation_config.max_length = 64
    count = sum(p.numel() for p in model.parameters())
    print(f"translator: {count / 1e6:.2f} M parameters, {len(words_of)} words", flush=True)
    batches = _batches(words_of, np.random.default_rng(2026), size=64)
    training.train(model, lambda _: model(**next(batches)).loss, steps, peak=3e-3)
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    words_of.save_pretrained(folder)
    exact = score(*load(folder), unseen(np.random.default_rng(1)))
    print(f"translator, held out, exact by source language: {training.table(exact)}", flush=True)


def load(folder: Path) -> tuple[Any, Any]:
    """The model and its tokenizer, by the same classes that load NLLB-200."""
    model = AutoModelForSeq2SeqLM.from_pretrained(folder)
    return model.eval(), AutoTokenizer.from_pretrained(folder, src_lang=ENGLISH)


def _config(vocabulary: int) -> M2M100Config:
    return M2M100Config(
        vocab_size=vocabulary,
        d_model=WIDTH,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=2 * WIDTH,
        decoder_ffn_dim=2 * WIDTH,
        encoder_layerdrop=0.0,
        decoder_layerdrop=0.0,
        dropout=0.05,
        attention_dropout=0.0,
        max_position_embeddings=128,
        # The usual 0.02 is for 1,024 wide; at this width it wastes the first hundreds of steps.
        init_std=0.05,
    )


def _batches(
    words_of: NllbTokenizer, rng: Generator, size: int
) -> Iterator[dict[str, torch.Tensor]]:
    """Endless batches of about `size` pairs, without the held-out sentences."""
    by_kind: dict[str, list[Sentence]] = {kind: [] for kind in _SHARES}
    for sentence in sentences():
        if not held_out(sentence):
            by_kind[sentence.kind].append(sentence)
    kinds, shares = list(_SHARES), np.array(list(_SHARES.values())) / sum(_SHARES.values())
    while True:
        chosen = [by_kind[kind] for kind in rng.choice(kinds, size // 2, p=shares)]
        pairs = [e for kind in chosen for e in examples(kind[rng.integers(len(kind))], rng)]
        sources = _ids(words_of, [(text, language) for text, language, _, _ in pairs])
        targets = _ids(words_of, [(text, language) for _, _, text, language in pairs])
        inputs = pad_sequence(sources, batch_first=True, padding_value=words_of.pad_token_id)
        yield {
            "input_ids": inputs,
            "attention_mask": (inputs != words_of.pad_token_id).long(),
            "labels": pad_sequence(targets, batch_first=True, padding_value=-100),
        }


def _ids(words_of: NllbTokenizer, texts: list[tuple[str, str]]) -> list[torch.Tensor]:
    """Language code, words, end: NLLB's form for sources and targets alike."""
    inner = words_of([text for text, _ in texts], add_special_tokens=False)["input_ids"]
    codes = [words_of.convert_tokens_to_ids(language) for _, language in texts]
    end = words_of.eos_token_id
    return [torch.tensor([code, *ids, end]) for code, ids in zip(codes, inner, strict=True)]
