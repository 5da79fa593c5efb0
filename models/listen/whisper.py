"""Whisper (Radford et al. 2022, arXiv 2212.04356), told which language it hears."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.loading import load_model, load_part, number_type
from models.concurrency.torch_threads import set_threads
from models.families.nan_guard import RejectNaN
from models.values import Heard, Language, Speech

_LONGEST = 224
"""Tokens of an answer: half of its positions, as in the reference's decoding."""

# The reference's: what is said unsurely over what is likely no speech was made up.
_NO_SPEECH = 0.6
_UNSURE = -1.0
_FAR_LIKELIER = 4.0


def takes(checkpoint: Checkpoint) -> bool:
    """Whisper and what is fine-tuned from it."""
    return checkpoint.model_type == "whisper"


def load(checkpoint: Checkpoint, device: str) -> WhisperListener:
    """Ready on `device`. Blocking: seconds. Raises `ModelDamaged`."""
    return WhisperListener(checkpoint, device)


class WhisperListener:
    """Writes down speech half a minute at a time, greedily and without time marks."""

    def __init__(self, checkpoint: Checkpoint, device: str) -> None:
        from transformers import (  # heavy
            AutoFeatureExtractor,
            AutoTokenizer,
            WhisperForConditionalGeneration,
        )

        dtype = number_type(device, checkpoint.parameters())
        self._model = load_model(WhisperForConditionalGeneration, checkpoint, dtype=dtype)
        self._model = self._model.to(device)
        self._features = load_part(AutoFeatureExtractor, checkpoint)
        self._tokenizer = load_part(AutoTokenizer, checkpoint)

    def listen(self, speech: Speech, language: Language) -> Heard:
        """What is said in 16 kHz mono speech; confidence: geometric mean over the tokens."""
        import torch  # heavy

        set_threads(self._model)
        samples = speech.array()
        step = self._features.n_samples
        texts, logs, spoken = [], [], language
        for begin in range(0, max(len(samples), 1), step):
            features = self._features(
                samples[begin : begin + step], sampling_rate=speech.rate, return_tensors="pt"
            )["input_features"].to(self._model.device, self._model.dtype)
            with torch.inference_mode():
                encoded = self._model.get_encoder()(features)
                odds = self._odds(encoded)
                if begin == 0:
                    spoken = self._spoken(odds, language)
                out = self._model.generate(
                    encoder_outputs=encoded,
                    **self._told(spoken),
                    do_sample=False,
                    num_beams=1,
                    max_new_tokens=min(_LONGEST, self._model.config.max_target_positions // 2),
                    return_dict_in_generate=True,
                    output_scores=True,
                    logits_processor=[RejectNaN()],
                )
            scores = self._model.compute_transition_scores(
                out.sequences, out.scores, normalize_logits=True
            )
            piece = scores[0][-len(out.scores) :].float().tolist()
            if self._no_speech(odds) > _NO_SPEECH and sum(piece) / len(piece) < _UNSURE:
                continue
            logs += piece
            texts.append(self._tokenizer.decode(out.sequences[0], skip_special_tokens=True))
        text = normalize("NFC", " ".join(part.strip() for part in texts)).strip()
        confidence = float(torch.tensor(logs).mean().exp()) if logs else 0.0
        return Heard(text, spoken, confidence, speech.seconds)

    def _odds(self, encoded: Any) -> Any:
        """How likely each token is to come first: float32 (tokens,)."""
        begin = self._model.config.decoder_start_token_id
        ids = encoded[0].new_full((1, 1), begin).long()
        logits = self._model(encoder_outputs=encoded, decoder_input_ids=ids).logits
        return logits[0, -1].float().softmax(-1)

    def _spoken(self, odds: Any, language: Language) -> Language:
        """The language that is heard: the one expected unless the other is far likelier."""
        known = getattr(self._model.generation_config, "lang_to_id", None)
        if not known:
            return language
        other: Language = "en" if language == "bn" else "bn"
        here, there = (float(odds[known[f"<|{code}|>"]]) for code in (language, other))
        return other if there > _FAR_LIKELIER * here else language

    def _no_speech(self, odds: Any) -> float:
        # Its token is the one before "no timestamps" in every multilingual vocabulary.
        mark = getattr(self._model.generation_config, "no_timestamps_token_id", None)
        return float(odds[mark - 1]) if mark else 0.0

    def _told(self, language: Language) -> dict[str, str]:
        """The language and the task, where the checkpoint was trained to be told them."""
        if getattr(self._model.generation_config, "lang_to_id", None):
            return {"language": language, "task": "transcribe"}
        return {}
