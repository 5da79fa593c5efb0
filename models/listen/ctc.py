"""wav2vec 2.0 (Baevski et al. 2020, arXiv 2006.11477) and its kin, fine-tuned with CTC."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import normalize

from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.loading import load_model, load_part, number_type
from models.concurrency.torch_threads import set_threads
from models.families.nan_guard import finite
from models.text.script import is_bangla
from models.values import Heard, Language, Speech


def takes(checkpoint: Checkpoint) -> bool:
    """wav2vec2, w2v-BERT and HuBERT checkpoints with a CTC head."""
    return checkpoint.architecture.endswith("ForCTC")


def load(checkpoint: Checkpoint, device: str) -> CtcListener:
    """Ready on `device`. Blocking: seconds. Raises `ModelDamaged`."""
    return CtcListener(checkpoint, device)


class CtcListener:
    """Writes down the likeliest token of each 20 ms, repeats and blanks left out."""

    def __init__(self, checkpoint: Checkpoint, device: str) -> None:
        from transformers import AutoFeatureExtractor, AutoModelForCTC, AutoTokenizer

        self._model = load_model(
            AutoModelForCTC, checkpoint, dtype=number_type(device, checkpoint.parameters())
        ).to(device)
        self._features = load_part(AutoFeatureExtractor, checkpoint)
        self._tokenizer = load_part(AutoTokenizer, checkpoint)

    def listen(self, speech: Speech, language: Language) -> Heard:
        """What is said in 16 kHz mono speech; confidence: geometric mean over the tokens.

        language: what the speaker most likely speaks; the letters that come out tell which it is.
        """
        import torch  # heavy

        set_threads(self._model)
        inputs = self._features(speech.array(), sampling_rate=speech.rate, return_tensors="pt").to(
            self._model.device
        )
        inputs = {name: _like(self._model, value) for name, value in inputs.items()}
        with torch.inference_mode():
            logs = finite(self._model(**inputs).logits[0].float().log_softmax(-1))
        sure, tokens = logs.max(-1)
        text = normalize("NFC", self._tokenizer.decode(tokens)).strip()
        said = sure[tokens != self._tokenizer.pad_token_id]
        confidence = float(said.mean().exp()) if len(said) else 0.0
        if is_bangla(text):
            language = "bn"
        elif re.search("[a-z]", text, re.IGNORECASE):
            language = "en"
        return Heard(text, language, confidence, speech.seconds)


def _like(model: Any, value: Any) -> Any:
    return value.to(model.dtype) if value.is_floating_point() else value
