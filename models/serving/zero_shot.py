"""Zero-shot classification: how well each of some words fits a picture, or whether none does."""

from __future__ import annotations

from collections.abc import Sequence

from models.backends import Embedder, Translator
from models.errors import NotUnderstood
from models.translate import guard
from models.values import Label, Picture

_TEMPLATES = ("a photo of {}", "a picture of {}", "{}")
_NOTHING = (("a photo", "a picture"), ("a photo of something else", "something else"))
"""What a label must fit better than: what says nothing of a picture, or that it is another thing.
Between a right and a wrong label lies no number that serves every checkpoint; these do."""
_LEAST = 0.05
"""A sigmoid's "no" may still be more than its "no" to the above. SigLIP was trained with one
right text among 32,000: this is far above chance, and below its doubtful yes."""


def classify(embedder: Embedder, picture: Picture, labels: Sequence[str]) -> list[Label]:
    """How well each English label fits, best first; empty where none of them does."""
    fits, nothing = _fits(embedder, picture, [phrasings(label) for label in labels])
    if max(fits, default=0) <= nothing:
        return []
    return sorted(
        (Label(label, fit) for label, fit in zip(labels, fits, strict=True)),
        key=lambda label: -label.probability,
    )


def shows(embedder: Embedder, picture: Picture, things: Sequence[Sequence[str]]) -> list[float]:
    """How surely the picture shows each thing, 0 to 1, each by itself; 0.5: as likely as not.

    things: each as its English phrases, which mean the same.
    """
    found = []
    for phrases in things:
        (fit,), nothing = _fits(
            embedder, picture, [[said for phrase in phrases for said in phrasings(phrase)]]
        )
        found.append(fit / (fit + nothing))
    return found


def phrasings(label: str) -> list[str]:
    """The label in sentences such as stand beside pictures; their mean is more robust."""
    return [template.format(label) for template in _TEMPLATES]


def in_english(providers: Sequence[Translator], texts: Sequence[str]) -> list[str]:
    """The texts with what is Bangla in them translated. Raises `NotUnderstood`."""
    done = guard.translate(providers, texts, "bn", "en")
    if not all(each.translated for each in done):
        raise NotUnderstood("words that could not be translated")
    return [each.text for each in done]


def _fits(
    embedder: Embedder, picture: Picture, labels: Sequence[Sequence[str]]
) -> tuple[list[float], float]:
    """How well each label fits, and what that must be above."""
    fits = embedder.classify(picture, [*labels, *_NOTHING])
    # A sigmoid may rightly say yes to "a photo": a label that it calls likely fits all the same.
    return fits[: len(labels)], max(_LEAST, min(0.5, max(fits[len(labels) :])))
