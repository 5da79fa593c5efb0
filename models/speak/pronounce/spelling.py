"""Bangla spelling as a row of sounds, and back into letters that espeak-ng reads as they stand.

A row has one letter for each sound: consonants as they are written, vowels as the independent
letters, অ for an [ɔ], ও for an [o], "æ" for the sound of অ্যা, and "~" for an inherent vowel of
which it isn't known yet whether it is said: আপনি is আপ~নই. Nothing is between the consonants of
a cluster.
"""

from __future__ import annotations

import re
from typing import Final

CONSONANTS: Final = "কখগঘঙচছজঝটঠডড়ঢতথদধনপফবভমরলশসহয়"
VOWELS: Final = "অআইউএঐওঔঋæ"
HASANTA: Final = "্"
NASAL: Final = "ঁ"

_SIGNS = dict(zip("ািীুূৃেৈোৌ", "আইইউউঋএঐওঔ", strict=True)) | {"æ": "æ"}
_SAME = dict(zip("ঈঊৎণঞযষঢ়ং", "ইউতননজশড়ঙ", strict=True))
_CLOSED = "ৎং"
_JOINERS = re.compile("[\u200c\u200d]")
LETTERS: Final = CONSONANTS + "ৎণঞযষঢ়ং"
"""Every consonant that is written."""


def row(word: str) -> str:
    """The sounds of a recomposed word, nothing left out and nothing decided."""
    word = _JOINERS.sub("", word).replace("অ্যা", "æ").replace("এ্যা", "æ").replace("্যা", "æ")
    sounds: list[str] = []
    open_ = False  # the last letter was a consonant that has its vowel yet to come
    for letter in word:
        if letter == HASANTA:
            open_ = False
            continue
        if letter in _SIGNS and open_:
            sounds.append(_SIGNS[letter])
            open_ = False
            continue
        if open_:
            sounds.append("~")
            open_ = False
        if letter == "ঃ":
            sounds.append("ঃ")
        elif letter in LETTERS:
            sounds.append(_SAME.get(letter, letter))
            open_ = letter not in _CLOSED
        else:
            sounds.append(_SIGNS.get(letter) or _SAME.get(letter, letter))
    if open_:
        sounds.append("~")
    return "".join(sounds)


def exact(said: str) -> str:
    """The row of a word written as it is said: a last consonant is closed, others have [ɔ]."""
    sounds = row(said).removesuffix("~").replace("~", "অ")
    sounds = re.sub(f"য়(?=[{VOWELS}])", "", sounds)
    return re.sub("(?<!ই)য়", "এ", sounds)


_SIGN_OF = dict(zip("আইউঋএঐওঔ", "ািুৃেৈোৌ", strict=True)) | {"অ": "", "æ": "্যা"}
_INDEPENDENT = {"æ": "অ্যা", "ঋ": "রি"}


def letters(sounds: str) -> str:
    """A row in which all is decided, spelled for espeak-ng.

    What it would read in a way of its own is written around: জ্ব and জ্ঞ are one sound to it, a
    last ত or হ gets an [o], and a bare য় after another vowel than [i] a "yo".
    """
    spelled: list[str] = []
    after = ""
    for at, sound in enumerate(sounds):
        following = sounds[at + 1 : at + 2]
        if sound in CONSONANTS:
            if sound == "য়" and not following:
                spelled.append(sound)
                continue
            if not following and sound == "ত" and at:
                spelled.append("ৎ")
                continue
            spelled.append("য" if sound == "জ" and following in ("ব", "ন") else sound)
            if following not in VOWELS or not following:
                spelled.append(HASANTA)
        elif sound in VOWELS:
            if after and after in CONSONANTS:
                if spelled[-1] == HASANTA:
                    spelled.pop()
                spelled.append(_SIGN_OF[sound])
            else:
                spelled.append(_INDEPENDENT.get(sound, sound))
        else:
            spelled.append(sound)
        after = sound
    return "".join(spelled)
