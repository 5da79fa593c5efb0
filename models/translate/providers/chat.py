"""Chat model as a translator: TranslateGemma by its own template, any other one by a prompt.

It is the checkpoint that `models.translate.model` names, if that is a chat model, or else
whoever answers questions. What a server outside the house would translate is sent there only
where `models.translate.model` names that server's model: like "google", the owner has to opt in.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from models.answer.endpoint.host import host_outside
from models.backends import Writer
from models.checkpoints.checkpoint import find
from models.errors import SettingWrong
from models.prompt_marks import unmarked
from models.values import Language

if TYPE_CHECKING:
    from models.backends import Answerer, Lends
    from models.settings import ModelsSettings

_NAMES: dict[Language, str] = {"bn": "Bengali", "en": "English"}
# The words that TranslateGemma's own template makes; they serve other chat models as well, and
# TranslateGemma itself where a server (Ollama, vLLM) takes only plain text.
_PROMPT = (
    "You are a professional {source} ({source_code}) to {target} ({target_code}) translator. "
    "Your goal is to accurately convey the meaning and nuances of the original {source} text "
    "while adhering to {target} grammar, vocabulary, and cultural sensitivities.\n"
    "Produce only the {target} translation, without any additional explanations or commentary. "
    "Please translate the following {source} text into {target}:\n\n\n{text}"
)
_QUOTES = "\"'“”‘’"


def load(lender: Lends) -> ChatTranslator:
    """The model is borrowed for each call: it is loaded only when asked."""
    return ChatTranslator(lender)


class ChatTranslator:
    """Translates a text at a time with a chat model."""

    name = "chat"

    def __init__(self, lender: Lends) -> None:
        self._lender = lender

    def translate(self, texts: Sequence[str], source: Language, target: Language) -> list[str]:
        """One text for each, in order.

        Raises `NotUnderstood` for words that the model can't spell, `SettingWrong` where there is
        no chat model, and the model's or the server's own faults.
        """
        with self._answerer() as writer:
            if not isinstance(writer, Writer):
                raise SettingWrong(
                    f"{type(writer).__name__} can't translate", setting="models.translate.providers"
                )
            return [
                only_translation(writer.write(entry(text, source, target, writer.template)), text)
                for text in texts
            ]

    def _answerer(self) -> AbstractContextManager[Answerer]:
        lender, settings = self._lender, self._lender.settings
        model, answer = settings.translate.model, settings.answer
        if _named(settings) not in ("", answer.model) and _is_chat(model, settings.folder):
            return lender.answerer(model)
        if answer.url and _named(settings) != answer.model and host_outside(answer.url):
            raise SettingWrong(
                "texts may leave the house only for a model that is named",
                setting="models.translate.model",
            )
        return lender.answerer()


def entry(text: str, source: Language, target: Language, template: str) -> dict[str, str]:
    """The turn that asks for the translation, for a model with this chat template.

    https://huggingface.co/google/translategemma-4b-it
    """
    text = unmarked(text)
    if "source_lang_code" in template:
        return {
            "type": "text",
            "source_lang_code": source,
            "target_lang_code": target,
            "text": text,
        }
    prompt = _PROMPT.format(
        source=_NAMES[source],
        source_code=source,
        target=_NAMES[target],
        target_code=target,
        text=text,
    )
    return {"type": "text", "text": prompt}


def only_translation(said: str, text: str) -> str:
    """What was said without an introduction and without quotes that the text hasn't."""
    lines = [line.strip() for line in said.strip().splitlines() if line.strip()]
    if len(lines) > 1 and lines[0].endswith(":"):
        del lines[0]
    said = " ".join(lines)
    if text[:1] not in _QUOTES and said[:1] in _QUOTES and said[-1:] in _QUOTES:
        said = said[1:-1].strip()
    return said


def is_its_own(settings: ModelsSettings) -> bool:
    """Whether a checkpoint of its own translates, not whoever answers."""
    providers = settings.translate.providers
    named = _named(settings) not in ("", settings.answer.model)
    return named and "chat" in providers and "nllb" not in providers


def is_here(settings: ModelsSettings) -> bool:
    """Whether a chat model on this machine translates, so that it waits for others to be done."""
    if "chat" not in settings.translate.providers:
        return False
    return not settings.answer.url or is_its_own(settings)


def _named(settings: ModelsSettings) -> str:
    """The model that somebody chose; a default is NLLB's."""
    translate = settings.translate
    return translate.model if "model" in translate.model_fields_set else ""


def _is_chat(model: str, folder: str) -> bool:
    return find(model, folder).has_chat_template
