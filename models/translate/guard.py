"""Translation under a guard.

Providers are asked one after another, sentence by sentence, and believed only when verified.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.backends import Translator
from models.errors import MachineFault, NotUnderstood, TranslatorDown
from models.text.script import localise, normal
from models.translate.mask import Masked, mask, unmask
from models.translate.sentences import split
from models.translate.verify import verify
from models.values import Language, Translation

log = logging.getLogger(__name__)


@dataclass
class _Sentence:
    """One sentence on its way. said: its translation, once one was believed."""

    masked: Masked
    after: str
    said: str | None = None
    provider: str = ""
    unknown_to: list[str] = field(default_factory=list)


def translate(
    providers: Sequence[Translator], texts: Sequence[str], source: Language, target: Language
) -> list[Translation]:
    """Each text in `target`, or as it was and marked so where nobody translated it rightly.

    A provider is asked with stand-ins first, and where they or a number got lost, once more
    with the bare sentence; then the next provider is. Raises `NotUnderstood` where no provider
    knows a text's words, and the machine's fault where one kept every provider from answering.
    """
    if source == target:
        return [Translation(text, translated=True, provider="") for text in texts]
    todo = [[_sentence(*piece, source, target) for piece in split(normal(text))] for text in texts]
    every = [sentence for sentences in todo for sentence in sentences]
    fault: MachineFault | None = None
    for provider in providers:
        try:
            _ask(provider, every, source, target)
        except TranslatorDown as error:
            log.warning("translator %s is down: %s", provider.name, error)
        except MachineFault as error:
            log.warning("translator %s failed: %s", provider.name, error)
            fault = error
    open_ones = [sentence for sentence in every if sentence.said is None]
    if any(len(sentence.unknown_to) == len(providers) > 0 for sentence in open_ones):
        raise NotUnderstood("no translator knows these words")
    if open_ones and fault and len(open_ones) == len(every):
        raise fault
    return [_joined(text, sentences) for text, sentences in zip(texts, todo, strict=True)]


def _sentence(text: str, after: str, source: Language, target: Language) -> _Sentence:
    masked = mask(text, source, target)
    sentence = _Sentence(masked, after)
    if masked.trivial:
        sentence.said = unmask(localise(masked.text, target), masked)
    return sentence


def _joined(text: str, sentences: list[_Sentence]) -> Translation:
    """The sentences as one text; one that nobody translated leaves the whole as it was."""
    if any(sentence.said is None for sentence in sentences):
        return Translation(text, translated=False, provider="")
    said = "".join(f"{sentence.said}{sentence.after}" for sentence in sentences)
    names = dict.fromkeys(sentence.provider for sentence in sentences if sentence.provider)
    return Translation(said, translated=True, provider="+".join(names))


def _ask(
    provider: Translator, sentences: list[_Sentence], source: Language, target: Language
) -> None:
    """Fills in what this provider translates rightly."""
    for bare in (False, True):
        pending = [
            sentence
            for sentence in sentences
            if sentence.said is None
            and not (bare and sentence.masked.text == sentence.masked.source)
        ]
        if not pending:
            continue
        texts = [each.masked.source if bare else each.masked.text for each in pending]
        for sentence, answer in zip(
            pending, _answers(provider, texts, source, target), strict=True
        ):
            if answer is None:
                if provider.name not in sentence.unknown_to:
                    sentence.unknown_to.append(provider.name)
                continue
            if provider.name in sentence.unknown_to:
                sentence.unknown_to.remove(provider.name)
            sentence.said = _believed(answer, sentence.masked, bare, source, target)
            sentence.provider = provider.name if sentence.said is not None else ""


def _answers(
    provider: Translator, texts: list[str], source: Language, target: Language
) -> list[str | None]:
    """The provider's translations, None for each text whose words it does not know."""
    try:
        answers = provider.translate(texts, source, target)
    except NotUnderstood:
        if len(texts) == 1:
            return [None]
        return [_answers(provider, [text], source, target)[0] for text in texts]
    if len(answers) != len(texts):
        raise TranslatorDown(f"{provider.name} answered {len(answers)} of {len(texts)} texts")
    return list(answers)


def _believed(
    answer: str, masked: Masked, bare: bool, source: Language, target: Language
) -> str | None:
    """The answer in the target's digits with everything put back, or None where it is wrong."""
    written = localise(normal(answer), target)
    said = written if bare else unmask(written, masked)
    problems = (
        ["a stand-in got lost"] if said is None else verify(masked.source, said, source, target)
    )
    if problems:
        # The numbers only: the sentence is the person's own.
        log.info("translation refused (%s): %s", "bare" if bare else "masked", "; ".join(problems))
        return None
    return said
