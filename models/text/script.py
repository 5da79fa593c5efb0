"""Letters and digits of the two scripts: normalising, recognising, rewriting digits."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from models.values import Language

LATIN_DIGITS = "0123456789"
BANGLA_DIGITS = "০১২৩৪৫৬৭৮৯"
_TO_LATIN = str.maketrans(BANGLA_DIGITS, LATIN_DIGITS)
_TO_BANGLA = str.maketrans(LATIN_DIGITS, BANGLA_DIGITS)

# For a class in brackets: \w leaves out Bangla's vowel signs.
LATIN_LETTER = "A-Za-zÀ-ɏ"
BANGLA = "\u0980-\u09ff"
BANGLA_LETTER = "\u0980-\u09e3\u09f0\u09f1\u09fc"
_BANGLA = re.compile(f"[{BANGLA}]")
_OPEN = "অআইঈউঊঋএঐওঔািীুূৃেৈোৌ"
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_MARKS = re.compile('[।.,:;!?"“”‘()]')
# NFC takes these apart, each into two; written as one letter they are U+09DF, U+09DC and U+09DD.
_APART = (("\u09af\u09bc", "\u09df"), ("\u09a1\u09bc", "\u09dc"), ("\u09a2\u09bc", "\u09dd"))
_DASHES = re.compile("[‐‑‒–—―−]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\t]")
_APOSTROPHES = re.compile("[’‘ʼ`´]")
# Bangla is often typed with the visarga where a colon is meant: ৮ঃ৪৬.
_VISARGA_COLON = re.compile(r"(?<=\d)ঃ(?=\d)")
# "US$11,000" and "৩৪টি": a digit that touches a Latin letter is part of a code, such as KV62.
_CODE = re.compile(rf"[{LATIN_LETTER}][\w.+/-]*\d[\w-]*|\d[\d.,-]*[{LATIN_LETTER}][\w-]*")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?![\d,])|(?<![\d.,])\d{3},\d{3}(?![\d,])")


def normal(text: str) -> str:
    """Composed letters (NFC), no HTML entities, no invisible characters, one kind of space."""
    text = unicodedata.normalize("NFC", html.unescape(text))
    return _SPACES.sub(" ", _ZERO_WIDTH.sub("", text)).strip()


@lru_cache(maxsize=64)
def plain(text: str) -> str:
    """For reading numbers only: Latin digits, "-" for each dash, "'" for each apostrophe."""
    text = _VISARGA_COLON.sub(":", normal(text).translate(_TO_LATIN))
    return _APOSTROPHES.sub("'", _DASHES.sub("-", text))


def recomposed(text: str) -> str:
    """NFC, but য়, ড় and ঢ় as one letter each.

    espeak-ng drops the vowel after one that is written as two: গাড়ি would be said "gar".
    """
    text = unicodedata.normalize("NFC", text)
    for two, one in _APART:
        text = text.replace(two, one)
    return text


def visible(text: str) -> str:
    """The text without what can't be seen, joiners included."""
    return _ZERO_WIDTH.sub("", text)


def compared(text: str, marks: re.Pattern[str] = _MARKS) -> str:
    """The text as texts are compared.

    NFC, small letters, "'" for "’", 0–9 for ০–৯, single spaces; no `marks`, nothing invisible.
    """
    text = unicodedata.normalize("NFC", visible(text)).casefold()
    text = marks.sub(" ", ascii_digits(text).replace("’", "'"))
    return " ".join(text.split())


def compiled(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """The pattern in NFC, as the texts are that it is asked of."""
    return re.compile(unicodedata.normalize("NFC", pattern), flags)


def is_bangla(text: str) -> bool:
    """Whether there is a letter of the Bangla script in it."""
    return _BANGLA.search(text) is not None


def genitive(word: str) -> str:
    """A Bangla word with its "of": রিনার, করিমের."""
    return word + ("র" if word[-1] in _OPEN else "ের")


def ascii_digits(text: str) -> str:
    """The text with 0–9 for ০–৯."""
    return text.translate(_TO_LATIN)


def bangla_digits(text: str) -> str:
    """The text with ০–৯ for 0–9."""
    return text.translate(_TO_BANGLA)


def localise(text: str, target: Language) -> str:
    """One kind of digits throughout: the target's, and its grouping (12,00,000 in Bangla).

    Digits that belong to Latin letters ("KV62", "COVID-19") stay Latin: they are read off a
    thing, and typed again.
    """
    if target == "en":
        return ascii_digits(text)
    pieces, end = [], 0
    for code in _CODE.finditer(text):
        pieces += [_in_bangla(text[end : code.start()]), code.group()]
        end = code.end()
    return "".join([*pieces, _in_bangla(text[end:])])


def _in_bangla(text: str) -> str:
    return bangla_digits(_GROUPED.sub(lambda found: _lakh(found.group()), ascii_digits(text)))


def _lakh(grouped: str) -> str:
    digits = grouped.replace(",", "")
    head, groups = digits[:-3], [digits[-3:]]
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ",".join(groups)


def letters(text: str) -> tuple[int, int, int]:
    """How many letters are Latin, Bangla, and of any other script."""
    latin = len(re.findall(f"[{LATIN_LETTER}]", text))
    bangla = len(re.findall(f"[{BANGLA_LETTER}]", text))
    rest = re.sub(f"[{LATIN_LETTER}{BANGLA_LETTER}]", "", text)
    return latin, bangla, sum(map(str.isalpha, rest))
