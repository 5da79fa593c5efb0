"""/warn: what a person wants to hear of before a description. It never keeps anything back."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from handlers.intents.phrases import choice
from models.errors import ChokhError

if TYPE_CHECKING:
    from handlers.chat.session import Talk
    from models.settings import CheckLabel
    from models.values import Picture

logger = logging.getLogger(__name__)

# Joins two names of one label, and says nothing by itself.
_JOINING = {"বা", "আর", "ও", "এবং", "or", "and", "a", "an", "the", "of"}


async def warn(talk: Talk, argument: str) -> None:
    """Warn of one thing more, or of nothing any more; or say what is warned of and could be."""
    known = talk.services.check.by_name()
    every = _listed(list(known), talk)
    if choice("warn", argument) == "off":
        await (await talk.choose(warnings=())).say(talk.words("warn-set-off"))
        return
    now = chosen(talk.chat.warnings, known)
    if not argument:
        if now:
            await talk.say(talk.words("warn-now", things=_listed(now, talk), labels=every))
        else:
            await talk.say(talk.words("warn-now-off", labels=every))
        return
    more = labels_meant(argument, known)
    if not more:
        await talk.say(talk.words("warn-unknown", labels=every))
        return
    now = list(dict.fromkeys([*now, *more]))
    talk = await talk.choose(warnings=tuple(now))
    await talk.say(talk.words("warn-set", things=_listed(now, talk)))


async def warning(talk: Talk, picture: Picture) -> str:
    """What the person should hear before the picture is described; "" for nothing.

    That the check failed is said too: who counts on it must not think that nothing is there.
    """
    known = talk.services.check.by_name()
    wanted = chosen(talk.chat.warnings, known)
    if not wanted:
        return ""
    try:
        sure = await talk.services.abilities.shows(
            picture, [known[each].english for each in wanted]
        )
    except ChokhError as error:
        logger.error("no check for chat %d: %s: %s", talk.chat_id, type(error).__name__, error)
        return talk.words("warn-down")
    there = [
        each for each, is_there in zip(wanted, sure, strict=True) if is_there > known[each].least
    ]
    return talk.words("warn-of", things=_listed(there, talk)) if there else ""


def chosen(names: Iterable[str], known: Mapping[str, CheckLabel]) -> list[str]:
    """The names that a chat has chosen, without what the settings don't know any more."""
    return [each for each in names if each in known]


def labels_meant(text: str, known: Mapping[str, CheckLabel]) -> list[str]:
    """The names of the labels that a text mentions, in either language: "রক্তের" means blood."""
    spoken = _words(text)
    return [
        each
        for each, label in known.items()
        if any(
            one == word or (len(word) > 2 and one.startswith(word))
            for word in _words(f"{each} {label.bangla}") - _JOINING
            for one in spoken
        )
    ]


def _listed(names: list[str], talk: Talk) -> str:
    known = talk.services.check.by_name()
    return ", ".join(known[each].bangla if talk.language == "bn" else each for each in names)


def _words(text: str) -> set[str]:
    return set(unicodedata.normalize("NFC", text).casefold().replace(",", " ").split())
