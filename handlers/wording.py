"""The sentences for people, from the Fluent files in handlers/words."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from handlers.prose import bangla_digits

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

    from models.abilities import Language

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Style:
    """How Bangla is said: whose words (পানি or জল), how people are spoken to, which digits."""

    register: Literal["bd", "wb"] = "bd"
    address: Literal["apni", "tumi"] = "apni"
    numbers: Literal["bangla", "latin"] = "bangla"


class Words:
    """Says things in Bangla and in English."""

    def __init__(self, style: Style = Style()) -> None:
        self.style = style

    def styled(self, style: Style) -> Words:
        """The same sentences in another style."""
        return Words(style)

    def say(self, language: Language, key: str, **arguments: str | float) -> str:
        """The sentence of that key. Raises KeyError where there is none.

        An argument that is missing is the code's fault; the person still hears the rest.
        """
        bundle = _bundle(language)
        message = bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        said, faults = bundle.format_pattern(message.value, arguments)
        for fault in faults:
            logger.error("sentence %s in %s: %s", key, language, fault)
        return bangla_digits(str(said)) if language == "bn" else str(said)


@cache
def _bundle(language: Language) -> FluentBundle:
    # Slow to import (babel), and the command line needs no sentence for --help.
    from fluent.runtime import FluentBundle, FluentResource  # noqa: PLC0415

    # Isolating marks would be read as stray characters by some screen readers.
    bundle = FluentBundle([language], use_isolating=False)
    text = (files("handlers") / "words" / f"{language}.ftl").read_text(encoding="utf-8")
    bundle.add_resource(FluentResource(text))
    return bundle
