"""Settings [models]."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from models.checkpoints import discovery

MMS_BANGLA = "facebook/mms-tts-ben"
"""Who speaks Bangla for "mms" where no other is named."""


class Section(BaseModel):
    """A section that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def whole(url: str, example: str, schemes: tuple[str, ...] = ("http", "https")) -> str:
    """The URL, if it has one of these schemes, a host, and a port that can be."""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        message = f"it needs its scheme and host, such as {example}"
        raise ValueError(message)
    return url


class CaptionSettings(Section):
    """Which checkpoint writes captions.

    beams: captions that BLIP weighs against each other as it writes, as in its paper; 1: it takes
    the likeliest word each time, which is sooner done. compiled: whether its eyes are compiled for
    this machine, which takes a C++ compiler and some seconds once. looks: captions that it draws
    by chance beside its best one, to tell what to doubt; second: whether the model that answers
    questions, where it can describe in the house, looks as well.
    """

    model: str = "Salesforce/blip-image-captioning-base"
    beams: int = Field(3, ge=1, le=8)
    compiled: bool = False
    looks: int = Field(4, ge=0, le=16)
    second: bool = True


class AnswerSettings(Section):
    """Which checkpoint, or which OpenAI-compatible endpoint, answers questions.

    cache_gb: memory for what was read of photos and conversations, so that a follow-up needn't
    read it again; on a GPU twice as much of the machine's own beside it. 0: nothing is kept.
    """

    model: str = "llava-hf/llava-1.5-7b-hf"
    quantise: Literal["nf4", "int4", "int8", "none"] = "nf4"
    cache_gb: Annotated[float, Field(ge=0)] | Literal["auto"] = "auto"
    url: str = ""
    key: SecretStr = SecretStr("")

    @field_validator("url")
    @classmethod
    def _whole(cls, url: str) -> str:
        return whole(url, "http://localhost:11434/v1") if url else url


class EmbedSettings(Section):
    """Which checkpoint makes vectors."""

    model: str = "google/siglip2-base-patch16-224"


class LocateSettings(Section):
    """Which checkpoint finds things."""

    model: str = "florence-community/Florence-2-base"


class ReadSettings(Section):
    """Which languages of writing are read, by Tesseract's names.

    model: what reads in the place of Tesseract and PP-OCR, "indra" or a checkpoint; "" for those.
    """

    model: str = ""
    languages: tuple[str, ...] = ("ben", "eng")


class TranslateSettings(Section):
    """Who translates, in order of preference. "google" sends the text out of the house."""

    providers: tuple[str, ...] = ("nllb",)
    model: str = "facebook/nllb-200-distilled-600M"

    @field_validator("providers")
    @classmethod
    def _known(cls, providers: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(discovery.checked("models.translate.providers", name) for name in providers)


class SpeakSettings(Section):
    """Which voice speaks.

    model: the checkpoint of "mms", or the voice file (.onnx) of "piper", that says Bangla;
    english: the one that says English. Where there is none, espeak-ng does.
    """

    voice: str = "pyttsx3"
    model: str = ""
    english: str = ""

    @field_validator("voice")
    @classmethod
    def _known(cls, voice: str) -> str:
        return discovery.checked("models.speak.voices", voice)


class ListenSettings(Section):
    """Which checkpoint listens."""

    model: str = "arijitx/wav2vec2-xls-r-300m-bengali"


class CheckLabel(Section):
    """Something that people may want to be warned of.

    name: what it is called in English; bangla: in Bangla; english: phrases that mean it; least:
    how sure the model has to be, 0 to 1. At 0.2 the tiny SigLIP misses 4 of 415 things and CLIP
    11, at 0.5 they miss 8 and 182; what is not there is warned of 8 and 36 times in 4,985.
    """

    name: str = Field(pattern=r"^[^,]+$")
    bangla: str
    english: tuple[str, ...] = Field(min_length=1)
    least: float = Field(0.2, gt=0, lt=1)


class CheckSettings(Section):
    """What photos can be checked for before they are described, for who has chosen it."""

    labels: tuple[CheckLabel, ...] = (
        CheckLabel(name="blood", bangla="রক্ত বা জখম", english=("blood", "a bleeding wound")),
        CheckLabel(name="nudity", bangla="নগ্নতা", english=("a naked person", "nudity")),
        CheckLabel(name="weapons", bangla="অস্ত্র", english=("a gun", "a weapon")),
        CheckLabel(name="dead bodies", bangla="মৃতদেহ", english=("a dead body", "a dead animal")),
        CheckLabel(name="snakes", bangla="সাপ", english=("a snake",)),
        CheckLabel(name="insects", bangla="পোকামাকড়", english=("an insect", "a spider")),
        CheckLabel(name="fire", bangla="আগুন", english=("a fire", "something burning")),
    )

    def by_name(self) -> dict[str, CheckLabel]:
        """The labels by their English names."""
        return {label.name: label for label in self.labels}


class GpuSettings(Section):
    """Which part of a GPU a replica of each ability takes, where the cluster has one."""

    caption: float = Field(0.1, ge=0)
    answer: float = Field(0.5, ge=0)
    embed: float = Field(0.1, ge=0)
    locate: float = Field(0.1, ge=0)
    read: float = Field(0, ge=0)
    translate: float = Field(0.1, ge=0)
    speak: float = Field(0, ge=0)
    listen: float = Field(0.1, ge=0)


class RaySettings(Section):
    """The abilities on a cluster: where bots ask for them, and what `chokh serve` starts.

    replicas, most: of each ability, at least and at most; with none at least, one is started for
    whoever asks first, and goes when it has been idle. queue: requests that may wait for one.
    """

    url: str = "http://127.0.0.1:8000"
    replicas: int = Field(1, ge=0)
    most: int = Field(4, ge=1)
    queue: int = Field(64, ge=1)
    gpus: GpuSettings = GpuSettings()

    @field_validator("url")
    @classmethod
    def _whole(cls, url: str) -> str:
        return whole(url, "http://127.0.0.1:8000")


class ModelsSettings(Section):
    """What the machine uses for each ability, or where it asks for it.

    stuck_seconds: without a sign of life after which work on a model is ended and begun anew.
    """

    engine: Literal["local", "ray"] = "local"
    folder: str = ""
    device: str = "auto"
    vram_gb: float | Literal["auto"] = "auto"
    idle_minutes: float = Field(10, gt=0)
    stuck_seconds: float = Field(120, gt=0)
    caption: CaptionSettings = CaptionSettings()
    answer: AnswerSettings = AnswerSettings()
    embed: EmbedSettings = EmbedSettings()
    locate: LocateSettings = LocateSettings()
    read: ReadSettings = ReadSettings()
    translate: TranslateSettings = TranslateSettings()
    speak: SpeakSettings = SpeakSettings()
    listen: ListenSettings = ListenSettings()
    check: CheckSettings = CheckSettings()
    ray: RaySettings = RaySettings()
