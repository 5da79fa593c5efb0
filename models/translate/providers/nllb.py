"""NLLB-200 and its kin (M2M100), on this machine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.checkpoints.checkpoint import find
from models.concurrency.torch_threads import set_threads
from models.errors import NotUnderstood
from models.families.nan_guard import RejectNaN
from models.text.script import BANGLA_LETTER, LATIN_LETTER
from models.values import Language

if TYPE_CHECKING:
    from models.backends import Lends

_CODES: dict[Language, str] = {"bn": "ben_Beng", "en": "eng_Latn"}
_BATCH = 8
_BEAMS = 2
_LONGEST = 400
"""Tokens of a source; the model knows 1,024 positions, and sentences come one at a time."""
_READABLE = re.compile(f"[{LATIN_LETTER}{BANGLA_LETTER}0-9]")


def load(lender: Lends) -> LentNllb:
    """The translator on this machine, borrowed for each call: it is loaded only when asked."""
    return LentNllb(lender)


class LentNllb:
    """Translates with the checkpoint of the settings."""

    name = "nllb"

    def __init__(self, lender: Lends) -> None:
        self._lender = lender

    def translate(self, texts: Sequence[str], source: Language, target: Language) -> list[str]:
        """One text for each, in order. Raises `NotUnderstood` for words that it does not know."""
        model = self._lender.settings.translate.model
        with self._lender.lend(
            model,
            "translate",
            lambda checkpoint, device: NllbTranslator(checkpoint.path, device),
        ) as translator:
            return translator.translate(texts, source, target)


class NllbTranslator:
    """A checkpoint whose tokenizer knows ben_Beng and eng_Latn.

    model: a checkpoint's name or folder; folder: where checkpoints lie. Loads at once. Raises
    `ModelMissing`, `ModelDamaged`.
    """

    name = "nllb"

    def __init__(self, model: str | Path, device: str = "cpu", folder: str = "") -> None:
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

        from models.checkpoints.loading import load_model, load_part, number_type

        checkpoint = find(str(model), folder)
        # In bfloat16 35 tokens took 1.4 s on two cores, in float32 5.3 s.
        dtype = number_type(device, checkpoint.parameters())
        self._tokenizer: Any = load_part(AutoTokenizer, checkpoint)
        self._model: Any = load_model(AutoModelForSeq2SeqLM, checkpoint, dtype=dtype).to(device)
        # Each batch has a bound of its own, and two bounds make generate warn.
        self._model.generation_config.max_length = None
        self._device = device

    def translate(self, texts: Sequence[str], source: Language, target: Language) -> list[str]:
        """One text for each, in order. Raises `NotUnderstood` for words that it does not know."""
        texts = [unicodedata.normalize("NFC", text) for text in texts]
        self._tokenizer.src_lang = _CODES[source]
        for text in texts:
            self._check_known(text)
        # Alike lengths together waste little on padding.
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        answers = [""] * len(texts)
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            batch = self._batch([texts[at] for at in places], target)
            for at, answer in zip(places, batch, strict=True):
                answers[at] = answer
        return answers

    def _batch(self, texts: list[str], target: Language) -> list[str]:
        import torch

        set_threads(self._model)
        inputs = self._tokenizer(
            texts, return_tensors="pt", padding=True, truncation=True, max_length=_LONGEST
        ).to(self._device)
        with torch.inference_mode():
            tokens = self._model.generate(
                **inputs,
                forced_bos_token_id=self._tokenizer.convert_tokens_to_ids(_CODES[target]),
                num_beams=_BEAMS,
                do_sample=False,
                logits_processor=[RejectNaN()],
                # A loop ends here at the latest; the guard refuses it.
                max_new_tokens=inputs["input_ids"].shape[1] * 2 + 24,
            )
        said: list[str] = self._tokenizer.batch_decode(tokens, skip_special_tokens=True)
        return [text.strip() for text in said]

    def _check_known(self, text: str) -> None:
        """A letter or digit of the two scripts inside an unknown piece is a word never seen.

        The real NLLB knows them all and only passes over an emoji; a tiny vocabulary does not.
        Nothing known at all is not understood either.
        """
        pieces = self._tokenizer(text, return_offsets_mapping=True, add_special_tokens=False)
        tokens = self._tokenizer.convert_ids_to_tokens(pieces["input_ids"])
        known, unknown = "", ""
        for token, (start, end) in zip(tokens, pieces["offset_mapping"], strict=True):
            if token == self._tokenizer.unk_token:
                unknown += text[start:end]
            else:
                # Not the text there: the mark of a space claims the first letter of its word.
                known += token
        nothing_known = unknown and not any(map(str.isalnum, known))
        if nothing_known or _READABLE.search(unknown):
            raise NotUnderstood("words that are not in the translator's vocabulary")
