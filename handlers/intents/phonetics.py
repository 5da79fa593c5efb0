"""How words in Latin letters sound to who speaks Bangla, and how far two are apart. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

_CONSONANT = re.compile(r"chh|ch|kh|gh|jh|zh|th|dh|ph|bh|sh|ng|rh|[bcdfghjklmnpqrstvxz]")
_PARTS = re.compile(rf"([aeiouwy]*)((?:{_CONSONANT.pattern})?)")
# Which consonants people write for one another.
_CLASSES = {
    letter: name
    for name, letters in {
        "k": "k kh q", "g": "g gh", "s": "c ch chh s sh", "j": "j jh z zh", "t": "t th",
        "d": "d dh", "p": "p ph f", "b": "b bh v", "m": "m", "n": "n", "ng": "ng", "l": "l",
        "r": "r rh", "h": "h", "x": "x",
    }.items()
    for letter in letters.split()
}  # fmt: skip
_ALIKE = {"q": "k", "c": "ch", "chh": "ch", "z": "j", "zh": "j", "sh": "s", "f": "ph", "v": "bh",
          "rh": "r"}  # fmt: skip
_LETTERS = {
    "ক": "k", "খ": "kh", "গ": "g", "ঘ": "gh", "ঙ": "ng", "চ": "ch", "ছ": "chh", "জ": "j",
    "ঝ": "jh", "ঞ": "n", "ট": "t", "ঠ": "th", "ড": "d", "ঢ": "dh", "ণ": "n", "ত": "t", "থ": "th",
    "দ": "d", "ধ": "dh", "ন": "n", "প": "p", "ফ": "f", "ব": "b", "ভ": "bh", "ম": "m", "য": "j",
    "র": "r", "ল": "l", "শ": "sh", "ষ": "sh", "স": "s", "হ": "h", "ড়": "r", "ঢ়": "r",
}  # fmt: skip
_SIGNS = {
    "া": "a", "ি": "i", "ী": "i", "ু": "u", "ূ": "u", "ৃ": "ri", "ে": "e", "ৈ": "oi", "ো": "o",
    "ৌ": "ou",
}  # fmt: skip
_OTHERS = {
    "অ": "o", "আ": "a", "ই": "i", "ঈ": "i", "উ": "u", "ঊ": "u", "ঋ": "ri", "এ": "e", "ঐ": "oi",
    "ও": "o", "ঔ": "ou", "য়": "y", "ং": "ng", "ৎ": "t",
}  # fmt: skip
_NEAR = {frozenset("oa"): 0.15, frozenset("ou"): 0.2, frozenset("ie"): 0.2, frozenset("ae"): 0.25}
_DROPPED = {"o": 0.12, "a": 0.4}


@dataclass(frozen=True)
class Sounds:
    """A word's consonants, and the vowels before each and after the last ("" for none).

    classes: the consonants, those that people write for one another as the same.
    """

    consonants: tuple[str, ...]
    vowels: tuple[str, ...]
    classes: str


def sounds(word: str) -> Sounds:
    """The sounds of a word in small Latin letters.

    >>> sounds("achhe")
    Sounds(consonants=('ch',), vowels=('a', 'e'), classes='s')
    """
    word = re.sub(r"([b-df-hj-np-tvxz])\1+", r"\1", re.sub(r"[^a-z]", "", word))
    consonants, vowels = [], []
    for vowel, consonant in _PARTS.findall(word):
        vowels.append(_plain(vowel))
        if not consonant:
            break
        consonants.append(_ALIKE.get(consonant, consonant))
    classes = ",".join(_CLASSES[each] for each in consonants)
    return Sounds(tuple(consonants), tuple(vowels), classes)


def distance(one: Sounds, other: Sounds) -> float:
    """How far two words of the same `classes` sound from one another, 0 for the same."""
    pairs = zip(one.consonants, other.consonants, strict=True)
    apart = sum(0.3 if {a, b} == {"s", "ch"} else 0.2 for a, b in pairs if a != b)
    return apart + sum(map(_vowels_apart, one.vowels, other.vowels))


def romanised(bangla: str) -> str:
    """A Bangla word in Latin letters, as most would write it.

    >>> romanised("ছবিতে")
    'chhobite'
    """
    bangla = bangla.replace("ক্ষ", "খ").replace("জ্ঞ", "গ")
    # Written under another letter these are not heard.
    bangla = re.sub("(?<=[ক-হ])্[যব]", "", bangla).replace("য়", "য়")
    written = []
    for letter, after in zip_longest(bangla, bangla[1:], fillvalue=""):
        written.append(_SIGNS.get(letter) or _OTHERS.get(letter) or _LETTERS.get(letter, ""))
        if letter in _LETTERS and after and after not in _SIGNS and after != "্":
            written.append("o")
    return "".join(written)


def _plain(vowels: str) -> str:
    vowels = vowels.replace("y", "i").replace("w", "o")
    vowels = vowels.replace("ee", "i").replace("oo", "u")
    return re.sub(r"(.)\1+", r"\1", vowels)


def _vowels_apart(one: str, other: str) -> float:
    """The cheapest way from one run of vowels to the other."""
    row = [0.0]
    for letter in other:
        row.append(row[-1] + _DROPPED.get(letter, 0.3))
    for first in one:
        last, row = row, [row[0] + _DROPPED.get(first, 0.3)]
        for index, second in enumerate(other):
            change = 0.0 if first == second else _NEAR.get(frozenset((first, second)), 0.4)
            row.append(
                min(
                    last[index] + change,
                    last[index + 1] + _DROPPED.get(first, 0.3),
                    row[-1] + _DROPPED.get(second, 0.3),
                )
            )
    return row[-1]
