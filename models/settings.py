"""The [models] section of the settings."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from models import discovery


class Section(BaseModel):
    """A section that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CaptionSettings(Section):
    """Which checkpoint writes captions."""

    model: str = "Salesforce/blip-image-captioning-base"


class AnswerSettings(Section):
    """Which checkpoint, or which OpenAI-compatible endpoint, answers questions."""

    model: str = "llava-hf/llava-1.5-7b-hf"
    quantise: Literal["nf4", "int8", "none"] = "nf4"
    url: str = ""
    key: SecretStr = SecretStr("")


class EmbedSettings(Section):
    """Which checkpoint makes vectors."""

    model: str = "google/siglip2-base-patch16-224"


class LocateSettings(Section):
    """Which checkpoint finds things."""

    model: str = "florence-community/Florence-2-base"


class ReadSettings(Section):
    """Which languages of writing are read, by Tesseract's names.

    model: a checkpoint that reads in Tesseract's place; "" for Tesseract.
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

    model: the checkpoint of "mms", or the voice file (.onnx) of "piper".
    """

    voice: str = "pyttsx3"
    model: str = ""

    @field_validator("voice")
    @classmethod
    def _known(cls, voice: str) -> str:
        return discovery.checked("models.speak.voices", voice)


class ListenSettings(Section):
    """Which checkpoint listens."""

    model: str = "arijitx/wav2vec2-xls-r-300m-bengali"


class ModelsSettings(Section):
    """What the machine uses for each ability."""

    folder: str = ""
    device: str = "auto"
    vram_gb: float | Literal["auto"] = "auto"
    idle_minutes: float = Field(10, gt=0)
    caption: CaptionSettings = CaptionSettings()
    answer: AnswerSettings = AnswerSettings()
    embed: EmbedSettings = EmbedSettings()
    locate: LocateSettings = LocateSettings()
    read: ReadSettings = ReadSettings()
    translate: TranslateSettings = TranslateSettings()
    speak: SpeakSettings = SpeakSettings()
    listen: ListenSettings = ListenSettings()
