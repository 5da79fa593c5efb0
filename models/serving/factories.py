"""Factories of the real backends; tests hand in others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from models import speak
from models.backends import (
    Answerer,
    BeamSearch,
    Captioner,
    Compiles,
    Embedder,
    Lends,
    Listener,
    Locator,
    Reader,
    Traits,
    Translator,
)
from models.checkpoints import discovery
from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.quantise import Quantise
from models.provisioning.machine import Place, place
from models.read import indra
from models.settings import AnswerSettings, CaptionSettings, ModelsSettings, ReadSettings
from models.speak.voice_messages import SpeakingVoice


def captioner(
    checkpoint: Checkpoint, device: str, settings: CaptionSettings | None = None
) -> Captioner:
    """The captioner for this checkpoint. Raises `ModelDamaged`, `SettingWrong`; all below too."""
    settings = settings or CaptionSettings()
    made = cast("Captioner", _backend("caption", checkpoint).load(checkpoint, device))
    if isinstance(made, BeamSearch):
        made.beams = settings.beams
    if settings.compiled and isinstance(made, Compiles):
        made.compile()
    return made


def answerer(checkpoint: Checkpoint, device: str, quantise: Quantise) -> Answerer:
    """The answerer for this checkpoint."""
    return cast("Answerer", _backend("answer", checkpoint).load(checkpoint, device, quantise))


def traits(checkpoint: Checkpoint) -> Traits:
    """What the checkpoint's answerer can do, without loading it."""
    return cast("Traits", _backend("answer", checkpoint).TRAITS)


def endpoint(settings: AnswerSettings) -> Answerer:
    """The answerer behind a URL. Asks it nothing yet."""
    from models.answer.endpoint.client import EndpointAnswerer  # slow to import

    return EndpointAnswerer(settings.url, settings.model, settings.key)


def embedder(checkpoint: Checkpoint, device: str) -> Embedder:
    """The embedder for this checkpoint."""
    return cast("Embedder", _backend("embed", checkpoint).load(checkpoint, device))


def locator(checkpoint: Checkpoint, device: str) -> Locator:
    """The locator for this checkpoint."""
    return cast("Locator", _backend("locate", checkpoint).load(checkpoint, device))


def listener(checkpoint: Checkpoint, device: str) -> Listener:
    """The listener for this checkpoint."""
    return cast("Listener", _backend("listen", checkpoint).load(checkpoint, device))


def reader(checkpoint: Checkpoint, device: str) -> Reader:
    """The reader for this checkpoint."""
    return cast("Reader", _backend("read.readers", checkpoint).load(checkpoint, device))


def tesseract(settings: ReadSettings, folder: str) -> Reader:
    """The reader that needs no checkpoint, or Indra. folder: where its weights would lie."""
    if settings.model == indra.NAME:
        return indra.IndraReader(folder)
    from models.read.reader import PageReader  # compiled libraries

    return PageReader(settings.languages)


def translator(name: str, lender: Lends) -> Translator:
    """The translator of this name; a model is only borrowed while it translates."""
    module = discovery.named("models.translate.providers", name)
    return cast("Translator", module.load(lender))


def _backend(package: str, checkpoint: Checkpoint) -> Any:
    setting = f"models.{package.partition('.')[0]}.model"
    return discovery.taking(f"models.{package}", checkpoint, setting)


@dataclass(frozen=True)
class Backends:
    """How each backend is made. All of these block, and run on a worker thread."""

    place: Callable[[ModelsSettings], Place] = place
    captioner: Callable[[Checkpoint, str, CaptionSettings], Captioner] = captioner
    answerer: Callable[[Checkpoint, str, Quantise], Answerer] = answerer
    endpoint: Callable[[AnswerSettings], Answerer] = endpoint
    embedder: Callable[[Checkpoint, str], Embedder] = embedder
    locator: Callable[[Checkpoint, str], Locator] = locator
    listener: Callable[[Checkpoint, str], Listener] = listener
    reader: Callable[[Checkpoint, str], Reader] = reader
    tesseract: Callable[[ReadSettings, str], Reader] = tesseract
    translator: Callable[[str, Lends], Translator] = translator
    voice: Callable[[ModelsSettings], SpeakingVoice] = speak.load
