"""/classify: which of some labels fits a photo best, or that none of them does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.answers.ask_model import check
from handlers.chat.admission import admitted
from handlers.intents.labels import labels
from handlers.search.referenced_photo import look
from models.errors import NotUnderstood
from models.text.script import is_bangla

if TYPE_CHECKING:
    from telegram import Message

    from handlers.chat.session import Talk
    from handlers.i18n.messages import Words
    from models.abilities import Abilities
    from models.values import Label, Language, Picture

# What is more than half as likely as the likeliest is worth hearing.
_NEAR = 0.5


class LabelUnknown(NotUnderstood):
    """A label that the translator does not know."""

    key = "label-unknown"


async def classify(talk: Talk, argument: str, message: Message) -> None:
    """Say which of the argument's labels fits the photo that the message is about."""
    asked = labels(argument)
    if not asked:
        await talk.say(talk.words("classify-how"))
        return
    check(argument)
    async with admitted(talk, photos=0):
        seen = await look(talk, message)
        if seen is None:
            await talk.say(talk.words("no-photo-yet"))
            return
        picture, photo = seen
        found = await fitting(talk.services.abilities, picture, asked)
    text = said(talk.wording, talk.language, asked, found)
    if photo is None:
        await talk.say(text)
    else:
        await talk.reply(text, about=photo)


async def fitting(abilities: Abilities, picture: Picture, asked: Sequence[str]) -> list[Label]:
    """How well each label fits, in either language and as it is written, best first.

    Empty where none of them does. Raises `LabelUnknown` and the machine's faults.
    """
    bangla = [label for label in asked if is_bangla(label)]
    try:
        translations = await abilities.translate(bangla, "bn", "en") if bangla else []
    except NotUnderstood as error:
        raise LabelUnknown(str(error)) from error
    if not all(translation.translated for translation in translations):
        raise LabelUnknown("a label could not be translated")
    english = dict(zip(bangla, (each.text.rstrip(".") for each in translations), strict=True))
    written: dict[str, str] = {}
    for label in asked:
        written.setdefault(english.get(label, label), label)
    found = await abilities.classify(picture, list(written))
    return [replace(label, label=written[label.label]) for label in found]


def said(words: Words, language: Language, asked: Sequence[str], found: Sequence[Label]) -> str:
    """The result as a sentence; another label is named too where it fits nearly as well."""
    if not found:
        return words.say(language, "classify-none", labels=", ".join(asked))
    best, *others = found
    if not others:
        return words.say(language, "classify-fits", label=best.label)
    if others[0].probability > _NEAR * best.probability:
        return words.say(language, "classify-or", label=best.label, other=others[0].label)
    return words.say(language, "classify-best", label=best.label)
