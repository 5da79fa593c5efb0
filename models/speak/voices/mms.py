"""MMS: a VITS model for each language (facebook/mms-tts-ben, -eng), on this machine's processor.

It knows the letters that it was trained on and passes over all others in silence, so numbers are
spelled out, and a sentence with letters that it does not know is left to the next voice.
"""

from __future__ import annotations

import logging
import threading
import unicodedata
from typing import Any

from models.checkpoints.checkpoint import find
from models.checkpoints.loading import load_model, load_part
from models.concurrency.torch_threads import import_torch, set_threads
from models.errors import ModelDamaged, ModelMissing, SpeakerDown
from models.settings import MMS_BANGLA, ModelsSettings
from models.speak.normalise.number_words import spelled
from models.text.script import recomposed
from models.values import Language, Speech

log = logging.getLogger(__name__)

_SEED = 7
"""Any: the model draws its durations by chance, and the same text must sound the same."""
_NATURAL = 150
"""Words per minute that count as its own pace (`speaking_rate` 1)."""
_PAUSE = 0.3
"""Seconds after a sentence at that pace."""


def load(settings: ModelsSettings) -> MmsSpeaker:
    """Its models are loaded when they first speak."""
    speak = settings.speak
    return MmsSpeaker({"bn": speak.model or MMS_BANGLA, "en": speak.english}, settings.folder)


class MmsSpeaker:
    """Speaks with a checkpoint for each language; "" where there is none.

    It stays out of the pool of models: 36 million parameters, 145 MB.
    """

    def __init__(self, models: dict[Language, str], folder: str = "") -> None:
        self._models = models
        self._folder = folder
        self._loaded: dict[Language, tuple[Any, Any]] = {}
        self._lock = threading.Lock()

    def speak(self, text: str, language: Language, rate: int) -> Speech:
        """One sentence's sound, about `rate` words per minute, the same for the same text.

        Raises `SpeakerDown` where there is no such model, or one that does not know the letters.
        """
        with self._lock:
            tokenizer, model = self._voice(language)
            ids = _letters(tokenizer, spelled(text, language))
            return Speech(_samples(model, ids, rate / _NATURAL), model.config.sampling_rate)

    def close(self) -> None:
        """Let go of the models."""
        with self._lock:
            self._loaded.clear()

    def _voice(self, language: Language) -> tuple[Any, Any]:
        if language in self._loaded:
            return self._loaded[language]
        name = self._models.get(language, "")
        if not name:
            raise SpeakerDown(f"no MMS checkpoint is set for {language}")
        import_torch()
        from transformers import AutoTokenizer, VitsModel  # heavy

        try:
            checkpoint = find(name, self._folder)
            voice = load_part(AutoTokenizer, checkpoint), load_model(VitsModel, checkpoint)
        except (ModelMissing, ModelDamaged) as error:
            log.error("the MMS voice can't be loaded: %s; try: chokh download", error)
            raise SpeakerDown(f"{name} can't be loaded") from error
        self._loaded[language] = voice
        return voice


def _letters(tokenizer: Any, text: str) -> Any:
    """The text as the model's tokens, (1, n). Raises `SpeakerDown` for letters that it lacks."""
    known = tokenizer.get_vocab()
    # Checkpoints write য়, ড় and ঢ় as one letter or as two.
    for form in (recomposed(text), unicodedata.normalize("NFC", text)):
        form = form.lower()  # noqa: PLW2901 - the tokenizer does it, too
        if all(letter in known for letter in form if unicodedata.category(letter)[0] in "LMN"):
            break
    else:
        raise SpeakerDown("the sentence has letters that the model does not know")
    ids = tokenizer(form, return_tensors="pt")["input_ids"]
    if ids.shape[1] < 2:  # a blank alone is nothing to say
        raise SpeakerDown("nothing that the model could say")
    return ids


def _samples(model: Any, ids: Any, pace: float) -> bytes:
    import torch  # heavy

    set_threads(model)
    # The seed is for this call; other models on other threads draw nothing by chance.
    with torch.inference_mode(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(_SEED)
        wave = model(ids, speaking_rate=pace).waveform[0].float()
    if not bool(torch.isfinite(wave).all()) or not len(wave):
        raise SpeakerDown("the model made no usable sound")
    silence = torch.zeros(int(model.config.sampling_rate * _PAUSE / pace))
    samples = (torch.cat([wave, silence]).clamp(-1, 1) * 32767).round().short()
    data: bytes = samples.numpy().astype("<i2").tobytes()
    return data
