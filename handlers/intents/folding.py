"""The words of a text in the one form that phrases are written in. Pure functions.

People spell one word in many ways and ask in many forms of a verb; the lists of understood.*.ftl
name one for all of them. Each word remembers where it stood, so that what a person looks for is
looked for in their own letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from models.text.script import ascii_digits

_WORD = re.compile(r"[^\s।.,:;!?…()\[\]–—\"“”‘\u200b-\u200d\ufeff-]+(?:\.\d+)?")
# "খুঁটায়া", "শোনাইয়া"; "ডাইকা"; "খুঁইজা", "কইরা". "দুইটা" and "ভাইয়া" end alike.
_DONE_LONG = re.compile(unicodedata.normalize("NFC", "(?<=..)(?<!ভ)া(?:ই)?য়া$"))
_DONE_A = re.compile(unicodedata.normalize("NFC", "(.)াই((?:ন্ধ|[কখগঙজঝঞথদধনবভমরলশষসহছ]|ড়|ঙ্গ))া$"))
_DONE = re.compile(unicodedata.normalize("NFC", "(..?)ই((?:ন্ধ|[কখগঙজঝঞথদধনবভমরলশষসহছ]|ড়))া$"))
_JOINERS = re.compile(r"[\u200b-\u200d\ufeff]")


class Word(NamedTuple):
    """A word as it is compared, and where it stood in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Forms:
    """Which words stand for which.

    same: the one form of a word or of several; endings: the one form of a word's end;
    whole: words that only seem to have such an end.
    """

    same: Mapping[str, str]
    endings: Mapping[str, str]
    whole: frozenset[str]

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The first two words of each spelling that has several."""
        spelled = [spelling.split() for spelling in self.same]
        return frozenset((words[0], words[1]) for words in spelled if len(words) > 1)

    @cached_property
    def _kept(self) -> tuple[dict[str, str], dict[str, str]]:
        return {}, {}

    def written(self, word: str) -> str:
        """A word of a phrase, as a text's words are compared."""
        known = self._kept[0].get(word)
        if known is None:
            known = self._kept[0][word] = "".join(each.text for each in words_of(composed(word)))
        return known

    def alone(self, word: str) -> str:
        """The form of such a word that stands by itself."""
        known = self._kept[1].get(word)
        if known is None:
            known = " ".join(each.text for each in folded([Word(word, 0, 0)], self))
            self._kept[1][word] = known
        return known

    @cached_property
    def begins(self) -> dict[str, int]:
        """How many words the longest spelling has that begins with a word."""
        found: dict[str, int] = {}
        for spelling in self.same:
            first, *others = spelling.split()
            found[first] = max(found.get(first, 0), 1 + len(others))
        return found


def composed(text: str) -> str:
    """The text with each letter in one form, without marks that join letters."""
    return _JOINERS.sub("", unicodedata.normalize("NFC", text)).replace("’", "'")


def words_of(text: str) -> list[Word]:
    """The words of a composed text in small letters and digits 0 to 9."""
    return [
        Word(ascii_digits(found[0].casefold()).strip("'"), *found.span())
        for found in _WORD.finditer(text)
    ]


def folded(words: Sequence[Word], forms: Forms) -> list[Word]:
    """The words in their one form. It may take more steps: "করে দাও", then "ডিলিট করুন"."""
    now = [Word(_ended(_standard(word.text, forms), forms), word.start, word.end) for word in words]
    for _ in range(3):
        before, now = now, _step(now, forms)
        if now == before:
            break
    return now


def folded_phrase(words: Sequence[str], forms: Forms) -> str:
    """The same of a phrase's words, with spaces between; most of them are in their form."""
    now = [forms.written(word) for word in words]
    if not any(pair in forms.pairs for pair in pairwise(now)):
        now = " ".join([forms.alone(word) for word in now]).split()
    if any(pair in forms.pairs for pair in pairwise(now)):
        now = [word.text for word in folded([Word(word, 0, 0) for word in now], forms)]
    return " ".join(now)


def _step(words: Sequence[Word], forms: Forms) -> list[Word]:
    done: list[Word] = []
    at = 0
    while at < len(words):
        for size in range(min(forms.begins.get(words[at].text, 0), len(words) - at), 0, -1):
            some = words[at : at + size]
            one = forms.same.get(" ".join(word.text for word in some))
            if one is not None:
                done += [Word(text, some[0].start, some[-1].end) for text in one.split()]
                at += size
                break
        else:
            done.append(words[at])
            at += 1
    return done


def _standard(word: str, forms: Forms) -> str:
    """A verb's "having done it" as the standard has it: কইরা is করে, পাঠাইয়া পাঠিয়ে."""
    if len(word) < 4 or word[-1] != "া" or word[0] == "আ" or word in forms.same:
        return word
    return _DONE.sub("\\1\\2ে", _DONE_A.sub("\\1ে\\2ে", _DONE_LONG.sub("িয়ে", word)))


def _ended(word: str, forms: Forms) -> str:
    for size in range(min(6, len(word) - 2), 1, -1):
        one = forms.endings.get(word[-size:])
        if one is not None and word not in forms.whole:
            return word[:-size] + one
    return word
