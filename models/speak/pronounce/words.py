"""A Bangla word as it is said: by the lexicon, as a verb, as stem and ending, or by rule."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from models.speak.normalise.patterns import compiled
from models.speak.pronounce import verbs
from models.speak.pronounce.clusters import simplified
from models.speak.pronounce.spelling import HASANTA, LETTERS, exact, row
from models.speak.pronounce.vowels import decided, is_foreign
from models.text.script import recomposed

_LEXICON: Final = Path(__file__).with_name("bn_lexicon.tsv")


@cache
def lexicon() -> dict[str, str]:
    """The sounds of the words that no rule can tell."""
    lines = recomposed(_LEXICON.read_text(encoding="utf-8")).splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {word: exact(said) for word, said, *_ in pairs}


def sounds(word: str) -> str:
    """The row of sounds of a recomposed word, all of them decided."""
    ways = (lexicon().get, _hundreds, _verb, _listed_with_ending, _twice, _two, _with_ending)
    for way in ways:
        said = way(word)
        if said is not None:
            return said
    return _by_rule(word)


_HUNDREDS: Final = compiled(
    "(এক|দুই|দু|তিন|চার|পাঁচ|ছয়|সাত|আট|নয়|এগারো|বারো|তেরো|চৌদ্দ|পনেরো|ষোলো|সতেরো|আঠারো|উনিশ)(শত|শো|শ)(.*)"
)


def _hundreds(word: str) -> str | None:
    found = _HUNDREDS.fullmatch(word)
    if not found:
        return None
    return sounds(found[1]) + ("শঅতও" if found[2] == "শত" else "শও") + _ending(found[3])


def _verb(word: str) -> str | None:
    parts = verbs.parts(word)
    if not parts:
        return None
    root, ending = parts
    stem = decided(row(simplified(root)).removesuffix("~"))
    # করতে, বলছে, ধরব: the vowel of the root is an [o] wherever its last consonant is closed.
    return re.sub("^([ক-হ]*)অ", r"\1ও", stem) + _ending(ending)


# What comes after a noun. The stem before it is said as if it stood alone.
_COUNTED = "টি টা টো জন খানা খানি খান গুলো গুলি গুলা দের েদের"
_AFTER_A_VOWEL: Final = frozenset(recomposed("র তে য় রা").split())


def _all_endings() -> frozenset[str]:
    counted = [each + case for each in _COUNTED.split() for case in ["", "কে", "র", "তে", "য়", "রা"]]
    cases = [*counted, *["কে", "ের", "ে", "র", "তে", "য়", "রা", "েরা", "চে"], ""]
    return frozenset(recomposed(case + last) for case in cases for last in ("", "ই", "ও")) - {""}


_ENDINGS: Final = _all_endings()


def _listed_with_ending(word: str) -> str | None:
    known = lexicon()
    for at in range(len(word) - 1, 1, -1):
        stem, ending = word[:at], word[at:]
        if stem in known and ending in _ENDINGS:
            return _joined(known[stem], stem, ending)
    return None


def _twice(word: str) -> str | None:
    """চকচকে, খসখসে: one thing twice and an ending, not a stem and কে."""
    stem = word[:-1]
    return _joined(_by_rule(stem), stem, "ে") if re.fullmatch(r"(..)\1ে", word) else None


def _with_ending(word: str) -> str | None:
    for at in range(2, len(word)):
        stem, ending = word[:at], word[at:]
        if ending in _ENDINGS and _may_precede(stem, ending):
            return _joined(_by_rule(stem), stem, ending)
    return None


def _may_precede(stem: str, ending: str) -> bool:
    last = stem[-1]
    if last == HASANTA:
        return False
    if ending in _AFTER_A_VOWEL:
        return last not in LETTERS and len(stem) > 2 and not (last in "িী" and ending[0] == "য়")
    if ending[:2] == "চে":
        return last == "ল"
    # সড়কে is সড়ক and ে, সম্পদের is সম্পদ and ের; but মানুষকে, ছেলেদের.
    if ending[:2] in ("কে", "দে") and last in LETTERS:
        return stem[-2] != HASANTA and len(stem) > 2
    return True


# Second parts of compounds that begin anew: what stands before them is closed as if it stood alone.
_SECOND: Final = compiled(
    "(..+[^্])((?:পথ|পত্র|বন|ঘর|গঞ্জ|নগর|দণ্ড|সহ|সমূহ|মহল|শক্তি|ক্ষমতা|কর্ম|বর্ণ|মর্ম|সংসার|ধরা|হানি|বন্দি"
    "|স্থান|বাড়ি|গাড়ি|কারী|প্রেমী|চিত্র|তন্ত্র|দাতা|হাট|কান্ড|কাণ্ড|বিজ্ঞান|ভবন|ব্যাপী|পন্থী|জীবী|ভর্তি|ছাড়া|ভাজা|পাতা|মাখা|রঙা)(?:র|ের|ে|য়|টি|টা|তে|কে)?)"
)


def _two(word: str) -> str | None:
    """A compound with a part of the lexicon, or with a second part that many have."""
    known = lexicon()
    for at in range(len(word) - 3, 3, -1):
        if word[:at] in known and word[at] in LETTERS and not word.startswith("ত্ব", at):
            return known[word[:at]] + sounds(word[at:])
    for at in range(2, len(word) - 3):
        if word[at] in LETTERS and word[at - 1] != HASANTA and word[at:] in known:
            return sounds(word[:at]) + known[word[at:]]
    found = _SECOND.fullmatch(word)
    return sounds(found[1]) + sounds(found[2]) if found else None


def _joined(said: str, stem: str, ending: str) -> str:
    if ending[0] == "ে" and stem[-1] in LETTERS:
        # The stem's own last vowel gives way to the ending's: অংশে, সময়ে.
        said = said.removesuffix("ও").removesuffix("এ" if stem[-1] == "য়" else "ও")
    return said + _ending(ending)


def _ending(ending: str) -> str:
    if not ending:
        return ""
    said = row(f"ক{ending}")[1:] if ending[0] in "েি" else row(ending)
    if said.endswith("~"):
        said = said[:-1] + ("ও" if said[-2:-1] in "ছতলব" else "")
    return said.replace("জ~", "জও").replace("~", "").replace("য়", "এ")


def _by_rule(word: str) -> str:
    said = row(simplified(word))
    if verbs.ends_open(word):
        return decided(said.removesuffix("~") + "ও")
    return decided(said, is_foreign(word))
