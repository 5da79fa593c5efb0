"""Typography of sentences that are heard: one kind of digits, no filler, an end. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from models.text import script
from models.text.script import ascii_digits, genitive, is_bangla

if TYPE_CHECKING:
    from models.values import Language

_QUOTED = re.compile(r"(“[^”]*”|\"[^\"]*\"|‘[^’]*’)")
_LATIN = re.compile(r"[A-Za-z]")
# What a listener learns nothing from; the rest of the sentence stands by itself.
_PICTURE = r"(?:image|picture|photo|photograph)"
_FILLER = re.compile(
    rf"^(?:in (?:this|the) {_PICTURE},? (?:there (?:is|are)|(?:we|you) can see)"
    rf"|(?:this is )?(?:an?|the|this) (?:close[- ]up )?{_PICTURE} "
    r"(?:of|shows|showing|depicts|depicting|features|featuring|captures)) ",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:what|which|who|whose|where|when|why|how|is|are|was|were|do|does|did|can|could|has|have)\b",
    re.IGNORECASE,
)
_ENDS = "।.!?…"
_CLOSING = "\"'”’)»"


def bangla_digits(text: str) -> str:
    """The text with 0 to 9 as Bangla digits; not in quoted text nor in words of Latin letters."""
    return outside_quotes(
        text,
        lambda part: "".join(
            word if _LATIN.search(word) else script.bangla_digits(word)
            for word in re.split(r"(\s+)", part)
        ),
    )


def latin_digits(text: str) -> str:
    """The text with Bangla digits as 0 to 9; not in quoted text."""
    return outside_quotes(text, ascii_digits)


def outside_quotes(text: str, change: Callable[[str], str]) -> str:
    """The text with what stands outside of quotation marks changed."""
    return "".join(
        part if _QUOTED.fullmatch(part) else change(part) for part in _QUOTED.split(text)
    )


def without_filler(english: str) -> str:
    """An English caption without "a picture of" or "the image shows"."""
    return _FILLER.sub("", english.strip(), count=1).strip() or english.strip()


def asked(english: str) -> str:
    """An English question with its question mark; people leave it out, and models were taught it.

    What is no question by its first word stays as it is: "describe the picture".
    """
    english = english.strip()
    return f"{english}?" if _ASKS.match(english) and english[-1].isalnum() else english


def tidy(text: str, language: Language) -> str:
    """Single spaces, none before a mark, and one kind of digits."""
    return bangla_digits(_spaced(text)) if language == "bn" else _spaced(text)


def sentence(text: str, language: Language) -> str:
    """The text as a sentence: its first letter a capital, where there are any, and an end mark."""
    text = _spaced(text)
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    bangla = language == "bn" and is_bangla(text)
    bare = text.rstrip(_CLOSING)
    if bangla and bare == text and text.endswith(".") and not text.endswith(".."):
        return text[:-1] + "।"
    if bare.endswith(tuple(_ENDS)):
        return text
    return text + ("।" if bangla else ".")


def dative(name: str, language: Language) -> str:
    """A name as it stands before "কাছে", to whom something goes; in English the name itself.

    >>> [dative(name, "bn") for name in ("করিম", "রিনা", "Karim")]
    ['করিমের', 'রিনার', 'Karim-এর']
    """
    if language == "en":
        return name
    if not is_bangla(name[-1:]):
        return f"{name}-এর"
    return genitive(name)


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(unicodedata.category(letter)[0] in "LN" for letter in text)


def _spaced(text: str) -> str:
    return re.sub(r"[ \t]+([।.,!?])", r"\1", " ".join(text.split()))
