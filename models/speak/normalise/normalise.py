"""Text normalisation for a voice: signs written out in words.

espeak-ng is silent at ৳, says "slash" and "minus" in the middle of Bangla, and names emoji;
the rules here say instead what a person reading aloud would.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from models.errors import NothingToSay
from models.speak.normalise.patterns import one_of
from models.speak.normalise.rules import RULES
from models.speak.normalise.short_forms import blessings, labels
from models.speak.normalise.vocabulary import BANGLA, ENGLISH, Wording
from models.text.addresses import ADDRESS
from models.text.script import BANGLA as LETTERS
from models.text.script import ascii_digits, bangla_digits, recomposed
from models.values import Language

_WORDS: dict[Language, Wording] = {"bn": BANGLA, "en": ENGLISH}


def speakable(text: str, language: Language) -> str:
    """The text as words and marks that a voice says well; lines stay apart.

    Bangla letters come out recomposed and digits Bangla (English ones in English); Latin
    words within Bangla are left for the voice, which knows them. Raises `NothingToSay` where
    nothing remains to be said.
    """
    words = _WORDS[language]
    text = ascii_digits(recomposed(text))
    text = _plain(blessings(text) if language == "bn" else text)
    text = _addresses(text, words)
    for rule in RULES:
        text = rule(text, words)
    text = labels(_abbreviations(text, language), words)
    text = _signs(text, words)
    text = _bangla_digits(text) if language == "bn" else text.replace("।", ".")
    text = recomposed(_tidy(text))
    if not any(letter.isalnum() for letter in text):
        raise NothingToSay("nothing to say")
    return text


_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^)\n]*\)")
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}|[-*+•–—]|>+(?![ \t]*[0-9]))[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(
    r"\*{1,3}(?=\S)([^*\n]+?)\*{1,3}|__(?=\S)([^_\n]+?)__|~~([^~\n]+)~~|`{1,3}([^`\n]+)`{1,3}"
)


def _plain(text: str) -> str:
    """Without Markdown, emoji and letters that can't be seen."""
    text = _LINK.sub(r"\1", text)
    text = _LINE_MARK.sub("", text)
    text = _EMPHASIS.sub(lambda match: next(filter(None, match.groups())), text)
    return "".join(map(_kept, text))


# Joiners shape Bangla letters; every other unseen letter is a leftover of an emoji or a layout.
_JOINERS = "\u200c\u200d"


def _kept(letter: str) -> str:
    if letter in _JOINERS or letter in "\n°℃℉":
        return letter
    category = unicodedata.category(letter)
    if category in {"So", "Sk", "Zs", "Zl", "Zp", "Cc"}:
        return "\n" if category in {"Zl", "Zp"} else " "
    if category in {"Cf", "Cs", "Co", "Cn", "Me"} or letter in "\ufe0e\ufe0f":
        return ""
    return letter


def _addresses(text: str, words: Wording) -> str:
    """Mail and web addresses as they are dictated, without what every one begins with."""

    def said(match: re.Match[str]) -> str:
        address = re.sub(r"^https?://", "", match.group()).removeprefix("www.")
        bare = address.rstrip("/.,;:!?।")
        marks = address[len(bare) :].strip("/")
        spoken = re.sub(r"\?.*", "", bare)
        for mark, name in words.address.items():
            spoken = spoken.replace(mark, f" {name} ")
        return f" {spoken} {marks}"

    return ADDRESS.sub(said, text)


@cache
def _short_forms(language: Language) -> tuple[re.Pattern[str], dict[str, str]]:
    known = {recomposed(short): full for short, full in _WORDS[language].abbreviations.items()}
    pattern = rf"(?<![A-Za-z{LETTERS}.])(?:{one_of(known)})(?![A-Za-z{LETTERS}])"
    return re.compile(pattern), known


def _abbreviations(text: str, language: Language) -> str:
    pattern, known = _short_forms(language)
    text = pattern.sub(lambda match: f"{known[match[0]]} ", text)
    # Initials: their full stops end no sentence. At the start of a line they label it.
    text = re.sub(r"^([ক-হ])[.)]\s+", r"\1, ", text, flags=re.MULTILINE)
    initial = rf"(?<![A-Za-z0-9{LETTERS}])((?:{recomposed(_WORDS[language].initials)}|[A-Z]))\.\s?"
    return re.sub(rf"{initial}(?=[A-Z{LETTERS}])", r"\1 ", text)


_QUOTES = re.compile(r"[\"“”„«»‘`´]|(?<![A-Za-z])['’]|['’](?![A-Za-z])")


def _signs(text: str, words: Wording) -> str:
    """Whatever signs are left: said, turned into a pause, or dropped."""
    text = re.sub(r"(?<=[A-Za-z])\(e?s\)", "s", text)
    text = _QUOTES.sub("", text)
    text = re.sub(r"\.{2,}|…", "." if words is ENGLISH else "।", text)
    text = re.sub(rf"#(?=[A-Za-z{LETTERS}])", "", text)
    text = _slashes(text, words)
    for sign, said in words.signs.items():
        text = text.replace(sign, f" {said} ")
    text = re.sub(r"(?<=[\s,])[-–—−]+(?=[\s,])|[—–]|[()|]", ", ", text)
    if words is BANGLA:
        text = re.sub(rf"(?<=[{LETTERS}0-9])-|-(?=[{LETTERS}])", " ", text)
    return re.sub(r"[\[\]{}<>*_^\\#~←-⇿°]", " ", text)


_BOTH = re.compile(recomposed(r"\b(and)/(or)\b|(এবং)/(অথবা)|(ও)/(বা|অথবা)"))


def _slashes(text: str, words: Wording) -> str:
    bangla = words is BANGLA
    text = _BOTH.sub(lambda match: match.group().replace("/", " "), text)
    text = re.sub(r"\b(24|[A-Z])/(7|[A-Z])\b", r"\1 \2", text)
    # A command, to be typed as it is heard: /person.
    text = re.sub(r"(?<!\S)(?<![0-9] )/(?=[A-Za-z])", f"{words.address['/']} ", text)
    text = re.sub(r"(?<=[0-9])\s?/\s?(?=[0-9])", f" {words.by if bangla else 'over'} ", text)
    letter = f"[A-Za-z{LETTERS}]"
    text = re.sub(rf"(?<={letter})\s?/\s?(?={letter})", " বা " if bangla else " or ", text)
    return re.sub(r"\s?/\s?", f" {words.by} " if bangla else " slash ", text)


def _bangla_digits(text: str) -> str:
    """Bangla digits, but for those of a Latin name: B12, mp3."""
    return re.sub(
        r"(?<![A-Za-z0-9])(?<![A-Za-z]-)[0-9]+(?![A-Za-z0-9])",
        lambda m: bangla_digits(m[0]),
        text,
    )


def _tidy(text: str) -> str:
    """One space between words, none before a mark, no mark twice."""
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" +(?=[,;:।.?!])", "", text)
    text = re.sub(r"[,;:]+(?=[,;:।.?!])|(?<=[।.?!])[,;:।.]+", "", text)
    text = re.sub(r"(?<=[,;])(?=[^\s0-9])", " ", text)
    text = re.sub(r"\s*\n\s*", "\n", text)
    return re.sub(r"^[\s,;:।.]+|[\s,;:]+$", "", text, flags=re.MULTILINE)
