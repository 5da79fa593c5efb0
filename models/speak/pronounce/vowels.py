"""The inherent vowel: where it falls, and where it is [ɔ] or [o]."""

from __future__ import annotations

import re
from typing import Final

from models.speak.pronounce.spelling import CONSONANTS, VOWELS
from models.text.script import recomposed


def _pattern(pattern: str) -> re.Pattern[str]:
    """C stands for a consonant, V for a vowel or one undecided, W for one that is sure."""
    for name, letters in (
        ("C", f"[{CONSONANTS}]"),
        ("V", f"[{VOWELS}~]ঁ?"),
        ("W", f"[{VOWELS}]"),
    ):
        pattern = pattern.replace(name, letters)
    return re.compile(recomposed(pattern))


# A verb's or a word's last ~ has become [o] or nothing before these.
_GLIDES: Final = tuple(
    (_pattern(pattern), recomposed(said))
    for pattern, said in (
        ("(?<=[~ঁ])য়(?=W)|(?<=W)য়(?=W)", ""),
        # After a vowel a last য় is a short [e]; after an [i] it keeps its own vowel.
        ("(?<=ই)য়~(?!$)", "ও"),
        ("(?<!ই)য়~?$", "এ"),
        ("(?<=ই)য়~?$", "য়"),
        # গায়ক, নয়ন; but ময়লা, হয়তো.
        ("য়~(?=C~?$)", "ও"),
        ("য়~?(?=C)", "এ"),
    )
)

# English words end in these clusters; ষ্ট and ণ্ট, of Bangla's own, keep their vowel.
_CLOSED_END: Final = _pattern(
    "(?:[সনরলফকপ]ট|[নরল]ড|র[চসনফজট]|আর[কপ]|ল[মকফব]|ন[স]|কস|[æআই]মপ|ইঙস|ঙকস|পস|টস|কট|æ(?:ঙ[কগ]|Cক)|গ~নজ|লস"
    "|(?<=W)[টডকলমনর]~স|লথ|লআহ|ইআহ)~$"
)
_CLOSED_FOREIGN: Final = _pattern("[রলনসকপফমঙ][কখগচজটডথপফবমস]~$")
_PLURAL: Final = _pattern("[টডপকলমনরফ]~স~$")
# Two consonants, ঋ, ঐ or ঔ before the last one; গত, লিখিত, আহত, দীর্ঘতম, উচ্চতর.
_OPEN_END: Final = _pattern(
    "(?:CC|[ঋঐঔ]C|হ|[ঋউ]ড়|^C*~ত|ইত|æত|[হগনম]~ত|(?:নন|মম|নত)~ত|~C*~তম|CC~তর)~$"
)

_KEPT: Final = tuple(
    _pattern(pattern)
    for pattern in (
        # Before the endings of learned words: স্বাধীনতা, সামাজিক, পরিচালিত, জাতীয়, প্রজাপতি.
        "~(?=তআ$|ত(?:~[মর])?ও$|মও$|Cই(?:য়|ক(?:আ|ই)?$|তও$|ত~?$)|[পমগন]~তই)|(?<=[পমগ])~(?=তই$)|(?<=ইর)~(?=তই)",
        "(?<=(?:W|~)C)~(?=হ)|(?<=প)~(?=রই)|(?<=ঋC)~(?=C)|(?<=[ঐঔ][^ড়])~(?=C)",
        # After their prefixes: উপহার, অবদান, ব্যবহার, পুনরায়, সমতল, জনতা, সহযোগী, প্রগতি, গতকাল.
        "(?<=^অব|^উপ|^অপ)~|(?<=^বæব)~(?!সআ)|(?<=^পউন)~|(?<=^স~ম)~(?!ঝ)|(?<=^জ~ন|^ন~ব|^গ~ন)~",
        "(?<=^[সমর]~হ)~|(?<=^পর~C)~|(?<=^[গশকযহ]~ত)~(?=C)",
    )
)
_NA: Final = _pattern("~(?=নআ$)")
_BEFORE_A_VOWEL: Final = _pattern("(VC+)~(?=W)")
_REPEATED: Final = _pattern(r"^(C)~(C)~\1~\2")
_BEFORE_AN_ONSET: Final = _pattern("(?<=W)(C)~(?=[পকতদবশ]র(?:W|~))")
_FOREIGN: Final = _pattern("(VC)~(?=(?![রলঙ])C~C|(?!ঙ)CC+(?:W|~))")
_FALLING: Final = _pattern("(.*VC)~(?=CW)")

_OWN_LETTERS = "ণষৃঘভধঢঝঠছৈৌঢ়ঈূ"
_FOREIGN_WORD: Final = re.compile(
    recomposed(f"[^{_OWN_LETTERS}]*(?:[টডফ]|ক্স|শন)[^{_OWN_LETTERS}]*")
)


def is_foreign(word: str) -> bool:
    """Whether a word is spelled as those from English are."""
    return bool(_FOREIGN_WORD.fullmatch(word))


def decided(sounds: str, foreign: bool = False) -> str:
    """The row with every inherent vowel gone, [ɔ] or [o]."""
    sounds = _BEFORE_A_VOWEL.sub(r"\1", _end(sounds, foreign))
    if "~" not in sounds and "\u09df" not in sounds:
        return _coloured(sounds)
    for pattern, said in _GLIDES:
        sounds = pattern.sub(said, sounds)
    for pattern in _KEPT:
        sounds = pattern.sub("ও", sounds)
    # পরিচালনা, but ঢাকনা.
    if _vowels(sounds) > 3:
        sounds = _NA.sub("ও", sounds)
    sounds = _BEFORE_AN_ONSET.sub(r"\1", _REPEATED.sub(r"\1অ\2\1অ\2", sounds))
    if foreign:
        sounds = _FOREIGN.sub(r"\1", sounds)
    while match := _FALLING.match(sounds):
        sounds = match[1] + sounds[match.end() :]
    return _coloured(sounds)


def _vowels(sounds: str) -> int:
    return sum(sound in VOWELS or sound == "~" for sound in sounds)


def _end(sounds: str, foreign: bool) -> str:
    if not sounds.endswith("~") or _vowels(sounds) < 2 or sounds.endswith("\u09df~"):
        return sounds
    if _CLOSED_END.search(sounds) or (foreign and _CLOSED_FOREIGN.search(sounds)):
        return sounds[:-3] + "স" if sounds.endswith("~স~") else sounds[:-1]
    if foreign and _PLURAL.search(sounds):
        return sounds[:-3] + "স"
    if sounds.endswith("~ত~ম~") and _vowels(sounds) > 3:
        return sounds[:-1] + "ও"
    return sounds[:-1] + ("ও" if _OPEN_END.search(sounds) else "")


_RAISED: Final = _pattern(r"^(C*)[~অ](?=C+[ইউঋ]|কখ|গগ|(C)\2[ওএআ]$)")
_FIRST: Final = _pattern("^(C*)~")


def _coloured(sounds: str) -> str:
    """[o] before an [i], a [u] and some doubled consonants, and in any syllable but the first."""
    return _FIRST.sub(r"\1অ", _RAISED.sub(r"\1ও", sounds)).replace("~", "ও")
