"""Commands in plain words, in both languages. Pure functions of the text.

The whole message has to be one of a command's phrases: a question that only mentions a voice or
a language is still a question.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from handlers.intents.grammar import NAMES, PHRASES, VALUES, Name
from handlers.intents.labels import labels_asked
from models.text.script import compared, compiled


@dataclass(frozen=True)
class Command:
    """What a person wants done. argument: "" where they only name it, to hear how it stands."""

    name: Name
    argument: str = ""


# Its argument keeps its colon and commas.
_LIST = compiled(
    r"(?:(?:আমার )?প্রশ্নের তালিকা|my ways|(?:my )?question lists?)\s+(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
# An argument may hold a question mark.
_MARKS = re.compile("[।.,:;!\"'“”‘’]")
# What asks nicely; English phrases have their own "please".
_POLITE = compiled(r"^(?:দয়া করে|প্লিজ|অনুগ্রহ করে) | (?:প্লিজ|দয়া করে)$|^please ")


def plain(text: str) -> Command | None:
    """The command that the text is; None for anything else, a question above all."""
    asked = labels_asked(text)
    if asked is not None:
        return Command("classify", asked)
    listed = _LIST.fullmatch(unicodedata.normalize("NFC", text).strip())
    if listed is not None:
        return Command("ways", listed[1].strip())
    said = _normal(text)
    if len(said) > 60:
        return None
    return _matched(said) or _matched(_POLITE.sub("", said))


def _matched(said: str) -> Command | None:
    for name, pattern in _patterns():
        match = pattern.fullmatch(said)
        if match:
            argument = next((group for group in match.groups() if group), "")
            return Command(name, value(name, argument) or argument)
    return None


def slash(text: str) -> Command | None:
    """The command that a text like "/rate 120" is; None for one that we don't have."""
    match = re.match(r"/(\w+)(?:@\w+)?(?:\s+(.*))?$", text.strip(), re.DOTALL)
    if match is None:
        return None
    for name in NAMES:
        if match[1].lower() == name:
            return Command(name, (match[2] or "").strip())
    return None


def value(name: Name, text: str) -> str | None:
    """What a command's argument chooses: "ইংরেজি" chooses "en"; None where it is no choice."""
    return _choices().get((name, _normal(text)))


def _normal(text: str) -> str:
    """Letters, digits and question marks; one form of each letter, one space between words."""
    # Both spellings of "what" are written; the question word is the same.
    return re.sub(r"\bকি কি\b", "কী কী", compared(text, _MARKS))


@cache
def _choices() -> dict[tuple[Name, str], str]:
    return {
        (name, _normal(word)): chosen
        for name, values in VALUES.items()
        for chosen, words in values.items()
        for word in words.split("|")
    }


@cache
def _patterns() -> tuple[tuple[Name, re.Pattern[str]], ...]:
    made = []
    for name, phrases in PHRASES:
        words = sorted((word for of, word in _choices() if of == name), key=len, reverse=True)
        pattern = unicodedata.normalize("NFC", phrases)
        pattern = pattern.replace("{value}", f"({'|'.join(map(re.escape, words))})")
        made.append((name, re.compile(pattern.replace("{number}", r"(\d{1,15})"))))
    return tuple(made)
