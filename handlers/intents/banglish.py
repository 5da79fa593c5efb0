"""Bangla typed in Latin letters ("chobite ki ache?"), read as Bangla. Pure functions.

Nobody spells it the same way, so that words are compared by how they sound: the same consonants in
the same order, the nearest vowels. What is no word that we know stays as it was typed, since it is
English ("expiry date ta bolo") or a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from handlers.intents.phonetics import Sounds, distance, romanised, sounds
from handlers.intents.recogniser import recognised
from models.text.script import is_bangla

_TIGHT, _LOOSE = 0.16, 0.45
"""How far a word may sound from one of ours to be evidence of Bangla, and to be taken for it."""
_LONGEST = 20  # letters of a word
_TOKEN = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\d+|\s+|.", re.DOTALL)
_ENDINGS = (
    ("gulote", "গুলোতে"), ("guloke", "গুলোকে"), ("gulor", "গুলোর"), ("gulo", "গুলো"),
    ("gula", "গুলো"), ("guli", "গুলি"), ("tate", "টাতে"), ("tite", "টিতে"), ("take", "টাকে"),
    ("tike", "টিকে"), ("tay", "টায়"), ("tai", "টায়"), ("tar", "টার"), ("tir", "টির"), ("der", "দের"),
    ("ta", "টা"), ("ti", "টি"), ("te", "তে"), ("ke", "কে"), ("er", "ের"), ("ra", "রা"), ("r", "র"),
    ("e", "ে"), ("y", "য়"), ("o", "ও"),
)  # fmt: skip
"""What is written onto a word, and by many apart from it ("cup ta")."""
_APART = {"ta", "ti", "te", "er", "e", "tar", "tir", "take", "tike", "tate", "tite", "tay", "gulo",
          "gula", "guli", "gulor", "guloke"}  # fmt: skip
_VOWELS = "ািীুূৃেৈোৌঅআইঈউঊঋএঐওঔয়"
# "Is it …?" has the short vowel, "what" the long one.
_IF = re.compile(
    r"(\S*(?:টা|টি)|এখানে|ঘরে|রুমে|বাইরে|ভেতরে|ভিতরে) কী (?=\S)"
    r"(?!(?:আছে|লেখা|রং|রঙ|রঙের|দেখা|দেখছেন|দেখতে|জিনিস|জিনিসের|নাম|নামের|করে|করছে|করছেন|করা|হচ্ছে"
    r"|হয়েছে|হয়|হবে|বলে|বলছে|বলা|কী|ধরনের|রকম|রকমের|ছিল|বোঝা|পরে|পরেছে|খাচ্ছে|ধরে|নিয়ে|দিয়ে"
    r"|কাজে|বই|ওষুধ|ফল|মাছ|পাখি|ফুল|রাখা|চলছে|জন্য|উপাদান|দিচ্ছে)(?:\s|[?।.,!]|$))"
)
_WHETHER = re.compile(r"((?:আছে|নেই|আছেন|ছিল|হবে|হয়েছে|পারেন|পারবেন|গেছে|জ্বলছে)) কী(?=\s*[?।.!]*$)")
_LEFT = re.compile(r"(?<!\S)বা (?=(?:দিকে|পাশে|হাতে|দিকের|পাশের)(?:\s|\W|$))")


@dataclass(frozen=True)
class _Entry:
    bangla: str
    sound: Sounds


def as_bangla(text: str) -> str:
    """The text in Bangla letters where it is Bangla in Latin ones; any other text as it is.

    A command with a slash, and what follows it, stays as it is too.

    >>> as_bangla("chobite ki ache?")
    'ছবিতে কী আছে?'
    >>> as_bangla("what is in the photo?")
    'what is in the photo?'
    """
    return _read(text) if is_banglish(text) else text


def is_banglish(text: str) -> bool:
    """Whether a text is Bangla in Latin letters, English words in between or not.

    A command that has its phrase in English is none: "allow 8" is not আলু.
    """
    if text.lstrip().startswith("/") or is_bangla(text) or _is_english(text):
        return False
    small, others = _english()
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", text)]
    foreign = sum(word in small for word in words)
    apart = [
        found[1] for word in words if word not in small | others and (found := _bangla_of(word))
    ]
    # "cup ta": an ending by itself, which no English word is.
    apart += [0.0 for word in words[1:] if word in ("ta", "ti", "gulo", "gula")]
    # One word that is spelled as ours are, and more that sound so than are English.
    return 0.0 in apart and sum(each <= _TIGHT for each in apart) > foreign


def _is_english(text: str) -> bool:
    """Whether it is a phrase of ours as it stands, politeness in Latin letters or not."""
    found = recognised(text)
    return found.kind in ("command", "talk", "look") and found.name not in ("find", "where")


def _read(text: str) -> str:
    said: list[str] = []
    for token in _tokens(text):
        word = token.lower()
        if not word[0].isalpha():
            said.append(token)
        elif word in _APART and len(said) > 1 and said[-1].isspace() and _takes_ending(said[-2]):
            said.pop()
            said[-1] = _with_ending(said[-1], dict(_ENDINGS)[word])
        else:
            found = _bangla_of(word)
            small, others = _english()
            # An English word is Bangla only where Bangla has it, too.
            known = found is not None and not (word in small | others and found[1] > 0)
            said.append(found[0] if found and known else token)
    joined = "".join(said)
    return _LEFT.sub("বাঁ ", _WHETHER.sub(r"\1 কি", _IF.sub(r"\1 কি ", joined)))


def _tokens(text: str) -> Iterator[str]:
    return (match[0] for match in _TOKEN.finditer(text))


def _takes_ending(word: str) -> bool:
    return word[-1].isalnum() or word[-1] in _VOWELS or is_bangla(word[-1])


def _with_ending(word: str, ending: str) -> str:
    """The word with what is written onto it, as its last letter wants it."""
    vowel = word[-1] in _VOWELS or word.endswith("য়")
    if word.endswith("ং") and ending in ("ের", "ে"):
        word = f"{word[:-1]}ঙ"
    if not is_bangla(word[-1]):
        # A vowel sign can't stand on a Latin letter.
        return f"{word}-এর" if ending == "ের" else f"{word}-এ" if ending == "ে" else word + ending
    if vowel:
        return word + {"ের": "র", "ে": "তে"}.get(ending, ending)
    return word + {"র": "ের", "তে": "ে", "য়": "ে"}.get(ending, ending)


@lru_cache(maxsize=4096)
def _bangla_of(word: str) -> tuple[str, float] | None:
    """The Bangla word that a typed one, in small letters, stands for, and how far it sounds."""
    exact = _spelled().get(word)
    if exact is not None:
        return exact, 0.0
    if not 3 <= len(word) <= _LONGEST:
        return None
    whole = _nearest(word, _LOOSE)
    found = [whole] if whole else []
    for typed, ending in _ENDINGS:
        if word.endswith(typed) and len(word) - len(typed) > 1:
            stem = word[: -len(typed)]
            near = (_spelled()[stem], 0.0) if stem in _spelled() else None
            near = near or (_nearest(stem, _TIGHT) if len(stem) > 2 else None)
            if near:
                found.append((_with_ending(near[0], ending), near[1] + 0.05))
    return min(found, key=lambda each: each[1], default=None)


def _nearest(word: str, limit: float) -> tuple[str, float] | None:
    sound = sounds(word)
    near = [
        (entry.bangla, distance(sound, entry.sound))
        for entry in _by_consonants().get(sound.classes, ())
    ]
    best = min(near, key=lambda each: each[1], default=None)
    return best if best is not None and best[1] <= limit else None


@cache
def _spelled() -> dict[str, str]:
    """Bangla by the spellings that the list gives; the first of two words keeps a spelling."""
    known: dict[str, str] = {}
    for bangla, *spellings in _lines("banglish.txt"):
        for spelling in spellings:
            known.setdefault(spelling, bangla)
    return known


@cache
def _by_consonants() -> dict[str, list[_Entry]]:
    found: dict[str, list[_Entry]] = {}
    for bangla, *spellings in _lines("banglish.txt"):
        for spelling in (romanised(bangla), *spellings):
            sound = sounds(spelling)
            found.setdefault(sound.classes, []).append(_Entry(bangla, sound))
    return found


@cache
def _english() -> tuple[frozenset[str], frozenset[str]]:
    """The small words that only English has, and others of its words."""
    text = (files("handlers.i18n") / "words" / "english.txt").read_text(encoding="utf-8")
    small, others = re.sub(r"^#.+$", "", text, flags=re.MULTILINE).split("#")
    return frozenset(small.split()), frozenset(others.split())


def _lines(name: str) -> list[list[str]]:
    text = (files("handlers.i18n") / "words" / name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]
