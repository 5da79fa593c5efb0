"""Labels without training: how well each of some words fits a picture."""

from __future__ import annotations

from collections.abc import Sequence

from models.abilities import Embedder, Label, Picture, Translator
from models.errors import NotUnderstood
from models.translate import guard

_TEMPLATES = ("a photo of {}", "a picture of {}", "{}")
_NOTHING = "something else"
"""What every label must fit better than. A threshold would be another one for each checkpoint."""


def classify(embedder: Embedder, picture: Picture, labels: Sequence[str]) -> list[Label]:
    """How well each English label fits, best first; empty where none of them does."""
    *fits, nothing = embedder.classify(picture, [phrasings(each) for each in (*labels, _NOTHING)])
    if max(fits, default=0) <= nothing:
        return []
    return sorted(
        (Label(label, fit) for label, fit in zip(labels, fits, strict=True)),
        key=lambda label: -label.probability,
    )


def phrasings(label: str) -> list[str]:
    """The label in sentences such as stand beside pictures; their mean is more robust."""
    return [template.format(label) for template in _TEMPLATES]


def in_english(providers: Sequence[Translator], texts: Sequence[str]) -> list[str]:
    """The texts with what is Bangla in them translated. Raises `NotUnderstood`."""
    done = guard.translate(providers, texts, "bn", "en")
    if not all(each.translated for each in done):
        raise NotUnderstood("words that could not be translated")
    return [each.text for each in done]
