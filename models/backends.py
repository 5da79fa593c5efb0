"""The real backends behind the engine, as functions that make them; tests hand in others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from models import answer, caption, speak
from models.abilities import Answerer, Captioner, Language, Speech, Translator
from models.answer.chat import Quantise
from models.checkpoint import Checkpoint
from models.machine import Place, place
from models.settings import ModelsSettings, SpeakSettings
from models.translate.google import GoogleTranslator
from models.translate.nllb import NllbTranslator


class SpeakingVoice(Protocol):
    """What says whole texts; `models.speak.voice.Voice` does."""

    def speak(self, text: str, language: Language, rate: int) -> Speech:
        """The text's sound. Raises `SpeakerDown`."""
        ...

    def close(self) -> None:
        """End what it keeps running."""
        ...


def _translator(path: Path, device: str) -> Translator:
    return NllbTranslator(path, device)


@dataclass(frozen=True)
class Backends:
    """How each backend is made. All of these block, and run on a worker thread."""

    place: Callable[[ModelsSettings], Place] = place
    captioner: Callable[[Checkpoint, str], Captioner] = caption.load
    answerer: Callable[[Checkpoint, str, Quantise], Answerer] = answer.load
    translator: Callable[[Path, str], Translator] = _translator
    google: Callable[[], Translator] = GoogleTranslator
    voice: Callable[[SpeakSettings], SpeakingVoice] = speak.load
