"""Messages in both languages, from the Fluent files beside."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from handlers.i18n.dialect import Register, in_register
from handlers.i18n.politeness import OF_OTHERS, familiar
from handlers.i18n.text import bangla_digits, latin_digits

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fluent.runtime import FluentBundle

    from models.values import Language

logger = logging.getLogger(__name__)

# The attributes of commands are what people type (handlers/intents/phrases.py).
_UNDERSTOOD = re.compile(r"^ +\.[\w-]+ =.*\n(?:^ {8,}.*\n)*", re.MULTILINE)
# Where an argument goes in a sentence. It is filled in last: what somebody wrote or a photo shows
# stays as it is, and may be longer than the 2,500 letters that Fluent lets through.
_PLACE = re.compile("\ue000(.+?)\ue001")


@dataclass(frozen=True)
class Style:
    """How Bangla is said: whose words (পানি or জল), how people are spoken to, which digits."""

    register: Register = "bd"
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

        A number is said in the style's digits, a text as it is. An argument that is missing is
        the code's fault; the person still hears the rest.
        """
        bundle = _bundle(language, self.style if language == "bn" else Style())
        message = bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        said, faults = bundle.format_pattern(message.value, arguments)
        for fault in faults:
            logger.error("sentence %s in %s: %s", key, language, fault)
        return _PLACE.sub(lambda place: self._filled(language, key, place[1], arguments), str(said))

    def has(self, key: str) -> bool:
        """Whether there is a sentence of that key."""
        return _bundle("en", Style()).has_message(key)

    def digits(self, language: Language, text: str) -> str:
        """The text with the digits that numbers are said in."""
        if language == "en":
            return text
        return bangla_digits(text) if self.style.numbers == "bangla" else latin_digits(text)

    def in_style(self, text: str, language: Language) -> str:
        """What a model says, in the person's words and digits; what it quotes stays."""
        if language == "en":
            return text
        return self.digits(language, in_register(text, self.style.register))

    def _filled(
        self, language: Language, key: str, name: str, arguments: Mapping[str, str | float]
    ) -> str:
        value = arguments.get(name)
        if value is None:
            logger.error("sentence %s in %s: no %s", key, language, name)
            return name
        if isinstance(value, str):
            return value
        from babel.numbers import format_decimal  # noqa: PLC0415 -- slow, as below

        return self.digits(language, format_decimal(value, locale=language))


@cache
def _bundle(language: Language, style: Style) -> FluentBundle:
    """The sentences of a language in a style; kept, since there are few styles."""
    # Slow to import (babel), and the command line needs no sentence for --help.
    from fluent.runtime import FluentBundle, FluentResource  # noqa: PLC0415 -- slow to import
    from fluent.syntax import ast  # noqa: PLC0415 -- slow to import

    # Isolating marks would be read as stray characters by some screen readers.
    bundle = FluentBundle([language], use_isolating=False)
    text = (files("handlers.i18n") / "words" / f"{language}.ftl").read_text(encoding="utf-8")
    text = _UNDERSTOOD.sub("", text)
    resource = FluentResource(text)
    for entry in resource.body:
        if isinstance(entry, ast.Message):
            _fit(entry, language, style, OF_OTHERS.get(entry.id.name, ()))
    bundle.add_resource(resource)
    return bundle


def _fit(node: object, language: Language, style: Style, but: Collection[str]) -> None:
    """Put what a sentence says into the style, and a place for each argument it says."""
    from fluent.syntax import ast  # noqa: PLC0415 -- as above

    if isinstance(node, ast.Pattern):
        for index, element in enumerate(node.elements):
            if isinstance(element, ast.TextElement):
                element.value = _said(element.value, language, style, but)
            elif isinstance(element.expression, ast.VariableReference):
                place = f"\ue000{element.expression.id.name}\ue001"
                node.elements[index] = ast.TextElement(place)
            else:
                _fit(element.expression, language, style, but)
    elif isinstance(node, ast.Message):
        _fit(node.value, language, style, but)
    elif isinstance(node, ast.SelectExpression):
        for variant in node.variants:
            _fit(variant.value, language, style, but)


def _said(text: str, language: Language, style: Style, but: Collection[str]) -> str:
    if language == "en":
        return text
    if style.address == "tumi":
        text = familiar(text, but)
    if style.register == "wb":
        text = in_register(text, "wb")  # they are written in that of Bangladesh
    return Words(style).digits(language, text)
